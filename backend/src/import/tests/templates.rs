//! The workbook to fill in: the import understands each of its headings by itself.

use super::importer::{anna, in_language, targets};
use crate::{db_test, import, test_crm::TestCrm};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use domain::{
    error::AppError,
    fields::{FieldKind, Noun},
    import::Target,
    lang::Lang,
};
use std::io::Cursor;

/// The sheets of a workbook as texts.
fn sheets(bytes: Vec<u8>) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let texts = |row: &[Data]| row.iter().map(ToString::to_string).collect();
    book.worksheets().into_iter().map(|(name, range)| (name, range.rows().map(texts).collect())).collect()
}

db_test! {
    async fn every_heading_of_the_template_is_understood(crm: TestCrm) {
        let anna = anna(&crm);
        let city = crm.anna().adds_field(Noun::Client, FieldKind::Text, "=1+1", &[]).await;
        let sort = crm.anna().adds_field(Noun::Deal, FieldKind::Choice, "Вид", &["Ремонт", "Монтаж"]).await;
        for lang in [Lang::Ru, Lang::En] {
            let cx = in_language(&crm.anna().cx, lang);
            for (noun, own) in [(Noun::Client, city.id), (Noun::Deal, sort.id)] {
                let template = import::template(&cx, noun).await.unwrap();
                assert!(template.file_name.ends_with(".xlsx"));
                let sheets = sheets(template.bytes);
                let headings = &sheets[0].1[0];
                let filled = headings.iter().map(|_| "x").collect::<Vec<_>>().join(";");
                let (_, plan) = anna.guesses(noun, &format!("{}\n{filled}\n", headings.join(";"))).await;
                let mut expected: Vec<Target> = Target::builtin(noun).to_vec();
                expected.push(Target::Field(own));
                assert_eq!(targets(&plan), expected.iter().collect::<Vec<_>>(), "{headings:?}");
            }
        }
    }

    async fn the_template_says_what_goes_into_each_column(crm: TestCrm) {
        crm.anna().adds_field(Noun::Deal, FieldKind::Choice, "Вид", &["Ремонт", "Монтаж"]).await;
        let template = import::template(&in_language(&crm.anna().cx, Lang::Ru), Noun::Deal).await.unwrap();
        assert_eq!(template.file_name, "Шаблон импорта сделок.xlsx");
        let sheets = sheets(template.bytes);
        let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Сделки", "Указания"]);
        assert_eq!(sheets[0].1.len(), 1, "nothing but headings would be imported");
        let said = |heading: &str| sheets[1].1.iter().find(|row| row[0] == heading).expect("a line per column").clone();
        assert_eq!(said("Наименование")[1], "да");
        assert_eq!(said("Клиент")[1], "нет");
        assert!(said("Вид")[2].contains("Ремонт, Монтаж"), "{:?}", said("Вид"));
        assert!(sheets[1].1.iter().flatten().all(|text| !text.contains('{')), "every place is filled in");
    }

    async fn who_may_not_import_gets_no_template(crm: TestCrm) {
        assert_eq!(import::template(&crm.boris().cx, Noun::Client).await.err(), Some(AppError::Forbidden));
        assert!(matches!(import::template(&crm.anna().cx, Noun::Stage).await.err(), Some(AppError::Invalid(_))));
    }
}
