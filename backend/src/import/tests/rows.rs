//! What rows become, and what is wrong with them.

use super::importer::{Importer, anna, column, in_language};
use crate::{
    clients,
    db::Sql,
    db_test, deals, fields,
    import::read::tests::files::ods,
    test_crm::{TestActor, TestCrm},
};
use domain::{
    dates::DateFormat,
    error::{Fitting, Problem},
    events::EventKind,
    fields::{FieldKind, FieldValue, Noun},
    filter::{ListQuery, Page},
    import::{RowIssue, Target},
    lang::Lang,
    number::Number,
};

fn issue(row: u32, column: &str, value: &str, problem: Problem) -> RowIssue {
    RowIssue { row, column: column.into(), value: value.into(), problem }
}

fn fitting(name: &str, number: i64) -> Fitting {
    Fitting { name: name.into(), number }
}

db_test! {
    async fn name_columns_are_joined_in_the_files_order(crm: TestCrm) {
        let anna = anna(&crm);
        let report = anna.imports(Noun::Client, "Фамилия;Имя;Отчество\n Ли ;Анна;\nПак;;Олегович\n").await;
        assert_eq!((report.outcomes.created, report.outcomes.failed), (2, 0));
        assert_eq!(anna.client_names().await, ["Ли Анна", "Пак Олегович"]);
    }

    async fn every_problem_is_told_by_row_and_column_and_nothing_of_the_row_is_kept(crm: TestCrm) {
        let anna = anna(&crm);
        let long = "я".repeat(31);
        let file = format!(
            "ФИО;Телефон;Почта;Дата;Число;Цвет\nЛи;901234567;a@b.uz;2026-01-02;1,5;x\n\n;12;нет;03.04.2026;пять;{long}\n{long};;;;;\n"
        );
        let (id, mut plan) = anna.guesses(Noun::Client, &file).await;
        for (heading, kind) in [("Дата", FieldKind::Date), ("Число", FieldKind::Number), ("Цвет", FieldKind::Text)] {
            column(&mut plan, heading).target = Target::NewField(kind, heading.into());
        }
        let report = anna.imports_as(id, &plan).await;
        assert_eq!(report.issues, [
            issue(4, "Телефон", "12", Problem::PhoneLength { expected: 9, actual: 2 }),
            issue(4, "Почта", "нет", Problem::NotAnEmail),
            issue(4, "Дата", "03.04.2026", Problem::AmbiguousDate),
            issue(4, "Число", "пять", Problem::NotANumber),
            issue(4, "Цвет", &long, Problem::TooLong { max: 30, actual: 31 }),
            issue(4, "ФИО", "", Problem::Required),
            issue(5, "ФИО", &long, Problem::TooLong { max: 30, actual: 31 }),
        ]);
        assert_eq!((report.outcomes.rows, report.outcomes.created, report.outcomes.failed), (3, 1, 2));
        assert_eq!(anna.client_names().await, ["Ли"]);
    }

    async fn columns_without_a_heading_or_with_the_same_are_told_by_their_letters(crm: TestCrm) {
        let anna = anna(&crm);
        let file = "ФИО;Телефон;Телефон;;ФИО\n#;12;13;нет;\n;901234567;;;\n";
        let (id, mut plan) = anna.guesses(Noun::Client, file).await;
        plan.columns[3].target = Target::Email;
        plan.columns[4].target = Target::Name;
        let dry = anna.rehearses(id, &plan).await;
        assert_eq!(dry.issues, [
            issue(2, "Телефон (B)", "12", Problem::PhoneLength { expected: 9, actual: 2 }),
            issue(2, "Телефон (C)", "13", Problem::PhoneLength { expected: 9, actual: 2 }),
            issue(2, "D", "нет", Problem::NotAnEmail),
            issue(3, "ФИО (A), ФИО (E)", "", Problem::Required),
        ]);
    }

    async fn a_name_is_told_although_a_column_of_the_same_heading_has_a_problem(crm: TestCrm) {
        let anna = anna(&crm);
        let (id, mut plan) = anna.guesses(Noun::Client, "ФИО;ФИО\n;12\n").await;
        plan.columns[1].target = Target::Phone;
        let dry = anna.rehearses(id, &plan).await;
        assert_eq!(dry.issues, [
            issue(2, "ФИО (B)", "12", Problem::PhoneLength { expected: 9, actual: 2 }),
            issue(2, "ФИО (A)", "", Problem::Required),
        ]);
    }

    async fn typed_values_arrive_typed_and_are_told_as_imported(crm: TestCrm) {
        let anna = anna(&crm);
        let file = "ФИО;Телефон;Почта;Дата;Оборот;Вид\nЛи;901234567, +79161234567;A@b.uz;03.04.2026;1 234,5;опт\nПак;;;;;опт\nКим;;;;;ОПТ\n";
        let (id, mut plan) = anna.guesses(Noun::Client, file).await;
        column(&mut plan, "Дата").target = Target::NewField(FieldKind::Date, "Дата".into());
        column(&mut plan, "Дата").dates = Some(DateFormat::DayMonthYear);
        column(&mut plan, "Вид").target = Target::NewField(FieldKind::Choice, "Вид".into());
        for value in ["опт", "ОПТ"] {
            column(&mut plan, "Вид").values.insert(value.into(), domain::import::Meaning::NewOption);
        }
        let report = anna.imports_as(id, &plan).await;
        assert_eq!((report.outcomes.created, report.issues), (3, Vec::new()));
        let found = crm.anna().lists(&ListQuery::default()).await;
        let li = found.iter().find(|row| row.name == "Ли").unwrap();
        let client = crm.anna().opens(li.id).await.unwrap();
        let fields = fields::list(&crm.anna().cx, Noun::Client).await.unwrap();
        let value = |name: &str| client.custom.get(&fields.iter().find(|field| field.name == name).unwrap().id).unwrap();
        assert_eq!(client.phones.len(), 2);
        assert_eq!(client.emails[0].as_str(), "A@b.uz");
        assert_eq!(value("Дата"), &FieldValue::Date("2026-04-03".parse().unwrap()));
        assert_eq!(value("Оборот"), &FieldValue::Number(Number(1_234_500_000)));
        let kinds = fields.iter().find(|field| field.name == "Вид").unwrap();
        assert_eq!(kinds.options.len(), 1, "one choice whatever its case");
        assert_eq!(crm.anna().reads_feed(li.id).await[0].kind, EventKind::Imported);
        let count = clients::count(&crm.anna().cx, &ListQuery::default()).await.unwrap();
        assert_eq!(count, domain::filter::Count::Exact(3));
    }

    async fn a_real_date_before_the_year_1000_is_a_problem_of_its_row(crm: TestCrm) {
        let anna = anna(&crm);
        let text = |text: &str| {
            format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
        };
        let day = |day: &str| format!(r#"<table:table-cell office:value-type="date" office:date-value="{day}"/>"#);
        let row = |name: &str, cell: String| format!("<table:table-row>{}{cell}</table:table-row>", text(name));
        let rows = [row("ФИО", text("Договор")), row("Ли", day("2016-05-05")), row("Пак", day("0216-05-05"))];
        let file = ods(&rows.concat());
        let id = anna.tries_to_upload(Noun::Client, "a.ods", file).await.unwrap();
        let mut plan = anna.looks(id).await.guess;
        column(&mut plan, "Договор").target = Target::NewField(FieldKind::Date, "Договор".into());
        let report = anna.imports_as(id, &plan).await;
        assert_eq!(report.issues, [issue(3, "Договор", "0216-05-05", Problem::NotADate)]);
        assert_eq!(anna.client_names().await, ["Ли"]);
    }

    async fn what_is_true_is_said_in_the_language_of_whoever_imports(crm: TestCrm) {
        let truth = |truth: bool| {
            format!(r#"<table:table-cell office:value-type="boolean" office:boolean-value="{truth}"/>"#)
        };
        let text = |text: &str| {
            format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
        };
        let row = |name: &str, cell: String| format!("<table:table-row>{}{cell}</table:table-row>", text(name));
        crm.anna().adds_field(Noun::Client, FieldKind::Text, "Оплата", &[]).await;
        let file = ods(&[row("ФИО", text("Оплата")), row("Да", truth(true)), row("Нет", truth(false))].concat());
        for (lang, words) in [(Lang::Ru, ["ИСТИНА", "ЛОЖЬ"]), (Lang::En, ["TRUE", "FALSE"])] {
            let mut sql = Sql::new("update users set lang = ");
            sql.bind(lang.code());
            crm.base.execute(sql).await;
            let who = TestActor { cx: in_language(&crm.anna().cx, lang), ..crm.anna().clone() };
            let anna = Importer { crm: &crm, who: &who };
            let id = anna.tries_to_upload(Noun::Client, "a.ods", file.clone()).await.unwrap();
            let glimpse = anna.looks(id).await;
            assert_eq!(glimpse.columns[1].samples, words);
            assert_eq!(anna.imports_as(id, &glimpse.guess).await.outcomes.created, 2);
        }
        let rows = crm.anna().lists(&ListQuery::default()).await;
        let mut told: Vec<FieldValue> = rows.into_iter().flat_map(|row| row.custom.into_values()).collect();
        told.sort_by_key(|value| format!("{value:?}"));
        assert_eq!(told, ["FALSE", "TRUE", "ИСТИНА", "ЛОЖЬ"].map(|word| FieldValue::Text(word.into())));
    }

    async fn deals_find_their_client_by_name_phone_or_email(crm: TestCrm) {
        let anna = anna(&crm);
        anna.imports(Noun::Client, "ФИО;Телефон;Почта\nОлег Ким;901234567;\nЕлена;;e@x.uz\nДвойник;;\nДВОЙНИК;;\n").await;
        let file = "Сделка;Клиент;Сумма\nа;олег  ким;10,5\nб;+998 90 123-45-67;\nв;E@X.uz;0\nг;;7\nд;Никто;1\nе;двойник;1\nж;Елена;-1\n";
        let report = anna.imports(Noun::Deal, file).await;
        assert_eq!(report.issues, [
            issue(6, "Клиент", "Никто", Problem::NoSuch(Noun::Client)),
            issue(7, "Клиент", "двойник", Problem::Namesakes(fitting("Двойник", 3), fitting("ДВОЙНИК", 4))),
            issue(8, "Сумма", "-1", Problem::NotANumber),
        ]);
        assert_eq!((report.outcomes.created, report.outcomes.failed), (4, 3));
        let board = crm.anna().opens_board().await;
        let cards = &board.columns[0].rows;
        let told = cards.iter().map(|card| {
            let client = card.client.as_ref().and_then(|client| client.name.as_deref());
            (card.title.as_str(), client, card.budget)
        });
        let told: Vec<_> = told.collect();
        // The last row of the file is the topmost card (R24).
        assert_eq!(told, [
            ("г", None, Some(700)),
            ("в", Some("Елена"), Some(0)),
            ("б", Some("Олег Ким"), None),
            ("а", Some("Олег Ким"), Some(1050)),
        ]);
    }

    async fn a_budget_that_is_too_large_is_told_at_its_own_column(crm: TestCrm) {
        let report = anna(&crm).imports(Noun::Deal, "Сделка;Сумма\nа;10 000 000 000 000\nб;10000000000000,01\n").await;
        assert_eq!(report.issues, [issue(3, "Сумма", "10000000000000,01", Problem::TooLarge)]);
    }

    async fn clients_of_others_are_no_clients_for_whoever_does_not_see_them(crm: TestCrm) {
        crm.other_company().creates_client("Чужой").await;
        let report = anna(&crm).imports(Noun::Deal, "Сделка;Клиент\nа;Чужой\n").await;
        assert_eq!(report.issues, [issue(2, "Клиент", "Чужой", Problem::NoSuch(Noun::Client))]);
    }

    async fn created_stages_stand_in_the_chosen_group_and_owners_own(crm: TestCrm) {
        let anna = anna(&crm);
        let file = "opportunity_id;deal_stage;sales_agent;close_value\nA1;Won;Борис Волков;100.5\nA2;Lost;;\nA3;Won;;1\n";
        let report = anna.imports(Noun::Deal, file).await;
        assert_eq!(report.outcomes.created, 3);
        assert_eq!(crm.anna().column("Won").await, ["A3", "A1"]);
        assert_eq!(crm.anna().column("Lost").await, ["A2"]);
        let board = crm.anna().opens_board().await;
        let won = board.stages.iter().find(|stage| stage.name == "Won").unwrap();
        assert_eq!(won.group, domain::pipelines::StageGroup::Successful);
        let total = board.totals.iter().find(|total| total.stage == won.id).unwrap();
        assert_eq!((total.count, total.sums[0].minor), (2, 10_150));
        let column = deals::board::column(&crm.boris().cx, won.id, &domain::filter::Filter::All, &Page::first()).await.unwrap();
        assert_eq!(column.rows.iter().map(|card| card.title.as_str()).collect::<Vec<_>>(), ["A1"]);
    }

    async fn choices_and_stages_that_differ_in_signs_stay_apart(crm: TestCrm) {
        let anna = anna(&crm);
        let file = "Сделка;Этап;Ответ\nа;Счёт;+\nб;Счет?;-\nв;СЧЕТ;+\nг;Счёт;-\nд;Счёт;-\nе;Счёт;+\n";
        let report = anna.imports(Noun::Deal, file).await;
        assert_eq!((report.outcomes.created, report.issues), (6, Vec::new()));
        assert_eq!(crm.anna().column("Счет?").await, ["б"]);
        assert_eq!(crm.anna().column("СЧЕТ").await, ["е", "д", "г", "в", "а"]);
        let fields = fields::list(&crm.anna().cx, Noun::Deal).await.unwrap();
        let mut answers: Vec<&str> = fields[0].options.iter().map(|option| option.name.as_str()).collect();
        answers.sort();
        assert_eq!(answers, ["+", "-"]);
    }

    async fn a_value_that_nobody_mapped_is_a_problem_of_its_row(crm: TestCrm) {
        let anna = anna(&crm);
        let (id, mut plan) = anna.guesses(Noun::Deal, "Сделка;Этап\nа;Новая\nб;Иное\n").await;
        column(&mut plan, "Этап").values.remove("Иное");
        let report = anna.imports_as(id, &plan).await;
        assert_eq!(report.issues, [issue(3, "Этап", "Иное", Problem::NoSuch(Noun::Stage))]);
    }
}
