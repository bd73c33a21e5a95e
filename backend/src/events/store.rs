//! SQL of events: insert and list, nothing else.

use super::NewEvent;
use crate::{
    cx::{Cx, Tx},
    db::{
        Arg, Reads, Sql,
        types::{Counted, corrupt},
    },
};
use chrono::{DateTime, Utc};
use domain::{
    error::{AppError, Problem},
    events::{Change, Event, EventKind},
    fields::Noun,
    filter::{Cursor, Page, Rows},
    ids::{EventId, RequestId},
};
use sqlx::types::Json;
use uuid::Uuid;

/// Events of one kind that tell the same of so many records in a row share their words: these are bound once.
const ALIKE: usize = 8;
/// As many of them are written by one statement.
const TOGETHER: usize = 1_024;

pub(crate) async fn insert_many(tx: &mut Tx, events: Vec<NewEvent>, at: DateTime<Utc>) -> Result<(), AppError> {
    let alike = |one: &NewEvent, other: &NewEvent| {
        (one.at, one.noun, one.kind) == (other.at, other.noun, other.kind) && one.changes == other.changes
    };
    let mut rows: Vec<Vec<Arg>> = Vec::new();
    for events in events.chunk_by(alike) {
        if events.len() >= ALIKE {
            tx.insert_rows(INTO_VALUES, std::mem::take(&mut rows)).await?;
            insert_alike(tx, events, at).await?;
            continue;
        }
        for event in events {
            rows.push(event_row(tx, event, at)?);
        }
    }
    Ok(tx.insert_rows(INTO_VALUES, rows).await?)
}

const INTO: &str = "insert into events (workspace_id, id, at, user_id, noun, record_id, kind, changes, request_id) ";
const INTO_VALUES: &str =
    "insert into events (workspace_id, id, at, user_id, noun, record_id, kind, changes, request_id) values ";

fn event_row(tx: &Tx, event: &NewEvent, at: DateTime<Utc>) -> Result<Vec<Arg>, AppError> {
    let by = (!tx.user().0.is_nil()).then(|| tx.user());
    Ok(vec![
        tx.workspace().into(),
        tx.backend().new_id::<EventId>().into(),
        event.at.unwrap_or(at).into(),
        by.into(),
        event.noun.key().into(),
        event.record.into(),
        event.kind.key().into(),
        Arg::json(&event.changes)?,
        tx.request().into(),
    ])
}

