//! Custom fields (S0.3, S0.40, S1.7): definitions here; values are written by the slices whose records carry them,
//! through `values.rs` (decision 0002).

mod deletion;
mod store;
pub(crate) mod values;

pub(crate) use deletion::delete_unused_in;
pub use deletion::{count_values, delete, list_deleted, restore};

use crate::{
    cx::{Cx, Tx, begin},
    db::Reads,
    settings,
};
use domain::{
    access::Right,
    error::{AppError, ConflictKind, Problem},
    events::{Change, EventKind, Told},
    fields::{FieldDef, FieldKind, FieldOption, NewField, Noun, checked_name},
    ids::{FieldId, OptionId, RequestId, WorkspaceId},
    search_text::name_key,
};

/// Live fields of clients or deals, in order.
pub async fn list(cx: &Cx, noun: Noun) -> Result<Vec<FieldDef>, AppError> {
    Ok(settings::of(cx).await?.fields(noun).to_vec())
}

/// The fields as this transaction sees them.
pub(crate) async fn list_in(tx: &mut Tx, noun: Noun) -> Result<Vec<FieldDef>, AppError> {
    Ok(tx.settings().await?.fields(noun).to_vec())
}

/// The fields as they are stored, for `settings`.
pub(crate) async fn stored(db: &mut impl Reads, workspace: WorkspaceId, noun: Noun) -> Result<Vec<FieldDef>, AppError> {
    store::list(db, workspace, noun).await
}

/// Adds a field: administrators only (S1.7).
pub async fn create(cx: &Cx, request: RequestId, new: NewField) -> Result<FieldDef, AppError> {
    cx.require(Right::SetUpFields)?;
    let mut tx = begin!(cx, request, ("fields.create", &new));
    let field = create_in(&mut tx, new).await?;
    tx.commit(field).await
}

/// Adds a field within a transaction, such as an import's first.
pub(crate) async fn create_in(tx: &mut Tx, new: NewField) -> Result<FieldDef, AppError> {
    tx.require(Right::SetUpFields)?;
    if !matches!(new.noun, Noun::Client | Noun::Deal) {
        return Err(AppError::invalid("noun", Problem::Unknown));
    }
    let options = if new.kind == FieldKind::Choice { new.options } else { Vec::new() };
    let field = FieldDef {
        id: tx.backend().new_id(),
        noun: new.noun,
        kind: new.kind,
        name: checked_name("name", &new.name)?,
        options: Vec::new(),
        version: 1,
    };
    check_name_is_free(tx, &field).await?;
    store::insert(tx, &field).await?;
    let told = [
        Change::of("name", None, Some(Told::Text(field.name.clone()))),
        Change::of("kind", None, Some(Told::Kind(field.kind))),
    ];
    tx.record(Noun::Field, field.id, EventKind::Created, told.into_iter().flatten().collect());
    let field = add_options_in(tx, field, &options).await?;
    Ok(field)
}

/// Adds a choice to a field: administrators only.
pub async fn add_option(
    cx: &Cx,
    request: RequestId,
    field: FieldId,
    seen: i64,
    name: String,
) -> Result<FieldDef, AppError> {
    cx.require(Right::SetUpFields)?;
    let mut tx = begin!(cx, request, ("fields.add_option", field, seen, &name));
    let field = find_in(&mut tx, field).await?;
    if !store::set_seen(&mut tx, field.id, seen).await? {
        return Err(AppError::Conflict(ConflictKind::Stale));
    }
    let field = add_options_in(&mut tx, field, &[name]).await?;
    tx.commit(FieldDef { version: seen + 1, ..field }).await
}

/// Adds choices within a transaction; a name that is there already, in any case, is refused.
pub(crate) async fn add_options_in(tx: &mut Tx, mut field: FieldDef, names: &[String]) -> Result<FieldDef, AppError> {
    tx.require(Right::SetUpFields)?;
    if field.kind != FieldKind::Choice && !names.is_empty() {
        return Err(AppError::invalid("options", Problem::WrongKind));
    }
    for name in names {
        let name = checked_name("options", name)?;
        let key = name_key(&name);
        if field.options.iter().any(|option| name_key(&option.name) == key) {
            return Err(AppError::Conflict(ConflictKind::NameTaken));
        }
        let option = FieldOption { id: tx.backend().new_id::<OptionId>(), name };
        store::insert_option(tx, field.id, &option, field.options.len()).await?;
        let change = Change::of("option", None, Some(Told::Text(option.name.clone())));
        tx.record(Noun::Field, field.id, EventKind::Changed, change.into_iter().collect());
        field.options.push(option);
    }
    Ok(field)
}

/// Renames a field: administrators only.
pub async fn rename(cx: &Cx, request: RequestId, id: FieldId, seen: i64, name: String) -> Result<FieldDef, AppError> {
    cx.require(Right::SetUpFields)?;
    let name = checked_name("name", &name)?;
    let mut tx = begin!(cx, request, ("fields.rename", id, seen, &name));
    let before = find_in(&mut tx, id).await?;
    let after = FieldDef { name, version: seen + 1, ..before.clone() };
    check_name_is_free(&mut tx, &after).await?;
    if !store::set_name(&mut tx, id, seen, &after.name).await? {
        return Err(AppError::Conflict(ConflictKind::Stale));
    }
    let change = Change::of("name", Some(Told::Text(before.name)), Some(Told::Text(after.name.clone())));
    tx.record(Noun::Field, id, EventKind::Changed, change.into_iter().collect());
    tx.commit(after).await
}

/// Refuses the name that another live field of the noun has. The index refuses it as well, but for fields of older days, which
/// it knows by their names as they are written.
async fn check_name_is_free(tx: &mut Tx, field: &FieldDef) -> Result<(), AppError> {
    let key = name_key(&field.name);
    let others = list_in(tx, field.noun).await?;
    match others.iter().any(|other| other.id != field.id && name_key(&other.name) == key) {
        true => Err(AppError::Conflict(ConflictKind::NameTaken)),
        false => Ok(()),
    }
}

async fn find_in(tx: &mut Tx, id: FieldId) -> Result<FieldDef, AppError> {
    for noun in [Noun::Client, Noun::Deal] {
        if let Some(field) = list_in(tx, noun).await?.into_iter().find(|field| field.id == id) {
            return Ok(field);
        }
    }
    Err(AppError::NotFound(Noun::Field))
}

#[cfg(test)]
mod tests;
