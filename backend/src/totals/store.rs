//! SQL of kept totals.

use crate::{
    cx::{TotalKey, Tx},
    db::Sql,
};
use domain::error::AppError;

pub(super) async fn set_changed(tx: &mut Tx, key: &TotalKey, count: i64, amount: i64) -> Result<(), AppError> {
    let mut sql;
    match key {
        TotalKey::Clients(owner, access) => {
            sql = Sql::new("insert into client_totals (workspace_id, owner_id, access, count) values ");
            sql.bind_tuple([tx.workspace().into(), (*owner).into(), access.key().into(), count.into()]);
            sql.push(" on conflict (workspace_id, owner_id, access) do update set");
            sql.push(" count = client_totals.count + excluded.count");
        }
        TotalKey::Deals(stage, owner, currency) => {
            sql =
                Sql::new("insert into deal_totals (workspace_id, stage_id, owner_id, currency, count, amount) values ");
            sql.bind_tuple([
                tx.workspace().into(),
                (*stage).into(),
                (*owner).into(),
                currency.into(),
                count.into(),
                amount.into(),
            ]);
            sql.push(" on conflict (workspace_id, stage_id, owner_id, currency) do update set");
            sql.push(" count = deal_totals.count + excluded.count, amount = deal_totals.amount + excluded.amount");
        }
    }
    tx.execute(sql).await?;
    Ok(())
}
