//! People of a company: who looks at a page, and the colleagues that pages name.

pub(crate) mod receivers;
pub mod staff;
pub(crate) mod store;
pub mod why;

use crate::{
    cx::{Backend, Cx, Tx, begin},
    db::Reads,
    notifications, preferences, settings, zones,
};
use domain::{
    access::{Actor, Post, Rights},
    error::{AppError, Problem},
    events::{Change, EventKind, Told},
    fields::Noun,
    ids::{RequestId, RoleId, UserId, WorkspaceId},
    lang::Lang,
    users::{User, Viewer},
};
use std::collections::HashMap;

/// What a person's own pages show of them beside their name.
#[derive(Debug, Clone)]
pub(crate) struct Own {
    /// As they typed it.
    pub email: String,
    /// The zone's name.
    pub zone: String,
}

/// Everything a page needs to know about the one who looks at it.
pub async fn viewer(cx: &Cx) -> Result<Viewer, AppError> {
    let settings = settings::of(cx).await?;
    let own = settings.own.get(&cx.user()).ok_or(AppError::NotSignedIn)?;
    let user =
        settings.people.iter().find(|user| user.id == cx.user()).cloned().ok_or(AppError::NotFound(Noun::User))?;
    Ok(Viewer {
        actor: cx.actor().clone(),
        workspace: settings.workspace.clone(),
        user,
        email: own.email.clone(),
        lang: cx.actor().lang,
        zone: zones::zone(&own.zone, cx.now()),
        now: cx.now(),
        client_fields: settings.client_fields.clone(),
        deal_fields: settings.deal_fields.clone(),
        stages: settings.stages.clone(),
        people: settings.people.clone(),
        away: settings.away.clone(),
        former: settings.former.clone(),
        preferences: preferences::get(cx).await?,
        told: if cx.is_told() { notifications::count_new(cx).await? } else { 0 },
        plain_http: false,
    })
}

/// Sets what the actor reads from now on, letters included. The last one to choose wins.
pub async fn set_lang(cx: &Cx, request: RequestId, lang: Lang) -> Result<(), AppError> {
    if !Lang::ALL_READY.contains(&lang) {
        return Err(AppError::invalid("lang", Problem::NotAChoice));
    }
    let mut tx = begin!(cx, request, ("users.set_lang", lang));
    let (user, changes) = (tx.user(), settle_in(&mut tx, Some(lang), "").await?);
    if !changes.is_empty() {
        tx.record(Noun::User, user, EventKind::Changed, changes);
    }
    tx.commit(()).await
}

/// Sets the actor's language and zone; what is not said, or of no known zone, stays as it was. Gives what has changed.
pub(crate) async fn settle_in(tx: &mut Tx, lang: Option<Lang>, zone: &str) -> Result<Vec<Change>, AppError> {
    let before = store::find_home_for_update(tx).await?;
    let lang = lang.map_or(before.lang.as_str(), |lang| lang.code());
    let zone = zones::known(zone).unwrap_or(before.zone.as_str());
    let changed = |field: &str, old: &str, new: &str| {
        Change::of(field, Some(Told::Text(old.to_owned())), Some(Told::Text(new.to_owned())))
    };
    let changes = [changed("lang", &before.lang, lang), changed("zone", &before.zone, zone)];
    let changes: Vec<Change> = changes.into_iter().flatten().collect();
    if !changes.is_empty() {
        store::set_home(tx, lang, zone).await?;
    }
    Ok(changes)
}

/// The role of somebody of the company.
pub(crate) async fn role_in(tx: &mut Tx, user: UserId) -> Result<Option<RoleId>, AppError> {
    Ok(store::staff::find(tx, user).await?.map(|member| member.role))
}

/// Colleagues in the order of their names; everybody may know who works here.
pub async fn list(cx: &Cx) -> Result<Vec<User>, AppError> {
    Ok(settings::of(cx).await?.people.clone())
}

/// Everybody, as settings keep them.
#[derive(Default)]
pub(crate) struct Stored {
    /// Who works here, in the order of their names.
    pub people: Vec<User>,
    /// Who of them is suspended.
    pub away: Vec<UserId>,
    /// Who was dismissed.
    pub former: Vec<User>,
    /// What only they see of themselves.
    pub own: HashMap<UserId, Own>,
    /// Their places in the hierarchy.
    pub posts: Vec<Post>,
}

/// The people as they are stored, for `settings`.
pub(crate) async fn stored(db: &mut impl Reads, workspace: WorkspaceId) -> Result<Stored, AppError> {
    store::list(db, workspace).await
}

/// Who has which e-mail, by its normalised form.
pub(crate) async fn emails(cx: &Cx, db: &mut impl Reads) -> Result<Vec<(String, UserId)>, AppError> {
    store::list_emails(cx, db).await
}

/// A person's role and language as the database has them now.
pub(crate) struct Seat {
    /// The person.
    pub user: UserId,
    /// Their role.
    pub role: RoleId,
    /// What it allows.
    pub rights: Rights,
    /// What they read.
    pub lang: Lang,
    /// The version of the company's settings at that moment.
    pub settings: i64,
}

/// The context of whoever has this seat: whose records they see is read from the company's people of the same version.
pub(crate) async fn seated(backend: &Backend, workspace: WorkspaceId, seat: Seat) -> Result<Cx, AppError> {
    let Seat { user, role, rights, lang, settings: version } = seat;
    let sees = settings::at(backend, workspace, version).await?.sees(user);
    let actor = Actor { workspace, user, role, rights, sees, lang };
    Ok(Cx::at_version(backend.clone(), actor, version))
}

/// The context of a person as of now, for work that goes on without them; none when they are gone or suspended.
pub(crate) async fn cx_of(backend: &Backend, workspace: WorkspaceId, user: UserId) -> Result<Option<Cx>, AppError> {
    match store::find_seat(backend, workspace, user).await? {
        Some(seat) => Ok(Some(seated(backend, workspace, seat).await?)),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests;
