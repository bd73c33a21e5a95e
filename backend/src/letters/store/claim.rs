//! SQL of the worker: taking a letter, marking it as sent under the fence, giving it back.

use crate::{
    cx::{Backend, Cx},
    db::{
        Reads, Sql, Transaction,
        types::{Counted, corrupt},
    },
    letters::{LetterKind, worker::REFUSALS},
};
use chrono::{DateTime, Utc};
use domain::{
    error::AppError,
    ids::{ClientId, LetterId, UserId, WorkspaceId},
    lang::Lang,
};
use uuid::Uuid;

/// A letter that this worker holds, as long as nobody else has taken it with a higher fence.
#[derive(Debug, Clone)]
pub(in crate::letters) struct Claim {
    /// The company.
    pub workspace: WorkspaceId,
    /// The letter.
    pub id: LetterId,
    /// Which holder this is, counted from 1.
    pub fence: i64,
    /// What it is about.
    pub kind: LetterKind,
    /// What its link opens.
    pub opens: Opens,
    /// To whom.
    pub email: String,
    /// Their name.
    pub name: String,
    /// What they read.
    pub lang: Lang,
    /// The company's name.
    pub company: String,
}

/// What a letter's link opens.
#[derive(Debug, Clone)]
pub(in crate::letters) enum Opens {
    /// The page of its kind, with this secret.
    Secret(String),
    /// The card of a client.
    Client {
        /// The client.
        id: ClientId,
        /// Its name.
        name: String,
        /// Who gave it to the reader.
        by: String,
    },
    /// The lists of clients and deals.
    Heritage {
        /// Whose some of them were.
        from: String,
        /// Who gave them to the reader.
        by: String,
    },
}

#[derive(sqlx::FromRow)]
struct AboutClient {
    id: Uuid,
    name: String,
    first_name: String,
    last_name: String,
}

#[derive(sqlx::FromRow)]
struct AboutHeritage {
    first_name: String,
    last_name: String,
    by_first: String,
    by_last: String,
}

#[derive(sqlx::FromRow)]
struct Waiting {
    workspace_id: Uuid,
    id: Uuid,
}

