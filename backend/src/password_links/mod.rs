//! Passwords by letter (S2.50, S3.2): whoever was invited sets the first one, whoever forgot theirs a new one, each by a
//! link that works once. Nobody ever sees or types somebody else's password.

mod store;

use crate::{
    administrators,
    cx::{Backend, Cx},
    letters::{self, LetterKind},
    passwords, rate_limits,
    sessions::{self, Origin},
    tokens, users,
};
use domain::{
    access::{Actor, Rights, Sees},
    email::Email,
    error::AppError,
    events::{Change, ChangedField, EventKind, Told},
    fields::Noun,
    ids::{UserId, WorkspaceId},
    lang::Lang,
    users::UserStatus,
};

/// Questions from one address of the network, and for one account: a mailbox is not to be flooded.
const BY_ADDRESS: rate_limits::Limit = rate_limits::Limit::in_ten_minutes(30);
const BY_ACCOUNT: rate_limits::Limit = rate_limits::Limit::in_an_hour(5);
/// Tries to set a password by a link.
const BY_LINK: rate_limits::Limit = rate_limits::Limit::in_ten_minutes(60);

/// Asks for a link to set a new password. What is done here is the same for every address, known or unknown: whether
/// somebody has it is looked up later, by the letters' worker.
pub async fn ask(backend: &Backend, email: &str, origin: &Origin) -> Result<(), AppError> {
    rate_limits::hit(backend, &format!("forgot address {}", origin.network()), BY_ADDRESS).await?;
    let email = Email::parse(email).map(|email| email.normalized()).unwrap_or_default();
    rate_limits::hit(backend, &format!("forgot account {email}"), BY_ACCOUNT).await?;
    store::insert_request(backend, &email).await
}

/// Answers the oldest question with a letter for each person who has the address; false when nobody has asked.
pub(crate) async fn answer_one(backend: &Backend) -> Result<bool, AppError> {
    let Some(request) = store::find_request(backend).await? else { return Ok(false) };
    let people = store::list_by_email(backend, &request.email_norm).await?;
    // Letters to people of several companies belong together: whoever answers, answers all or nothing.
    let first = people.first().map_or(uuid::Uuid::nil(), |person| person.workspace_id);
    let mut tx = Cx::system(backend.clone(), first.into()).begin_own().await?;
    if store::delete_request(&mut tx, request.id).await? {
        for person in people {
            let is_new = UserStatus::from_key(&person.status) == UserStatus::Invited;
            let kind = if is_new { LetterKind::Activation } else { LetterKind::Reset };
            letters::write_in(&mut tx, kind, (person.workspace_id.into(), person.id.into())).await?;
        }
    }
    tx.commit(()).await?;
    Ok(true)
}

/// What a link opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordLink {
    /// The company's name.
    pub company: String,
    /// What they sign in with.
    pub email: String,
}

/// What this link opens; none when it is void.
pub async fn find(backend: &Backend, token: &str) -> Result<Option<PasswordLink>, AppError> {
    let found = store::find_link(backend, &tokens::hash_of(token)).await?;
    Ok(found.map(|link| PasswordLink { company: link.company, email: link.email }))
}

/// What somebody sets by a link, and what their browser says of them.
#[derive(Debug, Clone)]
pub struct NewPassword {
    /// As they typed it.
    pub password: String,
    /// What their browser asks for, if we speak it.
    pub lang: Option<Lang>,
    /// The IANA name of where they are; empty where their browser does not say.
    pub zone: String,
}

impl From<String> for NewPassword {
    /// A password alone.
    fn from(password: String) -> Self {
        NewPassword { password, lang: None, zone: String::new() }
    }
}

/// Sets the password by a link, which is used up; every session of the person ends and a new one begins: gives its cookie.
/// With the first password, whoever was invited reads their own language and lives in their own zone; where their browser
/// says nothing they keep those of whoever invited them.
pub async fn set(backend: &Backend, token: &str, new: NewPassword, origin: &Origin) -> Result<String, AppError> {
    rate_limits::hit(backend, &format!("password address {}", origin.network()), BY_LINK).await?;
    let hash = tokens::hash_of(token);
    let link = store::find_link(backend, &hash).await?.ok_or(AppError::NotSignedIn)?;
    passwords::check(&new.password)?;
    let password_hash = passwords::hash(new.password).await?;
    let (workspace, user) = (link.workspace_id.into(), link.user_id.into());
    let mut tx = Cx::new(backend.clone(), oneself(workspace, user)).begin_own().await?;
    // Whoever saves this person just now has read the status that is about to change.
    administrators::lock(&mut tx).await?;
    // Two at once: one of them uses it up.
    if !store::use_link(&mut tx, &hash).await? {
        return Err(AppError::NotSignedIn);
    }
    let was = store::set_password(&mut tx, user, &password_hash).await?.ok_or(AppError::NotSignedIn)?;
    let at_home = match was {
        UserStatus::Invited => users::settle_in(&mut tx, new.lang, &new.zone).await?,
        _ => Vec::new(),
    };
    sessions::end_all_in(&mut tx, user).await?;
    letters::void_links_in(&mut tx, (workspace, user)).await?;
    let told = |status: UserStatus| Some(Told::Text(status.key().to_owned()));
    // That it changed is told, never what it is.
    let password = Change { field: ChangedField::Builtin("password".into()), old: None, new: None };
    let status = Change::of("status", told(was), told(UserStatus::Active));
    let changes = [Some(password), status].into_iter().flatten().chain(at_home).collect();
    tx.record(Noun::User, user, EventKind::Changed, changes);
    tx.commit(()).await?;
    // Not where somebody has set another one since, or keeps the person out.
    sessions::start_with_password(backend, (workspace, user), &password_hash, origin).await
}

/// The person themselves, before they have signed in.
fn oneself(workspace: WorkspaceId, user: UserId) -> Actor {
    let nobody = uuid::Uuid::nil().into();
    let (rights, sees) = (Rights::default(), Sees::Owners(Vec::new()));
    Actor { workspace, user, role: nobody, rights, sees, lang: Lang::default() }
}

#[cfg(test)]
mod tests;
