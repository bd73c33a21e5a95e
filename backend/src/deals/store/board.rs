//! What the board reads: columns page by page, counts and sums. Filters come bounded by what the actor sees.

use super::{CARD, CardRow, cards, currency};
use crate::{
    cx::Cx,
    db::{
        Reads, Sql,
        filter_sql::{DEALS, check_size, push_filter},
        list_plan::List,
    },
};
use domain::{
    deals::{DealCard, StageTotal},
    error::{AppError, Problem},
    filter::{Condition, Cursor, Field, Filter, Operator, Page, Rows, Value},
    ids::{DealId, StageId},
    money::Money,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What kept totals can tell apart.
pub(in crate::deals) const KEPT: [Field; 3] = [Field::Owner, Field::Stage, Field::Currency];

/// Cards of these deals, as far as the filter leaves them.
pub(in crate::deals) async fn list_by_ids(cx: &Cx, ids: &[DealId], filter: &Filter) -> Result<Vec<DealCard>, AppError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("select ");
    sql.push(CARD).push(" from deals r where r.workspace_id = ").bind(cx.workspace());
    sql.push(" and r.id in (").bind_list(ids.iter().copied()).push(") and r.deleted_at is null and ");
    push_filter(&mut sql, &DEALS, cx.workspace(), filter)?;
    cards(cx, cx.db().fetch_all(sql).await?).await
}

/// One page of a column, from the top.
pub(in crate::deals) async fn list_column(
    cx: &Cx,
    stage: StageId,
    filter: &Filter,
    page: &Page,
) -> Result<Rows<DealCard>, AppError> {
    let mut sql = Sql::new("");
    push_column(&mut sql, cx, &Column { stage, filter, after: page.after.as_ref(), limit: page.size() + 1 })?;
    let rows: Vec<CardRow> = cx.db().fetch_all(sql).await?;
    let (rows, next) = cut(rows, page.size());
    Ok(Rows { rows: cards(cx, rows).await?, next })
}

/// The first page of these columns in one query, each walked in its own order: for filters that leave many cards.
pub(in crate::deals) async fn walk_first_cards(
    cx: &Cx,
    stages: &[StageId],
    filter: &Filter,
    size: i64,
) -> Result<BTreeMap<StageId, Rows<DealCard>>, AppError> {
    let mut sql = Sql::new("");
    for (index, stage) in stages.iter().enumerate() {
        sql.push(if index == 0 { "select * from (" } else { ") col union all select * from (" });
        push_column(&mut sql, cx, &Column { stage: *stage, filter, after: None, limit: size + 1 })?;
    }
    sql.push(") col");
    first_cards(cx, sql, size).await
}

/// The same for a filter that leaves few cards: they are found by it, and then put in order. A walk would pass by all
/// others of a stage.
pub(in crate::deals) async fn collect_first_cards(
    cx: &Cx,
    filter: &Filter,
    size: i64,
) -> Result<BTreeMap<StageId, Rows<DealCard>>, AppError> {
    let found = List::unordered(&DEALS, cx.workspace(), filter).selecting(&mut cx.db(), "select r.id as hit").await?;
    let mut sql = Sql::new("with h as materialized (");
    sql.append(found).push(") select * from (select ").push(CARD);
    sql.push(", row_number() over (partition by r.stage_id order by r.position) as place");
    sql.push(" from h cross join deals r where r.id = h.hit and r.workspace_id = ").bind(cx.workspace());
    sql.push(") ranked where ranked.place <= ").bind(size + 1);
    first_cards(cx, sql, size).await
}

async fn first_cards(cx: &Cx, sql: Sql, size: i64) -> Result<BTreeMap<StageId, Rows<DealCard>>, AppError> {
    let mut by_stage: BTreeMap<StageId, Vec<CardRow>> = BTreeMap::new();
    for row in cx.db().fetch_all::<CardRow>(sql).await? {
        by_stage.entry(row.stage_id.into()).or_default().push(row);
    }
    let mut shown = Vec::new();
    let mut columns = BTreeMap::new();
    for (stage, mut rows) in by_stage {
        rows.sort_by(|one, other| one.position.cmp(&other.position));
        let (rows, next) = cut(rows, size);
        columns.insert(stage, Rows { rows: Vec::new(), next });
        shown.extend(rows);
    }
    for card in cards(cx, shown).await? {
        if let Some(column) = columns.get_mut(&card.stage) {
            column.rows.push(card);
        }
    }
    Ok(columns)
}

/// A part of a column, from the top or after a card.
#[derive(Clone, Copy)]
struct Column<'a> {
    stage: StageId,
    filter: &'a Filter,
    after: Option<&'a Cursor>,
    limit: i64,
}

/// As many owners' cards are merged for a column; more are as good as everybody.
const BRANCHES: usize = 24;