#[derive(sqlx::FromRow)]
struct Taken {
    fence: i64,
    kind: String,
    token: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Addressed {
    email: String,
    first_name: String,
    lang: String,
    company: String,
}

/// Takes the letter that has waited longest, of any company; none when there is nothing to do.
pub(in crate::letters) async fn set_claimed(
    backend: &Backend,
    until: DateTime<Utc>,
) -> Result<Option<Claim>, AppError> {
    let now = backend.now();
    // Without a transaction first: an idle worker never takes SQLite's one writer.
    let mut sql = Sql::new("select workspace_id, id from letters where sent_at is null");
    push_free(&mut sql, now);
    sql.push(" order by created_at, id limit 1");
    let Some(waiting) = backend.db().fetch_optional::<Waiting>(sql).await? else { return Ok(None) };
    let mut tx = backend.begin().await?;
    let mut sql = Sql::new("update letters set fence = fence + 1, lease_until = ");
    sql.bind(until).push(" where sent_at is null and workspace_id = ").bind(waiting.workspace_id);
    sql.push(" and id = ").bind(waiting.id);
    push_free(&mut sql, now);
    sql.push(" returning fence, kind, token");
    let Some(taken) = tx.fetch_optional::<Taken>(sql).await? else { return Ok(None) };
    let mut sql = Sql::new(
        "select u.email, u.first_name, u.lang, w.name as company from letters l
         join users u on u.workspace_id = l.workspace_id and u.id = l.user_id
         join workspaces w on w.id = l.workspace_id where l.workspace_id = ",
    );
    sql.bind(waiting.workspace_id).push(" and l.id = ").bind(waiting.id);
    let to: Addressed = tx.fetch_one(sql).await?;
    let opens = match taken.token {
        Some(token) => Opens::Secret(token),
        None => opened_record(&mut tx, &waiting).await?,
    };
    tx.commit().await?;
    Ok(Some(Claim {
        workspace: waiting.workspace_id.into(),
        id: waiting.id.into(),
        fence: taken.fence,
        kind: LetterKind::from_key(&taken.kind).ok_or_else(|| corrupt("letter", &taken.kind))?,
        opens,
        email: to.email,
        name: to.first_name,
        lang: Lang::parse(&to.lang).unwrap_or_default(),
        company: to.company,
    }))
}

async fn opened_record(tx: &mut Transaction, letter: &Waiting) -> Result<Opens, AppError> {
    let found = match opened_client(tx, letter).await? {
        None => opened_heritage(tx, letter).await?,
        found => found,
    };
    Ok(found.ok_or_else(|| corrupt("letter", "without a secret or a record"))?)
}

async fn opened_client(tx: &mut Transaction, letter: &Waiting) -> Result<Option<Opens>, AppError> {
    let mut sql = Sql::new(
        "select c.id, c.name, u.first_name, u.last_name from letter_clients l
         join clients c on c.workspace_id = l.workspace_id and c.id = l.client_id
         join users u on u.workspace_id = l.workspace_id and u.id = l.by_id where l.workspace_id = ",
    );
    sql.bind(letter.workspace_id).push(" and l.letter_id = ").bind(letter.id);
    let found: Option<AboutClient> = tx.fetch_optional(sql).await?;
    Ok(found.map(|found| {
        let by = full_name(&found.first_name, &found.last_name);
        Opens::Client { id: found.id.into(), name: found.name, by }
    }))
}

async fn opened_heritage(tx: &mut Transaction, letter: &Waiting) -> Result<Option<Opens>, AppError> {
    let mut sql = Sql::new(
        "select u.first_name, u.last_name, b.first_name as by_first, b.last_name as by_last from letter_heritages l
         join users u on u.workspace_id = l.workspace_id and u.id = l.from_id
         join users b on b.workspace_id = l.workspace_id and b.id = l.by_id where l.workspace_id = ",
    );
    sql.bind(letter.workspace_id).push(" and l.letter_id = ").bind(letter.id);
    let found: Option<AboutHeritage> = tx.fetch_optional(sql).await?;
    Ok(found.map(|found| Opens::Heritage {
        from: full_name(&found.first_name, &found.last_name),
        by: full_name(&found.by_first, &found.by_last),
    }))
}

fn full_name(first: &str, last: &str) -> String {
    format!("{first} {last}").trim().to_owned()
}

fn push_free(sql: &mut Sql, now: DateTime<Utc>) {
    sql.push(" and refused < ").bind(REFUSALS).push(" and expires_at > ").bind(now);
    sql.push(" and (lease_until is null or lease_until < ").bind(now).push(")");
}

/// Marks a letter as sent and forgets its secret; false when somebody else holds it by now.
pub(in crate::letters) async fn set_sent(backend: &Backend, claim: &Claim) -> Result<bool, AppError> {
    let mut sql = Sql::new("update letters set token = null, lease_until = null, sent_at = ");
    sql.bind(backend.now());
    push_held(&mut sql, claim);
    let mut tx = backend.begin().await?;
    let rows = tx.execute(sql).await?;
    tx.commit().await?;
    Ok(rows == 1)
}

/// Keeps a letter until this moment, to be tried again then, and counts whether it was refused; tells how often it was. One
/// that is given up forgets its secret.
pub(in crate::letters) async fn set_later(
    backend: &Backend,
    claim: &Claim,
    at: DateTime<Utc>,
    refused: i64,
) -> Result<i64, AppError> {
    let mut sql = Sql::new("update letters set lease_until = ");
    sql.bind(at).push(", refused = refused + ").bind(refused);
    sql.push(", token = case when refused + ").bind(refused).push(" < ").bind(REFUSALS).push(" then token end");
    push_held(&mut sql, claim);
    sql.push(" returning refused as n");
    let mut tx = backend.begin().await?;
    let counted: Option<Counted> = tx.fetch_optional(sql).await?;
    tx.commit().await?;
    Ok(counted.map_or(0, |counted| counted.n))
}

fn push_held(sql: &mut Sql, claim: &Claim) {
    sql.push(" where workspace_id = ").bind(claim.workspace).push(" and id = ").bind(claim.id);
    sql.push(" and fence = ").bind(claim.fence).push(" and sent_at is null");
}

#[derive(sqlx::FromRow)]
struct Reader {
    user_id: Uuid,
}

/// Whose letter of this kind was given up.
pub(in crate::letters) async fn list_unreached(cx: &Cx, kind: LetterKind) -> Result<Vec<UserId>, AppError> {
    let mut sql = Sql::new("select user_id from letters where sent_at is null and workspace_id = ");
    sql.bind(cx.workspace()).push(" and kind = ").bind(kind.key()).push(" and refused >= ").bind(REFUSALS);
    Ok(cx.db().fetch_all::<Reader>(sql).await?.into_iter().map(|reader| reader.user_id.into()).collect())
}

/// Deletes letters whose links have ended, and forgets those that were sent before this moment; tells how many came too
/// late.
pub(in crate::letters) async fn sweep(backend: &Backend, before: DateTime<Utc>) -> Result<u64, AppError> {
    let mut tx = backend.begin().await?;
    let mut sql = Sql::new("delete from letters where sent_at is null and expires_at <= ");
    sql.bind(backend.now());
    let late = tx.execute(sql).await?;
    let mut sql = Sql::new("delete from letters where sent_at < ");
    sql.bind(before);
    tx.execute(sql).await?;
    tx.commit().await?;
    Ok(late)
}
