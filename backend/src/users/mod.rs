//! People of a company: who looks at a page, and the colleagues that pages name.

pub(crate) mod store;

use crate::{cx::Cx, fields, pipelines, workspaces, zones};
use domain::{
    error::AppError,
    fields::Noun,
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
