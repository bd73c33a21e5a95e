//! People of a company: who looks at a page, and the colleagues that pages name.

pub(crate) mod store;

use crate::{
    cx::{Backend, Cx, Tx},
    fields, pipelines, workspaces, zones,
};
use domain::{
    error::AppError,
    fields::Noun,
    ids::{UserId, WorkspaceId},
    users::{User, Viewer},
};

/// Everything a page needs to know about the one who looks at it.
pub async fn viewer(cx: &Cx) -> Result<Viewer, AppError> {
    let workspace = workspaces::get(cx).await?;
    let people = list(cx).await?;
    let own = store::find_own(cx).await?.ok_or(AppError::NotSignedIn)?;
    let user = people.iter().find(|user| user.id == cx.user()).cloned().ok_or(AppError::NotFound(Noun::User))?;
    Ok(Viewer {
        actor: cx.actor().clone(),
        workspace,
        user,
        email: own.email,
        lang: cx.actor().lang,
        zone: zones::zone(&own.zone, cx.now()),
        now: cx.now(),
        client_fields: fields::list(cx, Noun::Client).await?,
        deal_fields: fields::list(cx, Noun::Deal).await?,
        stages: pipelines::stages(cx).await?,
        people,
    })
}

/// Colleagues in the order of their names; everybody may know who works here.
pub async fn list(cx: &Cx) -> Result<Vec<User>, AppError> {
    store::list(cx).await
}

/// Who has which e-mail, by its normalised form.
pub(crate) async fn emails(cx: &Cx) -> Result<Vec<(String, UserId)>, AppError> {
    store::list_emails(cx).await
}

/// The context of a person as of now, for work that goes on without them; none when they are gone.
pub(crate) async fn cx_of(backend: &Backend, workspace: WorkspaceId, user: UserId) -> Result<Option<Cx>, AppError> {
    let actor = store::find_actor(backend, workspace, user).await?;
    Ok(actor.map(|actor| Cx::new(backend.clone(), actor)))
}

/// Whether this is a person of the company, as the transaction sees it.
pub(crate) async fn is_known_in(tx: &mut Tx, id: UserId) -> Result<bool, AppError> {
    Ok(store::count(tx, id).await? > 0)
}
