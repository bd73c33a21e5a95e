//! SQL of counts from kept totals.

use crate::{
    cx::Cx,
    db::{
        Reads, Sql,
        filter_sql::{CLIENTS, Way, push_filter, push_owned_or_public},
        types::Counted,
    },
};
use domain::{error::AppError, fields::Noun, filter::Filter};

/// Live clients that the actor sees, from kept totals; the filter asks for owners only. Totals know owners and what is
/// public; the clients that somebody manages beside are counted one by one.
pub(in crate::clients) async fn count_kept(cx: &Cx, filter: &Filter) -> Result<i64, AppError> {
    let workspace = cx.workspace();
    let filter = cx.within(Noun::Client, filter);
    let (sight, rest) = filter.sight().map_or((None, filter.clone()), |(sight, rest)| (Some(sight), rest));
    let mut sql = Sql::new("select cast(coalesce((select sum(r.count) from client_totals r where r.workspace_id = ");
    sql.bind(workspace).push(" and ");
    push_filter(&mut sql, &CLIENTS, workspace, &rest)?;
    if let Some(sight) = sight {
        sql.push(" and ");
        push_owned_or_public(&mut sql, sight);
    }
    sql.push("), 0) as bigint)");
    if let Some(sight) = sight {
        sql.push(" + (select count(*) from ");
        Way::Managed(sight.person).push(&mut sql, &CLIENTS, workspace);
        sql.push("r.workspace_id = ").bind(workspace).push(" and r.deleted_at is null and not ");
        push_owned_or_public(&mut sql, sight);
        sql.push(" and ");
        push_filter(&mut sql, &CLIENTS, workspace, &rest)?;
        sql.push(")");
    }
    sql.push(" as n");
    Ok(cx.db().fetch_one::<Counted>(sql).await?.n)
}
