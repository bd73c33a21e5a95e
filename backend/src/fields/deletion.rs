//! A field that nobody wants any more, and its way back. What records hold in it stays where it is: nothing shows a value
//! whose field is not among the live ones, and with the field all of them are there again.

use super::{check_name_is_free, find_in, store};
use crate::cx::{Cx, Tx, begin};
use domain::{
    access::Right,
    error::{AppError, ConflictKind},
    events::{Change, EventKind, Told},
    fields::{FieldDef, Noun},
    filter::Filter,
    ids::{FieldId, RequestId},
};

/// How many records lose sight of their value; nothing for whoever does not see all records, since no number may tell of hidden ones.
pub async fn count_values(cx: &Cx, id: FieldId) -> Result<Option<i64>, AppError> {
    cx.require(Right::SetUpFields)?;
    for noun in [Noun::Client, Noun::Deal] {
        if let Some(field) = super::list(cx, noun).await?.iter().find(|field| field.id == id) {
            return match cx.scope(noun) {
                Filter::All => store::values::count(&mut cx.db(), cx.workspace(), field).await.map(Some),
                _ => Ok(None),
            };
        }
    }
    Err(AppError::NotFound(Noun::Field))
}

/// Deleted fields that can be restored, the last one first.
pub async fn list_deleted(cx: &Cx, noun: Noun) -> Result<Vec<FieldDef>, AppError> {
    cx.require(Right::SetUpFields)?;
    store::list_deleted(&mut cx.db(), cx.workspace(), noun).await
}

/// Deletes a field; its name is free from now on. Gives the version by which it is restored.
pub async fn delete(cx: &Cx, request: RequestId, id: FieldId, seen: i64) -> Result<FieldDef, AppError> {
    cx.require(Right::SetUpFields)?;
    let mut tx = begin!(cx, request, ("fields.delete", id, seen));
    let field = find_in(&mut tx, id).await?;
    delete_in(&mut tx, &field, seen).await?;
    tx.commit(FieldDef { version: seen + 1, ..field }).await
}

async fn delete_in(tx: &mut Tx, field: &FieldDef, seen: i64) -> Result<(), AppError> {
    if !store::set_deleted(tx, field.id, seen).await? {
        return Err(AppError::Conflict(ConflictKind::Stale));
    }
    let name = Change::of("name", Some(Told::Text(field.name.clone())), None);
    tx.record(Noun::Field, field.id, EventKind::Deleted, name.into_iter().collect());
    Ok(())
}

/// Deletes those of these fields that no record has a value in.
pub(crate) async fn delete_unused_in(tx: &mut Tx, ids: &[FieldId]) -> Result<(), AppError> {
    tx.require(Right::SetUpFields)?;
    let workspace = tx.workspace();
    for noun in [Noun::Client, Noun::Deal] {
        for field in super::list_in(tx, noun).await?.iter().filter(|field| ids.contains(&field.id)) {
            if store::values::count(tx, workspace, field).await? == 0 {
                delete_in(tx, field, field.version).await?;
            }
        }
    }
    Ok(())
}

/// Brings a deleted field back to its place, with all values; refused where another field has its name by now.
pub async fn restore(cx: &Cx, request: RequestId, id: FieldId, seen: i64) -> Result<FieldDef, AppError> {
    cx.require(Right::SetUpFields)?;
    let mut tx = begin!(cx, request, ("fields.restore", id, seen));
    let workspace = tx.workspace();
    let mut deleted = Vec::new();
    for noun in [Noun::Client, Noun::Deal] {
        deleted.extend(store::list_deleted(&mut tx, workspace, noun).await?);
    }
    let field = deleted.into_iter().find(|field| field.id == id).ok_or(AppError::NotFound(Noun::Field))?;
    check_name_is_free(&mut tx, &field).await?;
    if !store::set_restored(&mut tx, id, seen).await? {
        return Err(AppError::Conflict(ConflictKind::Stale));
    }
    let name = Change::of("name", None, Some(Told::Text(field.name.clone())));
    tx.record(Noun::Field, id, EventKind::Restored, name.into_iter().collect());
    tx.commit(FieldDef { version: seen + 1, ..field }).await
}
