//! SQL of the list of deals.

use super::currency;
use crate::{
    cx::Cx,
    db::{
        Reads, Sql,
        filter_sql::{DEALS, push_filter},
        list_plan::{KeyColumns, Keyed, List, SortKey},
    },
    fields::values,
};
use chrono::{DateTime, Utc};
use domain::{
    deals::{DealClient, DealRow},
    error::AppError,
    fields::{FieldDef, FieldValues, Noun},
    filter::{Filter, ListQuery, Rows},
    ids::{StageId, UserId},
    money::Money,
};
use sqlx::types::Json;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct ListedRow {
    id: Uuid,
    number: i64,
    title: String,
    client_id: Option<Uuid>,
    budget: Option<i64>,
    currency: String,
    stage_id: Uuid,
    owner_id: Uuid,
    custom: Json<FieldValues>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    version: i64,
    #[sqlx(flatten)]
    key: KeyColumns,
}

impl Keyed for ListedRow {
    fn key(&self) -> (SortKey, Uuid) {
        (self.key.sort_key(), self.id)
    }

    fn weight(&self) -> usize {
        values::weight(&self.custom)
    }
}

impl TryFrom<ListedRow> for DealRow {
    type Error = AppError;
    fn try_from(row: ListedRow) -> Result<Self, AppError> {
        Ok(DealRow {
            id: row.id.into(),
            number: row.number,
            title: row.title,
            client: row.client_id.map(|id| DealClient { id: id.into(), name: None }),
            budget: row.budget,
            currency: currency(&row.currency)?,
            stage: row.stage_id.into(),
            owner: row.owner_id.into(),
            custom: row.custom.0,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        })
    }
}

/// One page within the actor's scope; clients are not named yet. Orders by owner and by stage go by the lists of both.
pub(in crate::deals) async fn page(
    cx: &Cx,
    query: &ListQuery,
    (fields, people, stages): (&[FieldDef], &[UserId], &[StageId]),
) -> Result<Rows<DealRow>, AppError> {
    let filter = cx.within(Noun::Deal, &query.filter);
    let columns = "r.id, r.number, r.title, r.client_id, r.budget, r.currency, r.stage_id, r.owner_id, r.custom, \
                   r.created_at, r.updated_at, r.version";
    let (workspace, sort) = (cx.workspace(), query.sort);
    let clients = &cx.scope(Noun::Client);
    let unordered = List::unordered(&DEALS, workspace, &filter);
    let list = List { columns, sort, fields, people, stages, clients, ..unordered };
    let page: Rows<ListedRow> = list.page(&mut cx.db(), &query.page).await?;
    let rows = page.rows.into_iter().map(DealRow::try_from).collect::<Result<_, _>>()?;
    Ok(Rows { rows, next: page.next })
}

#[derive(sqlx::FromRow)]
struct TotalRow {
    currency: String,
    count: i64,
    amount: i64,
}

/// Count and sum per currency from kept totals; the filter asks for owners only and has the scope in it.
pub(in crate::deals) async fn list_kept_totals(cx: &Cx, filter: &Filter) -> Result<Vec<(i64, Money)>, AppError> {
    let mut sql = Sql::new(
        "select r.currency, cast(sum(r.count) as bigint) as count, cast(sum(r.amount) as bigint) as amount
         from deal_totals r where r.workspace_id = ",
    );
    sql.bind(cx.workspace()).push(" and ");
    push_filter(&mut sql, &DEALS, cx.workspace(), filter)?;
    totals(cx, sql).await
}

/// The same, counted deal by deal.
pub(in crate::deals) async fn list_counted_totals(cx: &Cx, filter: &Filter) -> Result<Vec<(i64, Money)>, AppError> {
    let select = "select r.currency, count(*) as count, cast(coalesce(sum(r.budget), 0) as bigint) as amount";
    let sql = List::unordered(&DEALS, cx.workspace(), filter).selecting(&mut cx.db(), select).await?;
    totals(cx, sql).await
}

async fn totals(cx: &Cx, mut sql: Sql) -> Result<Vec<(i64, Money)>, AppError> {
    sql.push(" group by r.currency order by r.currency");
    let rows: Vec<TotalRow> = cx.db().fetch_all(sql).await?;
    rows.into_iter()
        .map(|row| Ok((row.count, Money { minor: row.amount, currency: currency(&row.currency)? })))
        .collect()
}
