//! SQL of deals.

pub(super) mod board;
pub(super) mod client_names;
pub(super) mod hand_over;
pub(super) mod leaving;
pub(super) mod listed;
pub(super) mod of_clients;
pub(super) mod owner;
pub(super) mod positions;
pub(super) mod titles;

use crate::{
    clients,
    cx::{Cx, TotalKey, Tx},
    db::{
        Arg, Reads, Sql,
        filter_sql::{DEALS, push_filter},
        types::corrupt,
    },
    preferences,
};
use chrono::{DateTime, Utc};
use domain::{
    deals::{Deal, DealCard, DealClient},
    error::{AppError, Problem},
    fields::{FieldValues, Noun},
    filter::{Cursor, Page, Rows},
    ids::{ClientId, DealId, FieldId},
    money::Currency,
    search_text::fold,
};
use sqlx::types::Json;
use std::{collections::BTreeSet, ops::RangeInclusive};
use uuid::Uuid;

/// The columns of a card, of the alias `r`.
const CARD: &str = "r.id, r.number, r.title, r.client_id, r.budget, r.currency, r.stage_id, r.stage_since, r.position, \
                               r.owner_id, r.created_at, r.updated_at, r.custom, r.version";

#[derive(sqlx::FromRow)]
struct CardRow {
    id: Uuid,
    number: i64,
    title: String,
    client_id: Option<Uuid>,
    budget: Option<i64>,
    currency: String,
    stage_id: Uuid,
    stage_since: DateTime<Utc>,
    position: String,
    owner_id: Uuid,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    custom: Json<FieldValues>,
    version: i64,
}

/// Cards of rows, with the names of those clients that the actor may see and the custom fields that their cards show.
async fn cards(cx: &Cx, rows: Vec<CardRow>) -> Result<Vec<DealCard>, AppError> {
    let shown: BTreeSet<FieldId> = preferences::get(cx).await?.board().custom().collect();
    let ids: BTreeSet<ClientId> = rows.iter().filter_map(|row| row.client_id.map(ClientId)).collect();
    let names = clients::names(cx, ids.into_iter().collect()).await?;
    rows.into_iter()
        .map(|row| {
            Ok(DealCard {
                id: row.id.into(),
                number: row.number,
                title: row.title,
                client: row.client_id.map(|id| DealClient { id: id.into(), name: names.get(&ClientId(id)).cloned() }),
                budget: row.budget,
                currency: currency(&row.currency)?,
                stage: row.stage_id.into(),
                stage_since: row.stage_since,
                position: row.position,
                owner: row.owner_id.into(),
                created_at: row.created_at,
                updated_at: row.updated_at,
                custom: row.custom.0.into_iter().filter(|(field, _)| shown.contains(field)).collect(),
                version: row.version,
            })
        })
        .collect()
}

fn currency(code: &str) -> Result<Currency, AppError> {
    Ok(Currency::parse(code).map_err(|_| corrupt("currency", code))?)
}

pub(super) async fn list_of_client(cx: &Cx, client: ClientId, page: &Page) -> Result<Rows<DealCard>, AppError> {
    let mut sql = Sql::new("select ");
    sql.push(CARD).push(" from deals r where r.workspace_id = ").bind(cx.workspace());
    sql.push(" and r.client_id = ").bind(client).push(" and r.deleted_at is null and ");
    push_filter(&mut sql, &DEALS, cx.workspace(), &cx.scope(Noun::Deal))?;
    if let Some(Cursor(after)) = &page.after {
        let after: i64 = after.parse().map_err(|_| AppError::invalid("page", Problem::Unknown))?;
        sql.push(" and r.number < ").bind(after);
    }
    sql.push(" order by r.number desc limit ").bind(page.size() + 1);
    let mut rows: Vec<CardRow> = cx.db().fetch_all(sql).await?;
    let more = rows.len() as i64 > page.size();
    rows.truncate(page.size() as usize);
    let next = rows.last().filter(|_| more).map(|row| Cursor(row.number.to_string()));
    Ok(Rows { rows: cards(cx, rows).await?, next })
}

#[derive(sqlx::FromRow)]
struct DealFull {
    id: Uuid,
    number: i64,
    title: String,
    client_id: Option<Uuid>,
    budget: Option<i64>,
    currency: String,
    stage_id: Uuid,
    stage_since: DateTime<Utc>,
    position: String,
    owner_id: Uuid,
    custom: Json<FieldValues>,
    created_at: DateTime<Utc>,
    created_by: Uuid,
    updated_at: DateTime<Utc>,
    updated_by: Uuid,
    version: i64,
}

/// A live deal within the actor's scope; its client is not named yet.
pub(super) async fn find(
    cx: &Cx,
    db: &mut impl Reads,
    id: DealId,
    lock: &'static str,
) -> Result<Option<Deal>, AppError> {
    let mut sql = Sql::new(
        "select r.id, r.number, r.title, r.client_id, r.budget, r.currency, r.stage_id, r.stage_since, r.position, r.owner_id,
         r.custom, r.created_at, r.created_by, r.updated_at, r.updated_by, r.version from deals r where r.workspace_id = ",
    );
    sql.bind(cx.workspace()).push(" and r.id = ").bind(id).push(" and r.deleted_at is null and ");
    push_filter(&mut sql, &DEALS, cx.workspace(), &cx.scope(Noun::Deal))?;
    sql.push(lock);
    let Some(row) = db.fetch_optional::<DealFull>(sql).await? else { return Ok(None) };
    Ok(Some(Deal {
        id: row.id.into(),
        number: row.number,
        title: row.title,
        client: row.client_id.map(|id| DealClient { id: id.into(), name: None }),
        budget: row.budget,
        currency: currency(&row.currency)?,
        stage: row.stage_id.into(),
        stage_since: row.stage_since,
        position: row.position,
        owner: row.owner_id.into(),
        custom: row.custom.0,
        created_at: row.created_at,
        created_by: row.created_by.into(),
        updated_at: row.updated_at,
        updated_by: row.updated_by.into(),
        version: row.version,
    }))
}

