//! People of a company: who looks at a page, and the colleagues that pages name.

pub(crate) mod store;

use crate::{
    cx::{Cx, Tx},
    workspaces, zones,
};
use domain::{
    error::AppError,
    fields::Noun,
    ids::UserId,
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
        people,
    })
}

/// Colleagues in the order of their names; everybody may know who works here.
pub async fn list(cx: &Cx) -> Result<Vec<User>, AppError> {
    store::list(cx).await
}

/// Whether this is a person of the company, as the transaction sees it.
pub(crate) async fn is_known_in(tx: &mut Tx, id: UserId) -> Result<bool, AppError> {
    Ok(store::count(tx, id).await? > 0)
}
