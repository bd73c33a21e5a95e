//! Groups of people (S3.4): where new users are created, and how they are listed.

pub(crate) mod store;

use crate::{
    administrators,
    cx::{Cx, Tx, begin},
};
use domain::{
    access::Right,
    error::{AppError, ConflictKind},
    events::{Change, EventKind, Told},
    fields::Noun,
    ids::{GroupId, RequestId},
    roles::checked_short_name,
    staff::Group,
};

/// Adds a group.
pub async fn create(cx: &Cx, request: RequestId, name: String) -> Result<Group, AppError> {
    cx.require(Right::SetUpUsers)?;
    let mut tx = begin!(cx, request, ("groups.create", &name));
    let group = insert_in(&mut tx, name).await?;
    tx.commit(group).await
}

pub(crate) async fn insert_in(tx: &mut Tx, name: String) -> Result<Group, AppError> {
    tx.require(Right::SetUpUsers)?;
    let group = Group { id: tx.backend().new_id(), name: checked_short_name(&name)?, version: 1 };
    store::insert(tx, &group).await?;
    tx.record(Noun::Group, group.id, EventKind::Created, renamed("", &group.name));
    Ok(group)
}

/// Renames a group; `seen` is the version that was edited.
pub async fn rename(cx: &Cx, request: RequestId, id: GroupId, seen: i64, name: String) -> Result<Group, AppError> {
    cx.require(Right::SetUpUsers)?;
    let name = checked_short_name(&name)?;
    let mut tx = begin!(cx, request, ("groups.rename", id, seen, &name));
    administrators::lock(&mut tx).await?;
    let before = store::find(&mut tx, id).await?.ok_or(AppError::NotFound(Noun::Group))?;
    if before.version != seen {
        return Err(AppError::Conflict(ConflictKind::Stale));
    }
    let changes = renamed(&before.name, &name);
    if changes.is_empty() {
        return tx.commit(before).await;
    }
    let after = Group { id, name, version: seen + 1 };
    store::set_changed(&mut tx, &after).await?;
    tx.record(Noun::Group, id, EventKind::Changed, changes);
    tx.commit(after).await
}

/// Deletes a group that nobody is in but people who have left.
pub async fn delete(cx: &Cx, request: RequestId, id: GroupId, seen: i64) -> Result<(), AppError> {
    cx.require(Right::SetUpUsers)?;
    let mut tx = begin!(cx, request, ("groups.delete", id, seen));
    administrators::lock(&mut tx).await?;
    let group = store::find(&mut tx, id).await?.ok_or(AppError::NotFound(Noun::Group))?;
    if group.version != seen {
        return Err(AppError::Conflict(ConflictKind::Stale));
    }
    if store::count_people(&mut tx, id).await? > 0 {
        return Err(AppError::Conflict(ConflictKind::GroupInUse));
    }
    store::delete(&mut tx, id).await?;
    tx.record(Noun::Group, id, EventKind::Deleted, renamed(&group.name, ""));
    tx.commit(()).await
}

fn renamed(old: &str, new: &str) -> Vec<Change> {
    let text = |text: &str| (!text.is_empty()).then(|| Told::Text(text.to_owned()));
    Change::of("name", text(old), text(new)).into_iter().collect()
}

#[cfg(test)]
mod tests;