/// Appends a column's select. The cards of several owners are merged from a walk of an index for each of them: among a
/// million deals of others it would take long to meet theirs.
fn push_column(sql: &mut Sql, cx: &Cx, column: &Column<'_>) -> Result<(), AppError> {
    check_size(column.filter)?;
    let named = column.filter.owners().filter(|(owners, _)| (2..=BRANCHES).contains(&owners.len()));
    let Some((owners, rest)) = named else { return push_walk(sql, cx, column) };
    for (index, owner) in owners.into_iter().enumerate() {
        sql.push(if index == 0 { "select * from (select * from (" } else { ") own union all select * from (" });
        let (field, operator, value) = (Field::Owner, Operator::OneOf, Value::Users(vec![owner]));
        let filter = &Filter::Is(Condition { field, operator, value }).and(rest.clone());
        push_walk(sql, cx, &Column { filter, ..*column })?;
    }
    sql.push(") own) merged order by merged.position limit ").bind(column.limit);
    Ok(())
}

/// Appends the walk of one index in the order of the column. Owners have an index that is in this order; whatever else is
/// asked for is hidden from the planners: without knowing how many rows it leaves, SQLite would find them all by another
/// index and sort them for each page.
fn push_walk(sql: &mut Sql, cx: &Cx, column: &Column<'_>) -> Result<(), AppError> {
    sql.push("select ").push(CARD).push(" from deals r where r.workspace_id = ").bind(cx.workspace());
    sql.push(" and r.stage_id = ").bind(column.stage).push(" and r.deleted_at is null");
    let parts =
        if let Filter::And(parts) = column.filter { parts.as_slice() } else { std::slice::from_ref(column.filter) };
    for part in parts {
        if part.asks_only(&[Field::Owner]) {
            sql.push(" and ");
            push_filter(sql, &DEALS, cx.workspace(), part)?;
        } else {
            sql.push(" and (case when ");
            push_filter(sql, &DEALS, cx.workspace(), part)?;
            sql.push(" then 1 else 0 end) = 1");
        }
    }
    if let Some(Cursor(after)) = column.after {
        if !after.bytes().all(|sign| sign.is_ascii_graphic()) {
            return Err(AppError::invalid("page", Problem::Unknown));
        }
        sql.push(" and r.position > ").bind(after);
    }
    sql.push(" order by r.position limit ").bind(column.limit);
    Ok(())
}

fn cut(mut rows: Vec<CardRow>, size: i64) -> (Vec<CardRow>, Option<Cursor>) {
    let more = rows.len() as i64 > size;
    rows.truncate(size as usize);
    let next = rows.last().filter(|_| more).map(|row| Cursor(row.position.clone()));
    (rows, next)
}

#[derive(sqlx::FromRow)]
struct TotalRow {
    stage_id: Uuid,
    currency: String,
    count: i64,
    amount: i64,
}

/// Counts and sums of what the filter leaves, currencies apart: from kept totals where they know, else counted, in one
/// query either way.
pub(in crate::deals) async fn list_totals(cx: &Cx, filter: &Filter) -> Result<BTreeMap<StageId, StageTotal>, AppError> {
    let sql = if filter.asks_only(&KEPT) { kept_totals(cx, filter)? } else { counted_totals(cx, filter).await? };
    let mut totals: BTreeMap<StageId, StageTotal> = BTreeMap::new();
    for row in cx.db().fetch_all::<TotalRow>(sql).await? {
        let stage = row.stage_id.into();
        let total = totals.entry(stage).or_insert(StageTotal { stage, count: 0, sums: Vec::new() });
        total.count += row.count;
        if row.amount != 0 {
            total.sums.push(Money { minor: row.amount, currency: currency(&row.currency)? });
        }
    }
    Ok(totals)
}

fn kept_totals(cx: &Cx, filter: &Filter) -> Result<Sql, AppError> {
    let mut sql = Sql::new(
        "select r.stage_id, r.currency, cast(sum(r.count) as bigint) as count, cast(sum(r.amount) as bigint) as amount
         from deal_totals r where r.workspace_id = ",
    );
    sql.bind(cx.workspace()).push(" and ");
    push_filter(&mut sql, &DEALS, cx.workspace(), filter)?;
    sql.push(" group by r.stage_id, r.currency order by r.stage_id, r.currency");
    Ok(sql)
}

/// Found first and grouped then, so that the filter alone decides by which index.
async fn counted_totals(cx: &Cx, filter: &Filter) -> Result<Sql, AppError> {
    let select = "select r.stage_id, r.currency, coalesce(r.budget, 0) as amount";
    let found = List::unordered(&DEALS, cx.workspace(), filter).selecting(&mut cx.db(), select).await?;
    let mut sql = Sql::new("with h as materialized (");
    sql.append(found).push(
        ") select h.stage_id, h.currency, count(*) as count, cast(sum(h.amount) as bigint) as amount
         from h group by h.stage_id, h.currency order by h.stage_id, h.currency",
    );
    Ok(sql)
}
