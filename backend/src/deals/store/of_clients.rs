//! SQL of the deals that stand under the clients of one page.

use crate::{
    cx::Cx,
    db::{
        Reads, Sql,
        filter_sql::{DEALS, push_filter},
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

/// So many deals of one page's clients are read as they are; of more, the newest are ranked by the database.
const DEALS_OF_A_PAGE: i64 = 500;

#[derive(sqlx::FromRow)]
struct DealOfClient {
    client_id: Uuid,
    stage_id: Uuid,
    number: i64,
}

#[derive(sqlx::FromRow)]
struct StageOfClient {
    client_id: Uuid,
    stage_id: Uuid,
    n: i64,
}

/// Per client: how many deals the actor sees, and the stages of the newest ones.
pub(in crate::deals) async fn list_stages(
    cx: &Cx,
    ids: Vec<ClientId>,
) -> Result<BTreeMap<ClientId, (i64, Vec<StageId>)>, AppError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut sql = Sql::new("select r.client_id, r.stage_id, r.number from ");
    push_deals_of(&mut sql, cx, &ids);
    push_filter(&mut sql, &DEALS, cx.workspace(), &cx.scope(Noun::Deal))?;
    sql.push(" limit ").bind(DEALS_OF_A_PAGE);
    let mut deals: Vec<DealOfClient> = cx.db().fetch_all(sql).await?;
    if deals.len() as i64 == DEALS_OF_A_PAGE {
        return list_ranked_stages(cx, ids).await;
    }
    deals.sort_unstable_by_key(|deal| std::cmp::Reverse(deal.number));
    let mut found: BTreeMap<ClientId, (i64, Vec<StageId>)> = BTreeMap::new();
    for deal in deals {
        let (count, stages) = found.entry(deal.client_id.into()).or_default();
        *count += 1;
        if stages.len() < ClientRow::STAGES {
            stages.push(deal.stage_id.into());
        }
    }
    Ok(found)
}

/// Appends the deals of these clients, client by client: a condition on their owner, which may follow, would otherwise drive, and
/// all that the owner has be gone through.
fn push_deals_of(sql: &mut Sql, cx: &Cx, clients: &[ClientId]) {
    sql.push("(select column1 as id from (values ");
    sql.bind_rows(clients.iter().map(|client| vec![(*client).into()]))
        .push(") ids) c cross join deals r where r.workspace_id = ");
    sql.bind(cx.workspace()).push(" and r.client_id = c.id and r.deleted_at is null and ");
}

async fn list_ranked_stages(cx: &Cx, ids: Vec<ClientId>) -> Result<BTreeMap<ClientId, (i64, Vec<StageId>)>, AppError> {
    let mut found: BTreeMap<ClientId, (i64, Vec<StageId>)> = BTreeMap::new();
    let mut sql = Sql::new(
        "select client_id, stage_id, n from (select r.client_id, r.stage_id,
         row_number() over (partition by r.client_id order by r.number desc) as place,
         count(*) over (partition by r.client_id) as n from ",
    );
    push_deals_of(&mut sql, cx, &ids);
    push_filter(&mut sql, &DEALS, cx.workspace(), &cx.scope(Noun::Deal))?;
    sql.push(") placed where place <= ").bind(ClientRow::STAGES as i64).push(" order by client_id, place");
    for row in cx.db().fetch_all::<StageOfClient>(sql).await? {
        let entry = found.entry(row.client_id.into()).or_default();
        entry.0 = row.n;
        entry.1.push(row.stage_id.into());
    }
    Ok(found)
}
