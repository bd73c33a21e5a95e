//! How a company comes to be: by the one-time set-up link on a fresh server, by /signup later where that is allowed.
//! There is no default user.

mod store;

use crate::{
    cx::{Backend, Cx, Tx},
    groups, passwords, pipelines, rate_limits, roles,
    sessions::Origin,
    tokens,
    words::Words,
    zones,
};
use domain::{
    access::{Actor, Rank, Right, Rights, Sees},
    email::Email,
    error::{AppError, ConflictKind, FieldIssue, Problem},
    events::{Change, EventKind, Told},
    fields::Noun,
    ids::{RoleId, UserId, WorkspaceId},
    lang::Lang,
    roles::{Role, RoleKind},
    text::{Limit, PERSON_NAME_LIMIT, clean},
    workspaces::{COMPANY_NAME_LIMIT, NewWorkspace},
};

/// The roles of a fresh company; any number of own ones may follow.
fn shipped_roles() -> [(RoleKind, Rights); 3] {
    [
        (RoleKind::Administrator, Rights::all()),
        (RoleKind::Supervisor, Rights::of_new_role()),
        (RoleKind::Manager, Rights::of_new_role()),
    ]
}

/// Companies that one address of the network tries to found: each try costs a password's hash.
const BY_ADDRESS: rate_limits::Limit = rate_limits::Limit::in_ten_minutes(20);

/// The one-time token of the set-up link while there is no company yet; each call makes the earlier one void.
pub async fn new_link(backend: &Backend) -> Result<Option<String>, AppError> {
    if store::has_company(backend).await? {
        return Ok(None);
    }
    let token = tokens::new_token()?;
    store::insert_link(backend, &tokens::hash_of(&token)).await?;
    Ok(Some(token))
}

/// Whether the first company is there: only after it further ones sign up.
pub async fn is_done(backend: &Backend) -> Result<bool, AppError> {
    store::has_company(backend).await
}

/// Whether this set-up link still opens.
pub async fn is_link_open(backend: &Backend, token: &str) -> Result<bool, AppError> {
    store::find_link(backend, &tokens::hash_of(token)).await
}

/// Creates the first company and its director by the set-up link; the link works once.
pub async fn create_first(
    backend: &Backend,
    token: &str,
    new: NewWorkspace,
    origin: &Origin,
) -> Result<(WorkspaceId, UserId), AppError> {
    knock(backend, origin).await?;
    let checked = Checked::of(new).await?;
    let (cx, mut tx) = begin(backend, checked.lang).await?;
    if !store::use_link(&mut tx, &tokens::hash_of(token)).await? {
        return Err(AppError::Conflict(ConflictKind::AlreadySetUp));
    }
    create_in(&mut tx, checked, false).await?;
    tx.commit((cx.workspace(), cx.user())).await
}

/// Creates a further company and its director; the caller decides whether sign-up is open. The first one is whose server it is, by
/// the link.
pub async fn sign_up(backend: &Backend, new: NewWorkspace, origin: &Origin) -> Result<(WorkspaceId, UserId), AppError> {
    knock(backend, origin).await?;
    if !is_done(backend).await? {
        return Err(AppError::Forbidden);
    }
    create(backend, new, false).await
}

async fn knock(backend: &Backend, origin: &Origin) -> Result<(), AppError> {
    rate_limits::hit(backend, &format!("company address {}", origin.network()), BY_ADDRESS).await
}

/// Creates a company of demo data, which does not count as the first one.
pub(crate) async fn create_demo(backend: &Backend, new: NewWorkspace) -> Result<(WorkspaceId, UserId), AppError> {
    create(backend, new, true).await
}

async fn create(backend: &Backend, new: NewWorkspace, is_demo: bool) -> Result<(WorkspaceId, UserId), AppError> {
    let checked = Checked::of(new).await?;
    let (cx, mut tx) = begin(backend, checked.lang).await?;
    create_in(&mut tx, checked, is_demo).await?;
    tx.commit((cx.workspace(), cx.user())).await
}

/// The director acts from the first row on, so that the history begins with a name; what a company begins with is called as
/// they call it.
async fn begin(backend: &Backend, lang: Lang) -> Result<(Cx, Tx), AppError> {
    let actor = Actor {
        workspace: backend.new_id::<WorkspaceId>(),
        user: backend.new_id::<UserId>(),
        role: backend.new_id::<RoleId>(),
        rights: Rights::all(),
        sees: Sees::Everything,
        lang,
    };
    let cx = Cx::new(backend.clone(), actor);
    let tx = cx.begin_own().await?;
    Ok((cx, tx))
}

async fn create_in(tx: &mut Tx, new: Checked, is_demo: bool) -> Result<(), AppError> {
    tx.require(Right::SetUpCompany)?;
    store::insert_workspace(tx, &new, &tokens::new_crm_id()?, is_demo).await?;
    let (administrator, say) = (tx.actor().role, Words(tx.actor().lang));
    for (kind, rights) in shipped_roles() {
        let id = if kind == RoleKind::Administrator { administrator } else { tx.backend().new_id() };
        let name = say.word(&format!("setup.role.{}", kind.key()));
        roles::insert_in(tx, &Role { id, kind, name, rights, second_factor: false, version: 1 }).await?;
    }
    groups::insert_in(tx, say.word("setup.group")).await?;
    store::insert_user(tx, &new, Rank::Director).await?;
    tx.record(Noun::Workspace, tx.workspace(), EventKind::Created, named("name", &new.company));
    tx.record(Noun::User, tx.user(), EventKind::Created, named("email", new.email.as_str()));
    pipelines::create_defaults_in(tx).await
}

fn named(field: &str, value: &str) -> Vec<Change> {
    Change::of(field, None, Some(Told::Text(value.to_owned()))).into_iter().collect()
}

/// Set-up's input with every rule checked.
pub(crate) struct Checked {
    company: String,
    currency: domain::money::Currency,
    first_name: String,
    last_name: String,
    email: Email,
    password_hash: String,
    zone: String,
    lang: Lang,
}

impl Checked {
    async fn of(new: NewWorkspace) -> Result<Self, AppError> {
        let mut issues = Vec::new();
        let company = short(&mut issues, "company", &new.company, COMPANY_NAME_LIMIT);
        let first_name = short(&mut issues, "first_name", &new.first_name, PERSON_NAME_LIMIT);
        let last_name = short(&mut issues, "last_name", &new.last_name, PERSON_NAME_LIMIT);
        if let Err(AppError::Invalid(mut more)) = passwords::check(&new.password) {
            issues.append(&mut more);
        }
        let email = Email::of_reader(&new.email)
            .map_err(|_| FieldIssue { field: "email".into(), problem: Problem::NotAnEmail });
        match email {
            Ok(email) if issues.is_empty() => Ok(Checked {
                company,
                currency: new.currency,
                first_name,
                last_name,
                email,
                password_hash: passwords::hash(new.password).await?,
                zone: zones::known_or_default(&new.zone),
                lang: new.lang,
            }),
            email => {
                issues.extend(email.err());
                Err(AppError::Invalid(issues))
            }
        }
    }
}

fn short(issues: &mut Vec<FieldIssue>, field: &str, text: &str, max: usize) -> String {
    let text = clean(text);
    let problem = if text.is_empty() {
        Some(Problem::Required)
    } else {
        (Limit { max }).check(&text).err().map(|over| Problem::TooLong { max: over.max, actual: over.actual })
    };
    issues.extend(problem.map(|problem| FieldIssue { field: field.into(), problem }));
    text
}

#[cfg(test)]
mod tests;
