//! SQL of custom values: typed rows and choices, which filters and sorts walk.

use crate::{
    cx::Tx,
    db::{
        Arg, Reads, Sql,
        filter_sql::{TEXT_KEY, text_key},
        types::Counted,
    },
    fields::values::Indexed,
};
use chrono::{DateTime, Utc};
use domain::{
    dates::days,
    error::AppError,
    fields::{FieldDef, FieldKind, FieldValue, Noun},
    ids::{FieldId, WorkspaceId},
};
use uuid::Uuid;

const _: () = assert!(TEXT_KEY <= 255);

pub(in crate::fields) async fn insert_many(tx: &mut Tx, noun: Noun, records: &[Indexed<'_>]) -> Result<(), AppError> {
    let workspace = tx.workspace();
    let (mut typed, mut choices): (Vec<Vec<Arg>>, Vec<Vec<Arg>>) = Default::default();
    for record in records {
        for (field, value) in record.values {
            let mut row: Vec<Arg> = vec![workspace.into(), record.record.into(), (*field).into()];
            if let FieldValue::Choice(option) = value {
                row.extend([(*option).into(), record.updated_at.into()]);
                choices.push(row);
            } else {
                row.extend(typed_columns(value));
                typed.push(row);
            }
        }
    }
    let (values_into, choices_into) = inserts(noun);
    tx.insert_rows(values_into, typed).await?;
    Ok(tx.insert_rows(choices_into, choices).await?)
}

fn inserts(noun: Noun) -> (&'static str, &'static str) {
    if noun == Noun::Client {
        (
            "insert into client_field_values (workspace_id, client_id, field_id, text_value, num_value, date_value) values ",
            "insert into client_field_choices (workspace_id, client_id, field_id, option_id, updated_at) values ",
        )
    } else {
        (
            "insert into deal_field_values (workspace_id, deal_id, field_id, text_value, num_value, date_value) values ",
            "insert into deal_field_choices (workspace_id, deal_id, field_id, option_id, updated_at) values ",
        )
    }
}

fn typed_columns(value: &FieldValue) -> [Arg; 3] {
    let none = || Arg::Int(None);
    match value {
        FieldValue::Text(text) => [text_key(text).into(), none(), none()],
        FieldValue::Number(number) => [Arg::Text(None), number.0.into(), none()],
        FieldValue::Date(date) => [Arg::Text(None), none(), days(*date).into()],
        FieldValue::Choice(_) => [Arg::Text(None), none(), none()],
    }
}

pub(in crate::fields) async fn delete(tx: &mut Tx, noun: Noun, record: Uuid, field: FieldId) -> Result<(), AppError> {
    let deletes: [&'static str; 2] = if noun == Noun::Client {
        ["delete from client_field_values where client_id = ", "delete from client_field_choices where client_id = "]
    } else {
        ["delete from deal_field_values where deal_id = ", "delete from deal_field_choices where deal_id = "]
    };
    for delete in deletes {
        let mut sql = Sql::new(delete);
        sql.bind(record).push(" and workspace_id = ").bind(tx.workspace()).push(" and field_id = ").bind(field);
        tx.execute(sql).await?;
    }
    Ok(())
}

/// Records whose rows one statement deletes or touches.
const TOGETHER: usize = 1000;

pub(in crate::fields) async fn delete_many(tx: &mut Tx, noun: Noun, records: &[Uuid]) -> Result<(), AppError> {
    let deletes: [(&'static str, &'static str); 2] = if noun == Noun::Client {
        [
            ("delete from client_field_values", " and client_id in ("),
            ("delete from client_field_choices", " and client_id in ("),
        ]
    } else {
        [
            ("delete from deal_field_values", " and deal_id in ("),
            ("delete from deal_field_choices", " and deal_id in ("),
        ]
    };
    for part in records.chunks(TOGETHER) {
        for (delete, of) in deletes {
            let mut sql = Sql::new(delete);
            sql.push(" where workspace_id = ").bind(tx.workspace()).push(of).bind_list(part.iter().copied()).push(")");
            tx.execute(sql).await?;
        }
    }
    Ok(())
}

pub(in crate::fields) async fn set_touched(
    tx: &mut Tx,
    noun: Noun,
    records: &[Uuid],
    updated_at: DateTime<Utc>,
) -> Result<(), AppError> {
    for part in records.chunks(TOGETHER) {
        let mut sql = Sql::new(if noun == Noun::Client {
            "update client_field_choices set updated_at = "
        } else {
            "update deal_field_choices set updated_at = "
        });
        sql.bind(updated_at).push(" where workspace_id = ").bind(tx.workspace());
        sql.push(if noun == Noun::Client { " and client_id in (" } else { " and deal_id in (" });
        sql.bind_list(part.iter().copied()).push(")");
        tx.execute(sql).await?;
    }
    Ok(())
}

/// How many live records hold a value of the field.
pub(in crate::fields) async fn count(
    db: &mut impl Reads,
    workspace: WorkspaceId,
    field: &FieldDef,
) -> Result<i64, AppError> {
    let (values, choices): (&'static str, &'static str) = if field.noun == Noun::Client {
        ("select count(*) as n from client_field_values", "select count(*) as n from client_field_choices")
    } else {
        ("select count(*) as n from deal_field_values", "select count(*) as n from deal_field_choices")
    };
    let mut sql = Sql::new(if field.kind == FieldKind::Choice { choices } else { values });
    sql.push(" where workspace_id = ").bind(workspace).push(" and field_id = ").bind(field.id);
    // All values of a field are of its kind; said so, they are counted by the index of that kind.
    sql.push(match field.kind {
        FieldKind::Text => " and text_value is not null",
        FieldKind::Number => " and num_value is not null",
        FieldKind::Date => " and date_value is not null",
        FieldKind::Choice => "",
    });
    Ok(db.fetch_one::<Counted>(sql).await?.n)
}
