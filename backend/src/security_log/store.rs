//! SQL of the security log: insert and list, nothing else.

use super::{Access, LogLine, LogPart, Logged, NewLine};
use crate::{
    cx::{Backend, Cx},
    db::{Reads, Sql, types::corrupt},
};
use chrono::{DateTime, Utc};
use domain::{error::AppError, ids::EventId, security_log::AccessKind};
use uuid::Uuid;

/// What puts a line into the log, for whatever transaction it belongs to.
pub(crate) fn insertion(backend: &Backend, line: NewLine) -> Sql {
    let mut sql = Sql::new(
        "insert into security_log (workspace_id, id, at, user_id, kind, part, address, device, asked) values ",
    );
    sql.bind_tuple([
        line.of.0.into(),
        backend.new_id::<EventId>().into(),
        backend.now().into(),
        line.of.1.into(),
        line.kind.key().into(),
        line.kind.part().key().into(),
        (&line.origin.address).into(),
        line.origin.device_kept().into(),
        line.asked.into(),
    ]);
    sql
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: Uuid,
    at: DateTime<Utc>,
    user_id: Uuid,
    kind: String,
    address: String,
    device: String,
    asked: String,
}

impl TryFrom<LineRow> for LogLine {
    type Error = AppError;
    fn try_from(row: LineRow) -> Result<Self, AppError> {
        let kind = AccessKind::from_key(&row.kind).ok_or_else(|| corrupt("kind of the security log", &row.kind))?;
        let (user, address, device, asked) = (row.user_id.into(), row.address, row.device, row.asked);
        let what = Logged::Access(Access { user, kind, address, device, asked });
        Ok(LogLine { id: row.id.into(), at: row.at, what })
    }
}

pub(super) async fn list(cx: &Cx, part: LogPart, after: Option<EventId>, limit: i64) -> Result<Vec<LogLine>, AppError> {
    let mut sql =
        Sql::new("select id, at, user_id, kind, address, device, asked from security_log where workspace_id = ");
    sql.bind(cx.workspace());
    if part != LogPart::Everything {
        sql.push(" and part = ").bind(part.key());
    }
    if let Some(after) = after {
        sql.push(" and id < ").bind(after);
    }
    sql.push(" order by id desc limit ").bind(limit);
    let rows: Vec<LineRow> = cx.db().fetch_all(sql).await?;
    rows.into_iter().map(LogLine::try_from).collect()
}
