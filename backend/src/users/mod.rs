//! People of a company: who looks at a page, and the colleagues that pages name.

pub(crate) mod store;

use crate::{
    cx::{Backend, Cx, Tx},
    db::Reads,
    preferences, settings, zones,
};
use domain::{
    error::AppError,
    fields::Noun,
    ids::{UserId, WorkspaceId},
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
        preferences: preferences::get(cx).await?,
    })
}

/// Colleagues in the order of their names; everybody may know who works here.
pub async fn list(cx: &Cx) -> Result<Vec<User>, AppError> {
    Ok(settings::of(cx).await?.people.clone())
}

/// The people as they are stored, for `settings`.
pub(crate) async fn stored(
    db: &mut impl Reads,
    workspace: WorkspaceId,
) -> Result<(Vec<User>, HashMap<UserId, Own>), AppError> {
    store::list(db, workspace).await
}

/// Who has which e-mail, by its normalised form.
pub(crate) async fn emails(cx: &Cx) -> Result<Vec<(String, UserId)>, AppError> {
    store::list_emails(cx).await
}

/// The context of a person as of now, for work that goes on without them; none when they are gone.
pub(crate) async fn cx_of(backend: &Backend, workspace: WorkspaceId, user: UserId) -> Result<Option<Cx>, AppError> {
    let found = store::find_actor(backend, workspace, user).await?;
    Ok(found.map(|(actor, settings)| Cx::at_version(backend.clone(), actor, settings)))
}

/// Whether this is a person of the company, as the transaction sees it.
pub(crate) async fn is_known_in(tx: &mut Tx, id: UserId) -> Result<bool, AppError> {
    Ok(store::count(tx, id).await? > 0)
}
