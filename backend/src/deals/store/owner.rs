//! SQL of the deals that go to another owner with their client.

use crate::{
    clients::owner_change,
    cx::{Cx, TotalKey, Tx},
    db::{
        Reads, Sql,
        filter_sql::{DEALS, push_filter},
    },
};
use domain::{
    error::AppError,
    events::Change,
    fields::Noun,
    ids::{ClientId, RequestId, UserId},
};
use sqlx::types::Json;
use std::collections::HashMap;
use uuid::Uuid;

/// As many deals one statement changes.
const TOGETHER: usize = 1000;

/// A deal that is about to change hands, as far as kept totals count it.
#[derive(sqlx::FromRow)]
pub(in crate::deals) struct Held {
    /// The deal.
    pub id: Uuid,
    owner_id: Uuid,
    stage_id: Uuid,
    currency: String,
    budget: Option<i64>,
}

impl Held {
    /// Whose it is.
    pub fn owner(&self) -> UserId {
        self.owner_id.into()
    }

    /// The total that counts it as this person's.
    pub fn total_of(&self, owner: UserId) -> TotalKey {
        TotalKey::Deals(self.stage_id, owner.into(), self.currency.clone())
    }

    /// What it adds to the sum.
    pub fn amount(&self) -> i64 {
        self.budget.unwrap_or(0)
    }
}

/// Which of a client's deals.
pub(in crate::deals) enum Whose {
    /// This person's.
    Of(UserId),
    /// Everybody else's.
    NotOf(UserId),
}

/// The client's live deals that the actor sees, locked in the order of all bulk changes, which is that of the index that finds
/// them.
pub(in crate::deals) async fn list_for_update(
    tx: &mut Tx,
    client: ClientId,
    whose: Whose,
) -> Result<Vec<Held>, AppError> {
    let (cx, lock) = (Cx::clone(tx), tx.dialect().for_update());
    let mut sql =
        Sql::new("select r.id, r.owner_id, r.stage_id, r.currency, r.budget from deals r where r.workspace_id = ");
    sql.bind(cx.workspace()).push(" and r.client_id = ").bind(client).push(" and r.deleted_at is null and ");
    match whose {
        Whose::Of(owner) => sql.push("r.owner_id = ").bind(owner),
        Whose::NotOf(owner) => sql.push("r.owner_id <> ").bind(owner),
    };
    sql.push(" and ");
    push_filter(&mut sql, &DEALS, cx.workspace(), &cx.scope(Noun::Deal))?;
    sql.push(" order by r.number desc").push(lock);
    Ok(tx.fetch_all(sql).await?)
}

/// Sets the owner of these deals.
pub(in crate::deals) async fn set_owner(tx: &mut Tx, deals: &[Uuid], to: UserId) -> Result<(), AppError> {
    for part in deals.chunks(TOGETHER) {
        let now = tx.now();
        let mut sql = Sql::new("update deals set owner_id = ");
        sql.bind(to).push(", updated_at = ").bind(now).push(", updated_by = ").bind(tx.user());
        sql.push(", version = version + 1 where workspace_id = ").bind(tx.workspace());
        sql.push(" and id in (").bind_list(part.iter().copied()).push(")");
        tx.execute(sql).await?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Told {
    id: Uuid,
    changes: Json<Vec<Change>>,
}

/// Whose those of the client's deals were that this act of the actor's own gave away.
pub(in crate::deals) async fn list_former_owners(
    tx: &mut Tx,
    client: ClientId,
    act: RequestId,
) -> Result<HashMap<Uuid, UserId>, AppError> {
    let mut sql = Sql::new(
        "select r.id, e.changes from deals r join events e on e.workspace_id = r.workspace_id and e.record_id = r.id
         where r.workspace_id = ",
    );
    sql.bind(tx.workspace()).push(" and r.client_id = ").bind(client).push(" and r.deleted_at is null");
    sql.push(" and e.request_id = ").bind(act).push(" and e.user_id = ").bind(tx.user());
    let rows: Vec<Told> = tx.fetch_all(sql).await?;
    let former = |row: Told| Some((row.id, row.changes.0.iter().find_map(owner_change)?.0));
    Ok(rows.into_iter().filter_map(former).collect())
}
