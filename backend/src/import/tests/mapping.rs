//! The guessed mapping, and plans that are refused.

use super::importer::{anna, column, meanings, targets};
use crate::{db_test, import, test_crm::TestCrm};
use domain::{
    access::Right,
    clients::ClientKind,
    error::{AppError, FieldIssue, Problem},
    fields::{FieldKind, Noun},
    filter::ListQuery,
    import::{FILE_LIMIT_MB, FileProblem, Meaning, Target},
    pipelines::{STAGES_LIMIT, StageGroup},
    staff::Profile,
};

fn refused(error: AppError) -> Vec<(String, Problem)> {
    let AppError::Invalid(issues) = error else { panic!("{error:?}") };
    issues.into_iter().map(|FieldIssue { field, problem }| (field, problem)).collect()
}

db_test! {
    async fn a_file_of_clients_is_mapped_by_its_headings_and_cells(crm: TestCrm) {
        let anna = anna(&crm);
        let city = crm.anna().adds_field(Noun::Client, FieldKind::Text, "Город", &[]).await;
        let file = "Фамилия;Имя;Телефон;ГОРОД;Создан;Оборот;ИНН;Город\nЛи;Анна;901234567;Ташкент;2026-01-02;1 000,5;0123;x\n";
        let (_, plan) = anna.guesses(Noun::Client, file).await;
        let new = |kind, name: &str| Target::NewField(kind, name.into());
        assert_eq!(targets(&plan), [
            &Target::Name,
            &Target::Name,
            &Target::Phone,
            &Target::Field(city.id),
            &new(FieldKind::Date, "Создан"),
            &new(FieldKind::Number, "Оборот"),
            &new(FieldKind::Text, "ИНН"),
            &Target::Skip,
        ]);
    }

    async fn a_name_that_two_colleagues_have_means_neither_and_the_address_tells_them_apart(crm: TestCrm) {
        let called_so = |profile: &mut Profile| (profile.first_name, profile.last_name) = ("Борис".into(), "Волков".into());
        crm.anna().changes(crm.vera().id(), called_so).await.expect("a namesake");
        let file = "ФИО;Ответственный\nЛи Анна;Борис Волков\nЛи Олег;Волков Борис\nЛи Ян;vera@example.uz\n";
        let (_, plan) = anna(&crm).guesses(Noun::Client, file).await;
        assert_eq!(meanings(&plan, "Ответственный"), [
            ("vera@example.uz".to_owned(), Meaning::Owner(crm.vera().id())),
            ("Борис Волков".to_owned(), Meaning::Owner(crm.anna().id())),
            ("Волков Борис".to_owned(), Meaning::Owner(crm.anna().id())),
        ]);
    }

    async fn what_the_clients_are_is_guessed_and_said_for_all_of_them(crm: TestCrm) {
        let anna = anna(&crm);
        let kinds = async || {
            let rows = crm.anna().lists(&ListQuery::default()).await;
            let mut kinds = Vec::new();
            for row in rows {
                kinds.push((row.name, crm.anna().opens(row.id).await.unwrap().kind));
            }
            kinds.sort_by(|(one, _), (other, _)| one.cmp(other));
            kinds
        };
        anna.imports(Noun::Client, "Компания;Телефон\nА;901234567\n").await;
        anna.imports(Noun::Client, "ФИО;Компания\nБ;Ромашка\n").await;
        let (id, mut plan) = anna.guesses(Noun::Client, "Клиент;ИНН\nВ;7707083893\nГ;7707083894\n").await;
        assert_eq!(plan.client_kind, ClientKind::Company);
        plan.client_kind = ClientKind::Person;
        anna.imports_as(id, &plan).await;
        let (person, company) = (ClientKind::Person, ClientKind::Company);
        let expected = [("А", company), ("Б", person), ("В", person), ("Г", person)];
        assert_eq!(kinds().await, expected.map(|(name, kind)| (name.to_owned(), kind)));
    }

    async fn the_first_rows_are_shown_as_they_stand_in_the_file(crm: TestCrm) {
        let anna = anna(&crm);
        let filled: String = (3..=9).map(|row| format!("Клиент {row};\n")).collect();
        let id = anna.uploads(Noun::Client, &format!("ФИО;Город\n;\n{filled}")).await;
        let glimpse = anna.looks(id).await;
        assert_eq!(glimpse.rows, 7);
        let cells = |row: u32| (row, vec![format!("Клиент {row}")]);
        assert_eq!(glimpse.first, (3..=7).map(cells).collect::<Vec<_>>());
    }

    async fn values_are_mapped_to_what_the_company_has(crm: TestCrm) {
        let anna = anna(&crm);
        let file = "Сделка;Этап;Ответственный\nа;новая;Борис Волков\nб;Won;VERA@example.uz\nв;Lost;Никто\nг;Won;Белова Вера\n";
        let (_, plan) = anna.guesses(Noun::Deal, file).await;
        let new = crm.anna().stage("Новая").await;
        assert_eq!(meanings(&plan, "Этап"), [
            ("Lost".to_owned(), Meaning::NewStage(StageGroup::Failed)),
            ("Won".to_owned(), Meaning::NewStage(StageGroup::Successful)),
            ("новая".to_owned(), Meaning::Stage(new)),
        ]);
        assert_eq!(meanings(&plan, "Ответственный"), [
            ("VERA@example.uz".to_owned(), Meaning::Owner(crm.vera().id())),
            ("Белова Вера".to_owned(), Meaning::Owner(crm.vera().id())),
            ("Борис Волков".to_owned(), Meaning::Owner(crm.boris().id())),
            ("Никто".to_owned(), Meaning::Owner(crm.anna().id())),
        ]);
    }

    async fn a_suspended_colleague_is_guessed_by_neither_name_nor_email(crm: TestCrm) {
        crm.anna().suspends(crm.vera().id()).await.unwrap();
        let file = "Сделка;Ответственный\nа;vera@example.uz\nб;Белова Вера\nв;Борис Волков\n";
        let (_, plan) = anna(&crm).guesses(Noun::Deal, file).await;
        let owners: Vec<Meaning> = meanings(&plan, "Ответственный").into_iter().map(|(_, meaning)| meaning).collect();
        assert_eq!(owners, [crm.anna().id(), crm.anna().id(), crm.boris().id()].map(Meaning::Owner));
    }

    async fn whoever_may_not_set_up_is_offered_nothing_new(crm: TestCrm) {
        let anna = anna(&crm);
        let id = anna.uploads(Noun::Deal, "Сделка;Этап;Цвет\nа;Won;синий\n").await;
        let limited = crm.anna().without(&[Right::SetUpFields, Right::SetUpFunnel]);
        let plan = import::glimpse(&limited.cx, id, None).await.unwrap().guess;
        assert_eq!(targets(&plan), [&Target::Title, &Target::Stage, &Target::Skip]);
        assert_eq!(meanings(&plan, "Этап"), [("Won".to_owned(), Meaning::Nothing)]);
    }

    async fn creating_fields_and_stages_needs_their_rights(crm: TestCrm) {
        let anna = anna(&crm);
        let (id, plan) = anna.guesses(Noun::Deal, "Сделка;Этап;Цвет\nа;Won;синий\n").await;
        for right in [Right::SetUpFields, Right::SetUpFunnel] {
            let limited = crm.anna().without(&[right]);
            let refused = import::start(&limited.cx, limited.request(), id, plan.clone()).await;
            assert_eq!(refused, Err(AppError::Forbidden), "{right:?}");
        }
    }

    async fn an_import_adds_no_more_stages_than_a_funnel_holds(crm: TestCrm) {
        let anna = anna(&crm);
        let rows = |count: usize| (0..count).map(|row| format!("Сделка {row};Шаг {row}\n")).collect::<String>();
        let room = STAGES_LIMIT - crm.anna().opens_board().await.stages.len();
        let (id, plan) = anna.guesses(Noun::Deal, &format!("Сделка;Этап\n{}", rows(room + 1))).await;
        let error = anna.starts(id, &plan).await.expect_err("one too many");
        assert_eq!(refused(error), [("columns.1".to_owned(), Problem::TooManyStages { max: STAGES_LIMIT })]);
        let (id, plan) = anna.guesses(Noun::Deal, &format!("Сделка;Этап\n{}", rows(room))).await;
        anna.starts(id, &plan).await.expect("as many as it holds");
        assert_eq!(crm.anna().opens_board().await.stages.len(), STAGES_LIMIT);
    }

    async fn a_required_target_and_single_targets_are_insisted_on(crm: TestCrm) {
        let anna = anna(&crm);
        let (id, mut plan) = anna.guesses(Noun::Deal, "Сделка;Сумма;Ещё\nа;1;2\n").await;
        column(&mut plan, "Сделка").target = Target::Skip;
        column(&mut plan, "Ещё").target = Target::Budget;
        let error = anna.starts(id, &plan).await.expect_err("two budgets, no title");
        assert_eq!(refused(error), [
            ("columns.2".to_owned(), Problem::Taken),
            ("title".to_owned(), Problem::Required),
        ]);
        column(&mut plan, "Ещё").target = Target::Phone;
        let error = anna.starts(id, &plan).await.expect_err("a deal has no phone");
        assert_eq!(refused(error)[0], ("columns.2".to_owned(), Problem::WrongKind));
    }

    async fn a_new_field_never_takes_the_name_of_another(crm: TestCrm) {
        let anna = anna(&crm);
        crm.anna().adds_field(Noun::Client, FieldKind::Text, "Город", &[]).await;
        let (id, mut plan) = anna.guesses(Noun::Client, "ФИО;Где\nЛи;Ташкент\n").await;
        column(&mut plan, "Где").target = Target::NewField(FieldKind::Text, "город".into());
        let error = anna.starts(id, &plan).await.expect_err("taken");
        assert_eq!(refused(error), [("columns.1".to_owned(), Problem::Taken)]);
    }

    async fn an_importer_without_the_right_to_owners_imports_for_himself_only(crm: TestCrm) {
        let anna = anna(&crm);
        let id = anna.uploads(Noun::Client, "ФИО;Ответственный\nЛи;Борис Волков\n").await;
        let limited = crm.anna().without(&[Right::ChangeOwner]);
        let mut plan = import::glimpse(&limited.cx, id, None).await.unwrap().guess;
        assert_eq!(meanings(&plan, "Ответственный"), [("Борис Волков".to_owned(), Meaning::Owner(crm.anna().id()))]);
        column(&mut plan, "Ответственный").values.insert("Борис Волков".into(), Meaning::Owner(crm.boris().id()));
        let error = import::start(&limited.cx, limited.request(), id, plan).await.expect_err("not his to give");
        assert_eq!(refused(error), [("columns.1".to_owned(), Problem::NoSuch(Noun::User))]);
    }

    async fn a_plan_of_another_file_is_refused(crm: TestCrm) {
        let anna = anna(&crm);
        let (_, plan) = anna.guesses(Noun::Client, "ФИО;Телефон\nЛи;1\n").await;
        let other = anna.uploads(Noun::Client, "Телефон;ФИО\n1;Ли\n").await;
        let refused = import::dry_run(&crm.anna().cx, other, plan).await;
        assert_eq!(refused, Err(AppError::File(FileProblem::new("import.plan.headings"))));
    }

    async fn a_file_that_is_no_table_gets_a_sentence(crm: TestCrm) {
        let anna = anna(&crm);
        let upload = |name: &'static str, file: Vec<u8>| anna.tries_to_upload(Noun::Client, name, file);
        let sentence = |code: &str| AppError::File(FileProblem::new(code));
        let id = upload("a.xlsx", b"PK\x03\x04 not a workbook".to_vec()).await.unwrap();
        let broken = FileProblem::new("import.read.broken").with("after_row", 0);
        assert_eq!(import::glimpse(&crm.anna().cx, id, None).await, Err(AppError::File(broken)));
        let id = upload("a.xls", b"just text".to_vec()).await.unwrap();
        assert_eq!(import::glimpse(&crm.anna().cx, id, None).await, Err(sentence("import.read.renamed_text")));
        assert_eq!(upload("a.csv", Vec::new()).await, Err(sentence("import.read.empty")));
        let huge = vec![b'a'; FILE_LIMIT_MB as usize * 1024 * 1024 + 1];
        let too_large = FileProblem::new("import.read.too_large").with("limit_mb", FILE_LIMIT_MB);
        assert_eq!(upload("a.csv", huge).await, Err(AppError::File(too_large)));
    }
}
