//! SQL of notifications.

use crate::{
    cx::{Cx, Tx},
    db::{
        Reads, Sql,
        types::{Counted, corrupt},
    },
};
use chrono::{DateTime, Utc};
use domain::{
    error::AppError,
    fields::Noun,
    ids::{NotificationId, RequestId, UserId},
    notifications::{Notification, NotificationKind},
};
use uuid::Uuid;

pub(super) async fn insert(
    tx: &mut Tx,
    user: UserId,
    kind: NotificationKind,
    (noun, record): (Noun, Uuid),
) -> Result<(), AppError> {
    let id: NotificationId = tx.backend().new_id();
    let by = (!tx.user().0.is_nil()).then(|| tx.user());
    let mut sql =
        Sql::new("insert into notifications (workspace_id, id, user_id, at, kind, noun, record_id, by_id) values ");
    sql.bind_tuple([
        tx.workspace().into(),
        id.into(),
        user.into(),
        tx.now().into(),
        kind.key().into(),
        noun.key().into(),
        record.into(),
        by.into(),
    ]);
    tx.execute(sql).await?;
    Ok(())
}

/// What notifications that are taken back are about.
#[derive(Clone, Copy)]
pub(super) enum About {
    Record(Uuid),
    /// Deals that are this person's by now.
    DealsOf(UserId),
}

const COLUMNS: &str = "workspace_id, id, user_id, at, kind, noun, record_id, by_id";

/// Takes back what these people have not seen, and remembers whose act did. However many deals there are, it is the same
/// number of statements.
pub(super) async fn void(tx: &mut Tx, about: About, people: Vec<UserId>) -> Result<(), AppError> {
    let mut which = Sql::new(" from notifications where workspace_id = ");
    which.bind(tx.workspace()).push(" and user_id in (").bind_list(people).push(") and seen_at is null and record_id ");
    match about {
        About::Record(record) => which.push("= ").bind(record),
        About::DealsOf(owner) => {
            which.push("in (select id from deals where workspace_id = ").bind(tx.workspace());
            which.push(" and owner_id = ").bind(owner).push(")")
        }
    };
    if let Some(act) = tx.request() {
        let mut sql = Sql::new("insert into voided_notifications (");
        sql.push(COLUMNS).push(", act_id, act_by_id, voided_at) select ").push(COLUMNS).push(", ").bind(act);
        sql.push(", ").bind(tx.user()).push(", ").bind(tx.now()).append(which.clone());
        tx.execute(sql).await?;
    }
    let mut sql = Sql::new("delete");
    sql.append(which);
    tx.execute(sql).await?;
    Ok(())
}

/// Brings back what an act of the actor's own took back. What its reader saw at that very moment was never away.
pub(super) async fn restore(tx: &mut Tx, act: RequestId) -> Result<(), AppError> {
    let mut which = Sql::new(" from voided_notifications where workspace_id = ");
    which.bind(tx.workspace()).push(" and act_id = ").bind(act).push(" and act_by_id = ").bind(tx.user());
    let mut sql = Sql::new("insert into notifications (");
    sql.push(COLUMNS).push(") select ").push(COLUMNS).append(which.clone()).push(" on conflict do nothing");
    tx.execute(sql).await?;
    let mut sql = Sql::new("delete");
    sql.append(which);
    tx.execute(sql).await?;
    Ok(())
}

pub(super) async fn set_seen(tx: &mut Tx, ids: Vec<NotificationId>) -> Result<(), AppError> {
    let mut sql = Sql::new("update notifications set seen_at = ");
    sql.bind(tx.now()).push(" where workspace_id = ").bind(tx.workspace());
    sql.push(" and user_id = ").bind(tx.user()).push(" and seen_at is null and id in (").bind_list(ids).push(")");
    tx.execute(sql).await?;
    Ok(())
}

/// For most pages there is none: one look into an index that holds the new ones only.
pub(super) async fn is_any_new(cx: &Cx) -> Result<bool, AppError> {
    let mut sql = Sql::new("select count(*) as n from (select 1 from notifications where workspace_id = ");
    sql.bind(cx.workspace()).push(" and user_id = ").bind(cx.user()).push(" and seen_at is null limit 1) found");
    Ok(cx.db().fetch_one::<Counted>(sql).await?.n > 0)
}

#[derive(sqlx::FromRow)]
struct NotificationRow {
    id: Uuid,
    at: DateTime<Utc>,
    kind: String,
    noun: String,
    record_id: Uuid,
    by_id: Option<Uuid>,
    seen_at: Option<DateTime<Utc>>,
}

/// Which of the actor's are wanted.
#[derive(Clone, Copy)]
pub(super) enum Which {
    All,
    /// Those that they have not seen.
    New,
}

/// The actor's newest, or those after this one; names are filled in where the actor sees the record.
pub(super) async fn list(
    cx: &Cx,
    which: Which,
    after: Option<NotificationId>,
    limit: usize,
) -> Result<Vec<Notification>, AppError> {
    let mut sql =
        Sql::new("select id, at, kind, noun, record_id, by_id, seen_at from notifications where workspace_id = ");
    sql.bind(cx.workspace()).push(" and user_id = ").bind(cx.user());
    if let Which::New = which {
        sql.push(" and seen_at is null");
    }
    if let Some(after) = after {
        sql.push(" and id < ").bind(after);
    }
    sql.push(" order by id desc limit ").bind(limit as i64);
    let rows: Vec<NotificationRow> = cx.db().fetch_all(sql).await?;
    rows.into_iter().map(Notification::try_from).collect()
}

impl TryFrom<NotificationRow> for Notification {
    type Error = AppError;
    fn try_from(row: NotificationRow) -> Result<Self, AppError> {
        Ok(Notification {
            id: row.id.into(),
            at: row.at,
            kind: NotificationKind::from_key(&row.kind).ok_or_else(|| corrupt("kind of a notification", &row.kind))?,
            by: row.by_id.map(Into::into),
            noun: Noun::from_key(&row.noun).ok_or_else(|| corrupt("noun", &row.noun))?,
            record: row.record_id,
            name: String::new(),
            new: row.seen_at.is_none(),
        })
    }
}
