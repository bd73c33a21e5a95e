//! Columns of more different values than can be mapped one by one.

use super::importer::{anna, column};
use crate::{db_test, import, test_crm::TestCrm};
use domain::{
    access::Right,
    error::{AppError, Problem},
    fields::{FieldKind, FieldValue, Noun},
    filter::ListQuery,
    import::{Meaning, RowIssue, Target, VALUES_LIMIT},
    pipelines::StageGroup,
};

fn issue(row: u32, column: &str, value: &str, problem: Problem) -> RowIssue {
    RowIssue { row, column: column.into(), value: value.into(), problem }
}

/// These rows, and after them as many of other values as make a crowd.
fn crowd(rows: &str, other: impl Fn(usize) -> String) -> String {
    let others: String = (0..=VALUES_LIMIT).map(|number| other(number) + "\n").collect();
    format!("{rows}{others}")
}

db_test! {
    async fn of_too_many_choices_and_owners_those_with_a_known_name_mean_it(crm: TestCrm) {
        let anna = anna(&crm);
        let field = crm.anna().adds_field(Noun::Client, FieldKind::Choice, "Вид", &["Опт"]).await;
        let known = "ФИО;Вид;Ответственный\nа;опт ;волков борис\nб;;VERA@example.uz\nв;ОПТ;Никто\n";
        let file = crowd(known, |number| format!("{number};Вид {number};Некто {number}"));
        let (id, plan) = anna.guesses(Noun::Client, &file).await;
        let others: Vec<_> = plan.columns.iter().map(|column| (column.values.len(), column.others.clone())).collect();
        assert_eq!(others, [(0, None), (0, None), (0, Some(Meaning::Nothing))]);
        let dry = anna.rehearses(id, &plan).await;
        let report = anna.imports_as(id, &plan).await;
        assert_eq!((report.outcomes, &report.issues), (dry.outcomes, &dry.issues));
        assert_eq!((report.outcomes.created, report.outcomes.failed, report.issues_total), (3, 201, 201));
        assert_eq!(report.issues[0], issue(5, "Вид", "Вид 0", Problem::NotAChoice));
        let opt = Some(FieldValue::Choice(field.options[0].id));
        let mut rows = crm.anna().lists(&ListQuery::default()).await;
        rows.sort_by(|one, other| one.name.cmp(&other.name));
        let told: Vec<_> =
            rows.iter().map(|row| (row.name.as_str(), row.custom.get(&field.id).cloned(), row.owner)).collect();
        assert_eq!(told, [
            ("а", opt.clone(), crm.boris().id()),
            ("б", None, crm.vera().id()),
            ("в", opt, crm.anna().id()),
        ]);
    }

    async fn of_too_many_stages_those_with_a_known_name_mean_it(crm: TestCrm) {
        let anna = anna(&crm);
        let file = crowd("Сделка;Этап\nа;ОПЛАЧЕНО\nб;\n", |number| format!("{number};Этап {number}"));
        let (id, mut plan) = anna.guesses(Noun::Deal, &file).await;
        let dry = anna.rehearses(id, &plan).await;
        assert_eq!(dry.issues[0], issue(4, "Этап", "Этап 0", Problem::NoSuch(Noun::Stage)));
        assert_eq!((dry.outcomes.created, dry.issues_total), (2, 201));
        let last = crm.anna().stage("Отказ").await;
        column(&mut plan, "Этап").others = Some(Meaning::Stage(last));
        assert_eq!(anna.imports_as(id, &plan).await.outcomes.created, 203);
        assert_eq!(crm.anna().column("Оплачено").await, ["а"]);
        assert_eq!(crm.anna().column("Новая").await, ["б"]);
        assert_eq!(crm.anna().column("Отказ").await.len(), 201);
    }

    async fn other_values_mean_only_what_is_there_and_may_be_given(crm: TestCrm) {
        let anna = anna(&crm);
        let (id, mut plan) = anna.guesses(Noun::Deal, "Сделка;Этап;Ответственный\nа;;\n").await;
        column(&mut plan, "Этап").others = Some(Meaning::NewStage(StageGroup::InWork));
        let refused = anna.starts(id, &plan).await;
        assert_eq!(refused, Err(AppError::invalid("columns.1", Problem::WrongKind)), "of no name no stage is made");
        column(&mut plan, "Этап").others = None;
        column(&mut plan, "Ответственный").others = Some(Meaning::Owner(crm.boris().id()));
        let limited = crm.anna().without(&[Right::ChangeOwner]);
        let denied = import::start(&limited.cx, limited.request(), id, plan.clone()).await;
        assert_eq!(denied, Err(AppError::invalid("columns.2", Problem::NoSuch(Noun::User))));
    }

    async fn an_importer_without_the_right_to_owners_gives_nothing_to_a_colleague_of_that_name(crm: TestCrm) {
        let anna = anna(&crm);
        let known = "ФИО;Ответственный\nа;Борис Волков\nб;Петрова Анна\n";
        let file = crowd(known, |number| format!("{number};Некто {number}"));
        let id = anna.uploads(Noun::Client, &file).await;
        let limited = crm.anna().without(&[Right::ChangeOwner]);
        let mut plan = import::glimpse(&limited.cx, id, None).await.unwrap().guess;
        let dry = import::dry_run(&limited.cx, id, plan.clone()).await.unwrap();
        assert_eq!((dry.outcomes.created, dry.outcomes.failed), (203, 0), "all of them are the importer's");
        column(&mut plan, "Ответственный").others = None;
        let dry = import::dry_run(&limited.cx, id, plan).await.unwrap();
        assert_eq!(dry.issues[0], issue(2, "Ответственный", "Борис Волков", Problem::NoSuch(Noun::User)));
        assert_eq!((dry.outcomes.created, dry.outcomes.failed), (1, 202));
    }

    async fn a_new_list_of_too_many_values_has_none_of_them(crm: TestCrm) {
        let anna = anna(&crm);
        let file = crowd("ФИО;Код\n", |number| format!("{number};К {number}"));
        let (id, mut plan) = anna.guesses(Noun::Client, &file).await;
        column(&mut plan, "Код").target = Target::NewField(FieldKind::Choice, "Код".into());
        let dry = anna.rehearses(id, &plan).await;
        assert_eq!((dry.outcomes.created, dry.issues[0].problem.clone()), (0, Problem::NotAChoice));
    }
}
