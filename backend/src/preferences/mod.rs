//! How pages look to a person: their own choices, and the company's for everybody. A person's own come with the session's
//! query and the company's with its settings, so that a page asks for neither.

pub(crate) mod store;

use crate::{
    cx::{Cx, begin},
    db::Reads,
    settings,
};
use domain::{
    access::Right,
    error::AppError,
    events::EventKind,
    fields::Noun,
    ids::{RequestId, UserId, WorkspaceId},
    preferences::{Preference, Preferences, Subject},
};
use uuid::Uuid;

/// Who the company's choices belong to.
const EVERYBODY: UserId = UserId(Uuid::nil());

/// All choices that count for the actor, without what does not exist any more.
pub async fn get(cx: &Cx) -> Result<Preferences, AppError> {
    let settings = settings::of(cx).await?;
    let mine = match cx.preferences() {
        Some(text) => parsed(text),
        None => stored(&mut cx.db(), cx.workspace(), cx.user()).await?,
    };
    let healed = |preference: Preference| preference.healed(|noun| settings.fields(noun));
    Ok(Preferences {
        mine: mine.into_iter().map(healed).collect(),
        company: settings.preferences.iter().cloned().map(healed).collect(),
    })
}

/// Keeps what the actor has chosen; what the choice leaves open stays as it was. The last one to choose wins.
pub async fn save(cx: &Cx, request: RequestId, chosen: Preference) -> Result<(), AppError> {
    let mut tx = begin!(cx, request, ("preferences.save", &chosen));
    let (subject, user) = (chosen.subject(), tx.user());
    let before = store::find_for_update(&mut tx, user, subject).await?;
    let before = before.as_deref().and_then(|value| sound(subject, value));
    let settings = tx.settings().await?;
    let after = match before {
        Some(before) => chosen.over(&before),
        None => chosen,
    };
    store::set(&mut tx, user, &after.healed(|noun| settings.fields(noun))).await?;
    tx.commit(()).await
}

/// Makes a choice the one of everybody who has not chosen otherwise: administrators only.
pub async fn save_for_all(cx: &Cx, request: RequestId, chosen: Preference) -> Result<(), AppError> {
    cx.require(Right::SetUpCompany)?;
    let mut tx = begin!(cx, request, ("preferences.save_for_all", &chosen));
    store::find_for_update(&mut tx, EVERYBODY, chosen.subject()).await?;
    let settings = tx.settings().await?;
    store::set(&mut tx, EVERYBODY, &chosen.healed(|noun| settings.fields(noun))).await?;
    // Every server keeps the company's choices with its settings: the event makes them read these anew.
    let workspace = tx.workspace();
    tx.record(Noun::Workspace, workspace, EventKind::Arranged, Vec::new());
    tx.commit(()).await
}

/// Forgets the actor's own choice: the company's counts again.
pub async fn reset(cx: &Cx, request: RequestId, subject: Subject) -> Result<(), AppError> {
    let mut tx = begin!(cx, request, ("preferences.reset", subject));
    store::delete(&mut tx, subject).await?;
    tx.commit(()).await
}

/// The company's choices as they are stored, for `settings`.
pub(crate) async fn of_company(db: &mut impl Reads, workspace: WorkspaceId) -> Result<Vec<Preference>, AppError> {
    stored(db, workspace, EVERYBODY).await
}

async fn stored(db: &mut impl Reads, workspace: WorkspaceId, user: UserId) -> Result<Vec<Preference>, AppError> {
    let rows = store::list(db, workspace, user).await?;
    Ok(rows.iter().filter_map(|(subject, value)| known(subject, value)).collect())
}

/// Reads lines of [`store::COLUMN`].
fn parsed(text: &str) -> Vec<Preference> {
    text.lines().filter_map(|line| line.split_once(' ')).filter_map(|(subject, value)| known(subject, value)).collect()
}

fn known(subject: &str, value: &str) -> Option<Preference> {
    sound(Subject::from_key(subject)?, value)
}

/// A stored choice. What cannot be read, of another version of the program or put there by hand, counts as never chosen: no
/// page may break by how it looks.
fn sound(subject: Subject, value: &str) -> Option<Preference> {
    match serde_json::from_str::<Preference>(value) {
        Ok(preference) if preference.subject() == subject => Some(preference),
        Ok(_) => {
            tracing::warn!(subject = subject.key(), "a preference of another subject is passed over");
            None
        }
        Err(error) => {
            tracing::warn!(subject = subject.key(), %error, "a preference that cannot be read is passed over");
            None
        }
    }
}

#[cfg(test)]
mod tests;
