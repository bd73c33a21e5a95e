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
    ids::EventId,
};
use sqlx::types::Json;
use uuid::Uuid;

pub(crate) async fn insert_many(tx: &mut Tx, events: Vec<NewEvent>, at: DateTime<Utc>) -> Result<(), AppError> {
    let mut rows: Vec<Vec<Arg>> = Vec::with_capacity(events.len());
    let by = (!tx.user().0.is_nil()).then(|| tx.user());
    for event in events {
        rows.push(vec![
            tx.workspace().into(),
            tx.backend().new_id::<EventId>().into(),
            event.at.unwrap_or(at).into(),
            by.into(),
            event.noun.key().into(),
            event.record.into(),
            event.kind.key().into(),
            Arg::json(&event.changes)?,
            tx.request().into(),
        ]);
    }
    const INTO: &str =
        "insert into events (workspace_id, id, at, user_id, noun, record_id, kind, changes, request_id) values ";
    Ok(tx.insert_rows(INTO, rows).await?)
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

pub(super) async fn list(cx: &Cx, record: Uuid, page: &Page) -> Result<Rows<Event>, AppError> {
    let mut sql = Sql::new("select id, at, user_id, noun, record_id, kind, changes from events where workspace_id = ");
    sql.bind(cx.workspace()).push(" and record_id = ").bind(record);
    sql.push(" and kind <> ").bind(EventKind::Ordered.key());
    if let Some(Cursor(after)) = &page.after {
        let after: Uuid = after.parse().map_err(|_| AppError::invalid("page", Problem::Unknown))?;
        sql.push(" and id < ").bind(after);
    }
    sql.push(" order by id desc limit ").bind(page.size() + 1);
    let mut rows: Vec<EventRow> = cx.db().fetch_all(sql).await?;
    let more = rows.len() as i64 > page.size();
    rows.truncate(page.size() as usize);
    let next = rows.last().filter(|_| more).map(|row| Cursor(row.id.to_string()));
    Ok(Rows { rows: rows.into_iter().map(Event::try_from).collect::<Result<_, _>>()?, next })
}