pub(super) async fn find_for_update(tx: &mut Tx, id: DealId) -> Result<Option<Deal>, AppError> {
    let cx = Cx::clone(tx);
    let lock = tx.dialect().for_update();
    find(&cx, tx, id, lock).await
}

pub(super) async fn insert_many(tx: &mut Tx, deals: &[Deal]) -> Result<(), AppError> {
    let clients: BTreeSet<ClientId> = deals.iter().filter_map(|deal| Some(deal.client.as_ref()?.id)).collect();
    let names = clients::name_keys_in(tx, clients).await?;
    let mut rows = Vec::with_capacity(deals.len());
    for deal in deals {
        let name = deal.client.as_ref().and_then(|client| names.get(&client.id));
        rows.push(deal_row(tx, deal, name)?);
    }
    const INTO: &str =
        "insert into deals (workspace_id, id, number, title, title_norm, client_id, client_norm, budget, currency, stage_id,
         stage_since, position, owner_id, custom, version, created_at, created_by, updated_at, updated_by) values ";
    Ok(tx.insert_rows(INTO, rows).await?)
}

fn deal_row(tx: &Tx, deal: &Deal, client_name: Option<&String>) -> Result<Vec<Arg>, AppError> {
    Ok(vec![
        tx.workspace().into(),
        deal.id.into(),
        deal.number.into(),
        (&deal.title).into(),
        fold(&deal.title).into(),
        deal.client.as_ref().map(|client| client.id).into(),
        client_name.cloned().into(),
        deal.budget.into(),
        deal.currency.to_string().into(),
        deal.stage.into(),
        deal.stage_since.into(),
        (&deal.position).into(),
        deal.owner.into(),
        Arg::json(&deal.custom)?,
        deal.version.into(),
        deal.created_at.into(),
        deal.created_by.into(),
        deal.updated_at.into(),
        deal.updated_by.into(),
    ])
}

pub(super) async fn set_changed(tx: &mut Tx, before: &Deal, after: &Deal) -> Result<(), AppError> {
    let client = |deal: &Deal| deal.client.as_ref().map(|client| client.id);
    let mut sql = Sql::new("update deals set title = ");
    sql.bind(&after.title).push(", title_norm = ").bind(fold(&after.title));
    if client(before) != client(after) {
        let name = clients::name_keys_in(tx, client(after).into_iter().collect()).await?.into_values().next();
        sql.push(", client_id = ").bind(client(after)).push(", client_norm = ").bind(name);
    }
    sql.push(", budget = ").bind(after.budget).push(", currency = ").bind(after.currency.to_string());
    sql.push(", owner_id = ").bind(after.owner);
    sql.push(", custom = ").bind(Arg::json(&after.custom)?);
    push_touched(&mut sql, tx, after);
    tx.execute(sql).await?;
    Ok(())
}

pub(super) async fn set_stage(tx: &mut Tx, after: &Deal) -> Result<(), AppError> {
    let mut sql = Sql::new("update deals set stage_id = ");
    sql.bind(after.stage).push(", stage_since = ").bind(after.stage_since);
    sql.push(", position = ").bind(&after.position);
    push_touched(&mut sql, tx, after);
    tx.execute(sql).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Counted {
    id: Uuid,
    stage_id: Uuid,
    owner_id: Uuid,
    currency: String,
    budget: Option<i64>,
}

/// Marks the live deals of these numbers as deleted; gives them with the total they were counted in.
pub(super) async fn delete_numbers(
    tx: &mut Tx,
    numbers: RangeInclusive<i64>,
) -> Result<Vec<(DealId, TotalKey, i64)>, AppError> {
    let mut which = Sql::new("r.number >= ");
    which.bind(*numbers.start()).push(" and r.number <= ").bind(*numbers.end()).push(" and ");
    push_filter(&mut which, &DEALS, tx.workspace(), &tx.scope(Noun::Deal))?;
    let mut sql = Sql::new("update deals set deleted_at = ");
    let now = tx.now();
    sql.bind(now).push(", updated_at = ").bind(now).push(", updated_by = ").bind(tx.user());
    sql.push(", version = version + 1");
    push_all(&mut sql, tx, which);
    sql.push(" returning id, stage_id, owner_id, currency, budget");
    let rows: Vec<Counted> = tx.fetch_all(sql).await?;
    let told = |row: Counted| {
        let key = TotalKey::Deals(row.stage_id, row.owner_id, row.currency);
        (row.id.into(), key, row.budget.unwrap_or(0))
    };
    Ok(rows.into_iter().map(told).collect())
}

/// Appends the `where` of a change of all live deals, named `r`, of which this is true. They are locked by number, the newest
/// first, as all do who change many deals: two of them never wait for each other in a circle.
fn push_all(sql: &mut Sql, tx: &Tx, which: Sql) {
    sql.push(" where workspace_id = ").bind(tx.workspace());
    sql.push(" and id in (select r.id from deals r where r.workspace_id = ").bind(tx.workspace());
    sql.push(" and r.deleted_at is null and ").append(which);
    sql.push(" order by r.number desc").push(tx.dialect().for_update()).push(")");
}

fn push_touched(sql: &mut Sql, tx: &Tx, after: &Deal) {
    sql.push(", version = ").bind(after.version).push(", updated_at = ").bind(after.updated_at);
    sql.push(", updated_by = ").bind(after.updated_by);
    sql.push(" where workspace_id = ").bind(tx.workspace()).push(" and id = ").bind(after.id);
}
