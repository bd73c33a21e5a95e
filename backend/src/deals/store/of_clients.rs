//! SQL of the deals that stand under the clients of one page.

use crate::{
    cx::Cx,
    db::{
        Reads, Sql,
        filter_sql::{DEALS, push_filter},
        types::corrupt,
    },
};
use domain::{
    clients::ClientRow,
    error::AppError,
    fields::Noun,
    ids::{ClientId, StageId},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// So many deals of a client are told beside it; of more, the newest are ranked by the database.
const TOLD: usize = 64;

#[derive(sqlx::FromRow)]
struct StageOfClient {
    client_id: Uuid,
    stage_id: Uuid,
    n: i64,
}

/// The deals of the client `page.id` that the actor sees, as one text beside it.
pub(crate) fn told_beside(cx: &Cx) -> Result<Sql, AppError> {
    let (id, as_text) = cx.db().dialect().id_text();
    let mut sql = Sql::new("(select string_agg(deal, ' ') from (select cast(r.number as text) || ':' || ");
    sql.push(id).push("r.stage_id").push(as_text).push(" as deal from deals r where r.workspace_id = ");
    sql.bind(cx.workspace()).push(" and r.client_id = page.id and r.deleted_at is null and ");
    push_filter(&mut sql, &DEALS, cx.workspace(), &cx.scope(Noun::Deal))?;
    sql.push(" limit ").bind(TOLD as i64 + 1).push(") told)");
    Ok(sql)
}

/// How many deals the actor sees, and the stages of the newest ones; none when there are too many to be told.
pub(in crate::deals) fn read_told(told: &str) -> Result<Option<(i64, Vec<StageId>)>, AppError> {
    let mut deals: Vec<(i64, StageId)> =
        told.split(' ').map(read_deal).collect::<Option<_>>().ok_or_else(|| corrupt("deals of a client", told))?;
    if deals.len() > TOLD {
        return Ok(None);
    }
    deals.sort_unstable_by_key(|(number, _)| std::cmp::Reverse(*number));
    let newest = deals.iter().take(ClientRow::STAGES).map(|(_, stage)| *stage).collect();
    Ok(Some((deals.len() as i64, newest)))
}

fn read_deal(deal: &str) -> Option<(i64, StageId)> {
    let (number, stage) = deal.split_once(':')?;
    Some((number.parse().ok()?, Uuid::parse_str(stage).ok()?.into()))
}

/// Per client: how many deals the actor sees, and the stages of the newest ones. Client by client: a condition on the owner of
/// deals would otherwise drive, and all that the owner has be gone through.
pub(in crate::deals) async fn list_stages(
    cx: &Cx,
    clients: Vec<ClientId>,
) -> Result<BTreeMap<ClientId, (i64, Vec<StageId>)>, AppError> {
    let mut found: BTreeMap<ClientId, (i64, Vec<StageId>)> = BTreeMap::new();
    let mut sql = Sql::new(
        "select client_id, stage_id, n from (select r.client_id, r.stage_id,
         row_number() over (partition by r.client_id order by r.number desc) as place,
         count(*) over (partition by r.client_id) as n from (select column1 as id from (values ",
    );
    sql.bind_rows(clients.into_iter().map(|client| vec![client.into()]));
    sql.push(") ids) c cross join deals r where r.workspace_id = ").bind(cx.workspace());
    sql.push(" and r.client_id = c.id and r.deleted_at is null and ");
    push_filter(&mut sql, &DEALS, cx.workspace(), &cx.scope(Noun::Deal))?;
    sql.push(") placed where place <= ").bind(ClientRow::STAGES as i64).push(" order by client_id, place");
    for row in cx.db().fetch_all::<StageOfClient>(sql).await? {
        let entry = found.entry(row.client_id.into()).or_default();
        entry.0 = row.n;
        entry.1.push(row.stage_id.into());
    }
    Ok(found)
}
