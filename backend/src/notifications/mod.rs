//! What people are told in the product itself (S1.16), in the transaction that it tells of. A record that somebody sees no more
//! is told no more, whatever they were told of it.

mod store;

use crate::{
    clients,
    cx::{Cx, Tx, begin},
    deals, settings,
};
use domain::{
    error::AppError,
    fields::Noun,
    ids::{NotificationId, RequestId, UserId},
    notifications::{Notification, NotificationKind},
    users::User,
};
use uuid::Uuid;

/// As many are shown, and looked at to count the new ones.
const SHOWN: i64 = 50;

/// Tells somebody; nobody is told what they did themselves.
pub(crate) async fn tell_in(
    tx: &mut Tx,
    user: UserId,
    kind: NotificationKind,
    about: (Noun, Uuid),
) -> Result<(), AppError> {
    if user == tx.user() { Ok(()) } else { store::insert(tx, user, kind, about).await }
}

/// Tells the new owner of a record, and takes back what the earlier one has not seen yet.
pub(crate) async fn tell_owner_in(
    tx: &mut Tx,
    about: (Noun, Uuid),
    (before, after): (UserId, UserId),
) -> Result<(), AppError> {
    if before == after {
        return Ok(());
    }
    void_in(tx, about.1, vec![before]).await?;
    tell_in(tx, after, NotificationKind::Owner, about).await
}

/// Takes back what these people have not seen yet about a record.
pub(crate) async fn void_in(tx: &mut Tx, record: Uuid, people: Vec<UserId>) -> Result<(), AppError> {
    store::delete_new(tx, record, people).await
}

/// What the actor was told, the newest first.
pub async fn list(cx: &Cx) -> Result<Vec<Notification>, AppError> {
    let all = store::list(cx, SHOWN).await?;
    let of = |noun: Noun| all.iter().filter(move |one| one.noun == noun).map(|one| one.record);
    let clients = clients::names(cx, of(Noun::Client).map(Into::into).collect()).await?;
    let deals = deals::titles(cx, of(Noun::Deal).map(Into::into).collect()).await?;
    let settings = settings::of(cx).await?;
    let person = |id: UserId| settings.people.iter().chain(&settings.former).find(|user| user.id == id);
    let name = |one: &Notification| match one.noun {
        Noun::Client => clients.get(&one.record.into()).cloned(),
        Noun::User => person(one.record.into()).map(User::name),
        _ => deals.get(&one.record.into()).cloned(),
    };
    Ok(all.into_iter().filter_map(|one| Some(Notification { name: name(&one)?, ..one })).collect())
}

/// How many of them are new to the actor.
pub async fn count_new(cx: &Cx) -> Result<usize, AppError> {
    if store::is_any_new(cx).await? {
        return Ok(list(cx).await?.iter().filter(|one| one.new).count());
    }
    Ok(0)
}

/// The actor has seen what they were told, up to this one.
pub async fn see(cx: &Cx, request: RequestId, last: NotificationId) -> Result<(), AppError> {
    let mut tx = begin!(cx, request, ("notifications.see", last));
    store::set_seen(&mut tx, last).await?;
    tx.commit(()).await
}

#[cfg(test)]
mod tests;
