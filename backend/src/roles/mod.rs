//! Roles (S3.6, S3.28): named sets of rights, edited by whoever may set up users. What changes is true at the next request.

pub(crate) mod store;

use crate::{
    administrators,
    cx::{Cx, Tx, begin},
};
use domain::{
    access::{Right, Rights},
    error::{AppError, ConflictKind},
    events::{Change, EventKind, Told},
    fields::Noun,
    ids::{RequestId, RoleId},
    roles::{Role, RoleDraft, RoleKind},
};

/// Adds a role.
pub async fn create(cx: &Cx, request: RequestId, draft: RoleDraft) -> Result<Role, AppError> {
    cx.require(Right::SetUpUsers)?;
    let draft = draft.checked()?;
    let mut tx = begin!(cx, request, ("roles.create", &draft));
    administrators::lock(&mut tx).await?;
    administrators::check_gives(&mut tx, draft.rights).await?;
    let (id, kind) = (tx.backend().new_id(), RoleKind::Own);
    let RoleDraft { name, rights, second_factor } = draft;
    let role = Role { id, kind, name, rights, second_factor, version: 1 };
    insert_in(&mut tx, &role).await?;
    tx.commit(role).await
}

/// Writes a role that has its id, such as a shipped one.
pub(crate) async fn insert_in(tx: &mut Tx, role: &Role) -> Result<(), AppError> {
    tx.require(Right::SetUpUsers)?;
    store::insert(tx, role).await?;
    let nothing = RoleDraft { name: String::new(), rights: Rights::default(), second_factor: false };
    tx.record(Noun::Role, role.id, EventKind::Created, changed(&nothing, &draft_of(role)));
    Ok(())
}

/// Saves a role's name and switches; `seen` is the version that was edited.
pub async fn save(cx: &Cx, request: RequestId, id: RoleId, seen: i64, draft: RoleDraft) -> Result<Role, AppError> {
    cx.require(Right::SetUpUsers)?;
    let draft = draft.checked()?;
    let mut tx = begin!(cx, request, ("roles.save", id, seen, &draft));
    administrators::lock(&mut tx).await?;
    let before = store::find(&mut tx, id).await?.ok_or(AppError::NotFound(Noun::Role))?;
    if before.version != seen {
        return Err(AppError::Conflict(ConflictKind::Stale));
    }
    let changes = changed(&draft_of(&before), &draft);
    if changes.is_empty() {
        return tx.commit(before).await;
    }
    // The administrators' role gives more than it allows: it is theirs alone.
    let touched =
        if before.kind == RoleKind::Administrator { before.gives() } else { before.rights.differing(draft.rights) };
    administrators::check_gives(&mut tx, touched).await?;
    administrators::check_whole(&before, draft.rights)?;
    let RoleDraft { name, rights, second_factor } = draft;
    let after = Role { name, rights, second_factor, version: before.version + 1, ..before };
    store::set_changed(&mut tx, &after).await?;
    tx.record(Noun::Role, id, EventKind::Changed, changes);
    tx.commit(after).await
}

/// Deletes a role of one's own that nobody has.
pub async fn delete(cx: &Cx, request: RequestId, id: RoleId, seen: i64) -> Result<(), AppError> {
    cx.require(Right::SetUpUsers)?;
    let mut tx = begin!(cx, request, ("roles.delete", id, seen));
    administrators::lock(&mut tx).await?;
    let role = store::find(&mut tx, id).await?.filter(|role| role.kind == RoleKind::Own);
    let role = role.ok_or(AppError::NotFound(Noun::Role))?;
    if role.version != seen {
        return Err(AppError::Conflict(ConflictKind::Stale));
    }
    if store::count_people(&mut tx, id).await? > 0 {
        return Err(AppError::Conflict(ConflictKind::RoleInUse));
    }
    store::delete(&mut tx, id).await?;
    let nothing = RoleDraft { name: String::new(), ..draft_of(&role) };
    tx.record(Noun::Role, id, EventKind::Deleted, changed(&draft_of(&role), &nothing));
    tx.commit(()).await
}

fn draft_of(role: &Role) -> RoleDraft {
    RoleDraft { name: role.name.clone(), rights: role.rights, second_factor: role.second_factor }
}

/// The name, whether a code is asked for, and one change per switch.
fn changed(before: &RoleDraft, after: &RoleDraft) -> Vec<Change> {
    let text = |text: &str| (!text.is_empty()).then(|| Told::Text(text.to_owned()));
    let switch = |rights: Rights, right| Some(Told::Integer(rights.has(right).into()));
    let switches = Right::ALL
        .iter()
        .map(|right| Change::of(right.key(), switch(before.rights, *right), switch(after.rights, *right)));
    let code = |draft: &RoleDraft| Some(Told::Integer(draft.second_factor.into()));
    let others = [
        Change::of("name", text(&before.name), text(&after.name)),
        Change::of("second_factor", code(before), code(after)),
    ];
    others.into_iter().chain(switches).flatten().collect()
}

#[cfg(test)]
mod tests;
