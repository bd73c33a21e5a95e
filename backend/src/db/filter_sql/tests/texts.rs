//! A few queries as the databases see them.

use crate::db::{
    Sql,
    filter_sql::{CLIENTS, DEALS, Table, push_filter},
};
use domain::{
    filter::{Condition, Field, Filter, Operator, Value},
    ids::{FieldId, StageId, UserId, WorkspaceId},
};
use uuid::Uuid;

fn is(field: Field, operator: Operator, value: Value) -> Filter {
    Filter::Is(Condition { field, operator, value })
}

fn text(table: &Table, filter: &Filter) -> String {
    let mut sql = Sql::new("");
    push_filter(&mut sql, table, WorkspaceId(Uuid::nil()), filter).expect("a filter that the table knows");
    sql.text().to_owned()
}

#[test]
fn a_scope_is_a_condition_on_the_owner() {
    let scope = is(Field::Owner, Operator::OneOf, Value::Users(vec![UserId(Uuid::nil()); 2]));
    insta::assert_snapshot!(text(&CLIENTS, &scope), @"r.owner_id in ($1, $2)");
}

#[test]
fn another_record_is_looked_at_by_its_key_within_its_company() {
    let stage = is(Field::Stage, Operator::Equals, Value::Stages(vec![StageId(Uuid::nil())]));
    insta::assert_snapshot!(text(&CLIENTS, &Filter::HasDeal(Box::new(stage))), @"r.id in (select distinct r.client_id as hit from deals r where r.workspace_id = $1 and r.deleted_at is null and r.stage_id in ($2))");
    let search = || Filter::Search("мебель".into());
    insta::assert_snapshot!(text(&DEALS, &Filter::Or(vec![search(), Filter::OfClient(Box::new(search()))])), @"(1 = 1 and ('  ' || replace(r.title_norm, ' ', '  ') || ' ') like $1 or (select 1 from (select r.client_id as client) own cross join clients r where r.workspace_id = $2 and r.id = own.client and r.deleted_at is null and 1 = 1 and r.search_text like $3) = 1)");
}

#[test]
fn several_conditions_are_joined_within_brackets() {
    let filter = Filter::And(vec![
        is(Field::Stage, Operator::Equals, Value::Stages(vec![StageId(Uuid::nil())])),
        Filter::Or(vec![
            is(Field::Budget, Operator::AtLeast, Value::Integer(5)),
            is(Field::Budget, Operator::IsEmpty, Value::None),
        ]),
    ]);
    insta::assert_snapshot!(text(&DEALS, &filter), @"(r.stage_id in ($1) and (r.budget >= $2 or r.budget is null))");
}

#[test]
fn a_custom_value_is_probed_by_its_key() {
    let field = Field::Custom(FieldId(Uuid::nil()));
    insta::assert_snapshot!(text(&CLIENTS, &is(field, Operator::StartsWith, Value::Text("Ул. Ёж".into()))), @"(select 1 from client_field_values v where v.workspace_id = $1 and v.client_id = r.id and v.field_id = $2 and (v.text_value >= $3 and v.text_value < $4) limit 1) = 1");
    insta::assert_snapshot!(text(&CLIENTS, &is(field, Operator::IsEmpty, Value::None)), @"((select 1 from client_field_values v where v.workspace_id = $1 and v.client_id = r.id and v.field_id = $2) is null and (select 1 from client_field_choices v where v.workspace_id = $3 and v.client_id = r.id and v.field_id = $4 limit 1) is null)");
}

#[test]
fn what_does_not_hold_includes_what_has_no_value() {
    let filter = Filter::Not(Box::new(is(Field::Phone, Operator::Equals, Value::Text("+998 90 123-45-67".into()))));
    insta::assert_snapshot!(text(&CLIENTS, &filter), @"(case when r.phone = $1 then 0 else 1 end) = 1");
}

#[test]
fn a_search_looks_for_every_word() {
    insta::assert_snapshot!(text(&CLIENTS, &Filter::Search("Иван 90".into())), @"1 = 1 and r.search_text like $1 and r.search_text like $2");
    insta::assert_snapshot!(text(&CLIENTS, &Filter::Search("8 916".into())), @"1 = 1 and (r.search_text like $1 or r.search_text like $2 or r.search_text like $3)");
}

#[test]
fn nothing_that_a_person_typed_is_in_the_text() {
    let evil = "'; drop table clients; --%_\"";
    for filter in [
        Filter::Search(evil.into()),
        is(Field::Name, Operator::Equals, Value::Text(evil.into())),
        is(Field::Email, Operator::StartsWith, Value::Text(evil.into())),
        is(Field::Custom(FieldId(Uuid::nil())), Operator::Below, Value::Text(evil.into())),
    ] {
        assert!(!text(&CLIENTS, &filter).contains("drop"), "{filter:?}");
    }
}