async fn insert_alike(tx: &mut Tx, events: &[NewEvent], at: DateTime<Utc>) -> Result<(), AppError> {
    let by = (!tx.user().0.is_nil()).then(|| tx.user());
    for part in events.chunks(TOGETHER) {
        let (event, workspace, request) = (&part[0], tx.workspace(), tx.request());
        let ids: Vec<Vec<Arg>> =
            part.iter().map(|event| vec![tx.backend().new_id::<EventId>().into(), event.record.into()]).collect();
        let mut sql = Sql::new("with told (id, record) as (values ");
        sql.bind_rows(ids).push(") ").push(INTO).push("select ").bind(workspace).push(", told.id, ");
        sql.bind(event.at.unwrap_or(at)).push(", ").bind(by).push(", ").bind(event.noun.key()).push(", told.record, ");
        sql.bind(event.kind.key()).push(", ").bind(Arg::json(&event.changes)?).push(", ").bind(request);
        sql.push(" from told");
        tx.execute(sql).await?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct EventRow {
    id: Uuid,
    at: DateTime<Utc>,
    user_id: Option<Uuid>,
    noun: String,
    record_id: Uuid,
    kind: String,
    changes: Json<Vec<Change>>,
}

impl TryFrom<EventRow> for Event {
    type Error = AppError;
    fn try_from(row: EventRow) -> Result<Self, AppError> {
        Ok(Event {
            id: row.id.into(),
            at: row.at,
            by: row.user_id.map(Into::into),
            noun: Noun::from_key(&row.noun).ok_or_else(|| corrupt("noun", &row.noun))?,
            record: row.record_id,
            kind: EventKind::from_key(&row.kind).ok_or_else(|| corrupt("event kind", &row.kind))?,
            changes: row.changes.0,
        })
    }
}

/// Whether anything happened to records of these kinds since a moment, in milliseconds of UTC. Ids begin with the time they were given.
pub(crate) async fn is_any_since(cx: &Cx, since: i64, nouns: &[Noun]) -> Result<bool, AppError> {
    let first = Uuid::from_u128((since.max(0) as u128) << 80);
    let mut sql = Sql::new("select count(*) as n from (select 1 from events where workspace_id = ");
    sql.bind(cx.workspace()).push(" and id > ").bind(first);
    sql.push(" and noun in (").bind_list(nouns.iter().map(|noun| noun.key())).push(") limit 1) found");
    Ok(cx.db().fetch_one::<Counted>(sql).await?.n > 0)
}

/// What happened to people, roles and groups, the newest first.
pub(crate) async fn list_of_people(cx: &Cx, after: Option<EventId>, limit: i64) -> Result<Vec<Event>, AppError> {
    let mut sql = Sql::new("select id, at, user_id, noun, record_id, kind, changes from events where workspace_id = ");
    // In these very words: the index holds nothing else.
    sql.bind(cx.workspace()).push(" and (noun = 'user' or noun = 'role' or noun = 'group')");
    if let Some(after) = after {
        sql.push(" and id < ").bind(after);
    }
    sql.push(" order by id desc limit ").bind(limit);
    let rows: Vec<EventRow> = cx.db().fetch_all(sql).await?;
    rows.into_iter().map(Event::try_from).collect()
}

#[derive(sqlx::FromRow)]
struct Told {
    changes: Json<Vec<Change>>,
}

pub(super) async fn list_of_act(tx: &mut Tx, record: Uuid, act: RequestId) -> Result<Vec<Change>, AppError> {
    let mut sql = Sql::new("select changes from events where workspace_id = ");
    sql.bind(tx.workspace()).push(" and record_id = ").bind(record);
    sql.push(" and request_id = ").bind(act).push(" and user_id = ").bind(tx.user());
    let rows: Vec<Told> = tx.fetch_all(sql).await?;
    Ok(rows.into_iter().flat_map(|row| row.changes.0).collect())
}

pub(super) async fn find_last_of_act(
    tx: &mut Tx,
    record: Uuid,
    (kind, act): (EventKind, RequestId),
) -> Result<Vec<Change>, AppError> {
    let mut sql =
        Sql::new("select changes from (select changes, user_id, request_id from events where workspace_id = ");
    sql.bind(tx.workspace()).push(" and record_id = ").bind(record).push(" and kind = ").bind(kind.key());
    sql.push(" order by id desc limit 1) told where request_id = ").bind(act);
    sql.push(" and user_id = ").bind(tx.user());
    Ok(tx.fetch_optional::<Told>(sql).await?.map(|row| row.changes.0).unwrap_or_default())
}

pub(super) async fn list(cx: &Cx, db: &mut impl Reads, record: Uuid, page: &Page) -> Result<Rows<Event>, AppError> {
    let mut sql = Sql::new("select id, at, user_id, noun, record_id, kind, changes from events where workspace_id = ");
    sql.bind(cx.workspace()).push(" and record_id = ").bind(record);
    sql.push(" and kind <> ").bind(EventKind::Ordered.key());
    if let Some(Cursor(after)) = &page.after {
        let after: Uuid = after.parse().map_err(|_| AppError::invalid("page", Problem::Unknown))?;
        sql.push(" and id < ").bind(after);
    }
    sql.push(" order by id desc limit ").bind(page.size() + 1);
    let mut rows: Vec<EventRow> = db.fetch_all(sql).await?;
    let more = rows.len() as i64 > page.size();
    rows.truncate(page.size() as usize);
    let next = rows.last().filter(|_| more).map(|row| Cursor(row.id.to_string()));
    Ok(Rows { rows: rows.into_iter().map(Event::try_from).collect::<Result<_, _>>()?, next })
}
