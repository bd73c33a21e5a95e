//! What people are told in the product itself (S1.16), in the transaction that it tells of. A record that somebody sees no more
//! is told no more, whatever they were told of it.

mod store;

use crate::{
    clients,
    cx::{Cx, Tx, begin},
    deals, settings,
};
use domain::{
    error::{AppError, Problem},
    fields::Noun,
    ids::{NotificationId, RequestId, UserId},
    notifications::{Notification, NotificationKind, Told},
    users::User,
};
use std::collections::BTreeSet;
use store::{About, Which};
use uuid::Uuid;

/// As many are shown at once.
const SHOWN: usize = 50;
/// As many are read at once where some may be of records that the person does not see.
const READ: usize = 500;

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
    store::void(tx, About::Record(record), people).await
}

/// Takes back what these people have not seen yet about deals that are this owner's by now.
pub(crate) async fn void_deals_of_in(tx: &mut Tx, owner: UserId, people: Vec<UserId>) -> Result<(), AppError> {
    if people.is_empty() { Ok(()) } else { store::void(tx, About::DealsOf(owner), people).await }
}

/// Brings back what this act of the actor's own took back. Who gets a record back hears no more of it than they had: what
/// they saw before is no news, and what they had not seen is.
pub(crate) async fn restore_in(tx: &mut Tx, act: RequestId) -> Result<(), AppError> {
    store::restore(tx, act).await
}

/// What the actor was told of records that they see, the newest first, or from this one on.
pub async fn list(cx: &Cx, after: Option<NotificationId>) -> Result<Told, AppError> {
    let (mut all, mut place, mut size) = (Vec::new(), after, SHOWN + 1);
    // What they do not see takes no place of what they do.
    while all.len() <= SHOWN {
        let read = store::list(cx, Which::All, place, size).await?;
        place = read.last().map(|one| one.id);
        let is_last = read.len() < size;
        all.extend(seen(cx, read).await?);
        if is_last {
            break;
        }
        size = READ;
    }
    let next = all.get(SHOWN).is_some().then(|| all[SHOWN - 1].id);
    all.truncate(SHOWN);
    Ok(Told { all, next })
}

/// Those of records that the actor sees, with their names now.
async fn seen(cx: &Cx, all: Vec<Notification>) -> Result<Vec<Notification>, AppError> {
    let of = |noun: Noun| all.iter().filter(move |one| one.noun == noun).map(|one| one.record).collect::<BTreeSet<_>>();
    let clients = clients::names(cx, of(Noun::Client).into_iter().map(Into::into).collect()).await?;
    let deals = deals::titles(cx, of(Noun::Deal).into_iter().map(Into::into).collect()).await?;
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
    if !store::is_any_new(cx).await? {
        return Ok(0);
    }
    let (mut count, mut place) = (0, None);
    loop {
        let read = store::list(cx, Which::New, place, READ).await?;
        place = read.last().map(|one| one.id);
        let is_last = read.len() < READ;
        count += seen(cx, read).await?.len();
        if is_last {
            return Ok(count);
        }
    }
}

/// The actor has seen these, which a page of the list has shown.
pub async fn see(cx: &Cx, request: RequestId, ids: Vec<NotificationId>) -> Result<(), AppError> {
    if ids.is_empty() || ids.len() > SHOWN {
        return Err(AppError::invalid("ids", Problem::TooLong { max: SHOWN, actual: ids.len() }));
    }
    let mut tx = begin!(cx, request, ("notifications.see", &ids));
    store::set_seen(&mut tx, ids).await?;
    tx.commit(()).await
}

#[cfg(test)]
mod tests;
