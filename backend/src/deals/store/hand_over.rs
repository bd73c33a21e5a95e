//! SQL of the hand-over of deals.

use crate::{
    cx::{TotalKey, Tx},
    db::{Reads, Sql},
};
use domain::{error::AppError, ids::UserId};
use uuid::Uuid;

/// A deal that was handed over, as far as kept totals count it.
#[derive(sqlx::FromRow)]
pub(in crate::deals) struct Handed {
    /// The deal.
    pub id: Uuid,
    stage_id: Uuid,
    currency: String,
    budget: Option<i64>,
}

impl Handed {
    /// The total that counts it as this person's.
    pub fn total_of(&self, owner: UserId) -> TotalKey {
        TotalKey::Deals(self.stage_id, owner.into(), self.currency.clone())
    }

    /// What it adds to the sum.
    pub fn amount(&self) -> i64 {
        self.budget.unwrap_or(0)
    }
}

/// Sets the owner of all live deals of a person; gives those deals.
pub(in crate::deals) async fn set_owner(tx: &mut Tx, from: UserId, to: UserId) -> Result<Vec<Handed>, AppError> {
    let now = tx.now();
    let mut sql = Sql::new("update deals set owner_id = ");
    sql.bind(to).push(", updated_at = ").bind(now).push(", updated_by = ").bind(tx.user());
    sql.push(", version = version + 1");
    let mut which = Sql::new("r.owner_id = ");
    which.bind(from);
    super::push_all(&mut sql, tx, which);
    sql.push(" returning id, stage_id, currency, budget");
    Ok(tx.fetch_all(sql).await?)
}
