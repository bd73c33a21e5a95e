//! SQL that finds many clients by names or contacts at once. Numbers stand for clients until the end: both databases
//! know the smallest and the largest of them, and two are enough to know that several fit.

use crate::{
    cx::{Cx, Tx},
    db::{
        Reads, Sql,
        filter_sql::{CLIENTS, push_filter},
    },
};
use domain::{error::AppError, fields::Noun, ids::ClientId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Ends {
    key: String,
    first: i64,
    last: i64,
}

fn ends(rows: Vec<Ends>) -> HashMap<String, [i64; 2]> {
    rows.into_iter().map(|row| (row.key, [row.first, row.last])).collect()
}

/// First and last live client of each folded name.
pub(in crate::clients) async fn list_by_name(
    cx: &Cx,
    names: BTreeSet<&str>,
) -> Result<HashMap<String, [i64; 2]>, AppError> {
    if names.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::new(
        "select r.name_norm as key, min(r.number) as first, max(r.number) as last from clients r where r.workspace_id = ",
    );
    sql.bind(cx.workspace()).push(" and r.name_norm in (").bind_list(names);
    sql.push(") and r.deleted_at is null and ");
    push_filter(&mut sql, &CLIENTS, cx.workspace(), &cx.scope(Noun::Client))?;
    sql.push(" group by r.name_norm");
    Ok(ends(cx.db().fetch_all(sql).await?))
}

/// First and last live client of each phone or e-mail.
pub(in crate::clients) async fn list_by_contact(
    cx: &Cx,
    kind: &'static str,
    values: BTreeSet<&str>,
) -> Result<HashMap<String, [i64; 2]>, AppError> {
    if values.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::new(
        "select c.value_norm as key, min(r.number) as first, max(r.number) as last from client_contacts c
         join clients r on r.workspace_id = c.workspace_id and r.id = c.client_id where c.workspace_id = ",
    );
    sql.bind(cx.workspace()).push(" and c.kind = ").bind(kind).push(" and c.value_norm in (").bind_list(values);
    sql.push(") and r.deleted_at is null and ");
    push_filter(&mut sql, &CLIENTS, cx.workspace(), &cx.scope(Noun::Client))?;
    sql.push(" group by c.value_norm");
    Ok(ends(cx.db().fetch_all(sql).await?))
}

#[derive(sqlx::FromRow)]
struct Keyed {
    id: Uuid,
    name_norm: String,
}

/// Folded names of live clients. They stay what they are until the transaction ends: whoever renames one waits, and then
/// finds what was tied to it meanwhile.
pub(in crate::clients) async fn list_name_keys(
    tx: &mut Tx,
    ids: BTreeSet<ClientId>,
) -> Result<BTreeMap<ClientId, String>, AppError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let lock = tx.dialect().for_share();
    let mut sql = Sql::new("select id, name_norm from clients where workspace_id = ");
    sql.bind(tx.workspace())
        .push(" and id in (")
        .bind_list(ids)
        .push(") and deleted_at is null order by id")
        .push(lock);
    let rows: Vec<Keyed> = tx.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|row| (row.id.into(), row.name_norm)).collect())
}

#[derive(sqlx::FromRow)]
struct Numbered {
    number: i64,
    id: Uuid,
    name: String,
}

/// Clients of these numbers, which were found within the scope.
pub(in crate::clients) async fn list_by_number(
    cx: &Cx,
    numbers: BTreeSet<i64>,
) -> Result<BTreeMap<i64, (ClientId, String)>, AppError> {
    if numbers.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut sql = Sql::new("select number, id, name from clients where workspace_id = ");
    sql.bind(cx.workspace()).push(" and number in (").bind_list(numbers).push(") and deleted_at is null");
    let rows: Vec<Numbered> = cx.db().fetch_all(sql).await?;
    Ok(rows.into_iter().map(|row| (row.number, (row.id.into(), row.name))).collect())
}
