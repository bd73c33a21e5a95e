//! Custom values of records: checked here, kept as typed rows beside the JSON that lists show (decision 0002).

use super::store::values as store;
use crate::cx::Tx;
use chrono::{DateTime, Utc};
use domain::{
    error::{AppError, FieldIssue, Problem},
    fields::{FieldDef, FieldValue, FieldValues, Noun},
    ids::FieldId,
};
use uuid::Uuid;

/// One record's values to be indexed.
pub(crate) struct Indexed<'a> {
    /// The record.
    pub record: Uuid,
    /// Its values.
    pub values: &'a FieldValues,
    /// When it was last changed: choices are kept in this order.
    pub updated_at: DateTime<Utc>,
}

/// Checks values against their definitions; every broken rule is told.
pub(crate) fn checked(
    fields: &[FieldDef],
    values: FieldValues,
    text_limit: usize,
) -> Result<FieldValues, Vec<FieldIssue>> {
    let mut issues = Vec::new();
    let mut fine = FieldValues::new();
    for (id, value) in values {
        let Some(field) = fields.iter().find(|field| field.id == id) else {
            issues.push(FieldIssue { field: id.to_string(), problem: Problem::NoSuch(Noun::Field) });
            continue;
        };
        match field.check(value, text_limit) {
            Ok(value) => drop(fine.insert(id, value)),
            Err(AppError::Invalid(mut more)) => issues.append(&mut more),
            Err(_) => issues.push(FieldIssue { field: id.to_string(), problem: Problem::WrongKind }),
        }
    }
    if issues.is_empty() { Ok(fine) } else { Err(issues) }
}

/// About how many bytes these take in an answer, ids included.
pub(crate) fn weight(values: &FieldValues) -> usize {
    const ID_AND_KIND: usize = 60;
    const SHORT: usize = 20;
    let each = |value: &FieldValue| if let FieldValue::Text(text) = value { text.len() } else { SHORT };
    values.values().map(|value| ID_AND_KIND + each(value)).sum()
}

/// Adds the rows of new records.
pub(crate) async fn insert_many(tx: &mut Tx, noun: Noun, records: &[Indexed<'_>]) -> Result<(), AppError> {
    store::insert_many(tx, noun, records).await
}

/// Replaces one value of one record.
pub(crate) async fn replace(tx: &mut Tx, noun: Noun, record: &Indexed<'_>, field: FieldId) -> Result<(), AppError> {
    store::delete(tx, noun, record.record, field).await?;
    let one: FieldValues =
        record.values.iter().filter(|(id, _)| **id == field).map(|(id, value)| (*id, value.clone())).collect();
    store::insert_many(tx, noun, &[Indexed { values: &one, ..*record }]).await
}

/// Removes the rows of deleted records: rows exist for live ones only.
pub(crate) async fn delete_many(tx: &mut Tx, noun: Noun, records: &[Uuid]) -> Result<(), AppError> {
    store::delete_many(tx, noun, records).await
}

/// Choices are kept in the order of the list: touched records take their choices along.
pub(crate) async fn touch(
    tx: &mut Tx,
    noun: Noun,
    records: &[Uuid],
    updated_at: DateTime<Utc>,
) -> Result<(), AppError> {
    store::set_touched(tx, noun, records, updated_at).await
}
