//! What a company has set up - limits, people, custom fields, stages - kept in memory for as long as it is true: by the
//! version that the session's query reads, so that no request sees an older state than its own (decision 0009).
//! Nothing is changed here; whoever records an event of such a noun makes `Tx::commit` count the version up.

mod kept;
mod store;

pub(crate) use kept::Kept;
pub(crate) use store::set_changed;

use crate::{
    cx::{Backend, Cx},
    db::Reads,
    fields, pipelines, preferences, users, workspaces,
};
use domain::{
    access::{Post, Sees, Tie},
    error::AppError,
    fields::{FieldDef, Noun},
    ids::{UserId, WorkspaceId},
    pipelines::Stage,
    preferences::Preference,
    users::User,
    workspaces::Workspace,
};
use std::{collections::HashMap, sync::Arc};

/// What a company has set up.
pub(crate) struct Settings {
    /// Name, currency and limits.
    pub workspace: Workspace,
    /// Colleagues in the order of their names.
    pub people: Vec<User>,
    /// Those of them who are suspended.
    pub away: Vec<UserId>,
    /// People who were dismissed.
    pub former: Vec<User>,
    /// What a person's own pages show of them.
    pub own: HashMap<UserId, users::Own>,
    /// Everybody's place in the hierarchy.
    pub posts: Vec<Post>,
    /// Custom fields of clients.
    pub client_fields: Vec<FieldDef>,
    /// Custom fields of deals.
    pub deal_fields: Vec<FieldDef>,
    /// Every stage in the order of the board.
    pub stages: Vec<Stage>,
    /// How pages look to whoever has not chosen otherwise.
    pub preferences: Vec<Preference>,
}

impl Settings {
    /// The custom fields of a noun.
    pub fn fields(&self, noun: Noun) -> &[FieldDef] {
        match noun {
            Noun::Client => &self.client_fields,
            Noun::Deal => &self.deal_fields,
            _ => &[],
        }
    }

    /// Whose records this person works with; somebody who has no post only their own.
    pub fn sees(&self, user: UserId) -> Sees {
        let post = self.posts.iter().find(|post| post.user == user);
        post.map_or_else(|| Sees::Owners(vec![user]), |post| post.sees(&self.posts))
    }

    /// How somebody's records stand to this person; whoever has no post is tied to nobody.
    pub fn tie(&self, user: UserId, other: UserId) -> Tie {
        let post = |id: UserId| self.posts.iter().find(|post| post.user == id);
        match (post(user), post(other)) {
            (Some(person), Some(other)) => person.tie(other),
            _ if user == other => Tie::Own,
            _ => Tie::Stranger,
        }
    }

    pub(crate) async fn load(db: &mut impl Reads, workspace: WorkspaceId) -> Result<Self, AppError> {
        let users::Stored { people, away, former, own, posts } = users::stored(db, workspace).await?;
        Ok(Settings {
            workspace: workspaces::stored(db, workspace).await?,
            people,
            away,
            former,
            own,
            posts,
            client_fields: fields::stored(db, workspace, Noun::Client).await?,
            deal_fields: fields::stored(db, workspace, Noun::Deal).await?,
            stages: pipelines::stored(db, workspace).await?,
            preferences: preferences::of_company(db, workspace).await?,
        })
    }
}

/// Whether an event of this noun tells of a change of settings.
pub(crate) fn holds(noun: Noun) -> bool {
    matches!(noun, Noun::Workspace | Noun::User | Noun::Role | Noun::Group | Noun::Field | Noun::Stage)
}

/// The settings, not older than the request is.
pub(crate) async fn of(cx: &Cx) -> Result<Arc<Settings>, AppError> {
    match cx.settings_version() {
        Some(version) => at(cx.backend(), cx.workspace(), version).await,
        None => Ok(Arc::new(Settings::load(&mut cx.db(), cx.workspace()).await?)),
    }
}

/// A company's settings, not older than this version, which has just been read.
pub(crate) async fn at(backend: &Backend, workspace: WorkspaceId, version: i64) -> Result<Arc<Settings>, AppError> {
    let kept = backend.settings();
    if let Some(settings) = kept.get(workspace, version) {
        return Ok(settings);
    }
    // Read after the version: this may be newer than its number says, and is never older.
    let settings = Arc::new(Settings::load(&mut backend.db(), workspace).await?);
    kept.keep(workspace, version, settings.clone());
    Ok(settings)
}

#[cfg(test)]
mod tests;
