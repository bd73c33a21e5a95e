//! SQL of the names by which deals are put in the order of their clients: each deal has its client's folded name beside it,
//! so that the order is an index. Facts of the deals are left as they are: no version, no event.

use crate::{
    cx::Tx,
    db::{Arg, Sql},
};
use domain::{error::AppError, ids::ClientId};

/// As many clients are taken by one statement.
const TOGETHER: usize = 256;

/// Gives the live deals of these clients this name, or none.
pub(in crate::deals) async fn set_client_name(
    tx: &mut Tx,
    clients: &[ClientId],
    name: Option<String>,
) -> Result<(), AppError> {
    for part in clients.chunks(TOGETHER) {
        let mut sql = Sql::new("update deals set client_norm = ");
        sql.bind(Arg::from(name.clone()));
        let mut which = Sql::new("r.client_id in (");
        which.bind_list(part.iter().copied()).push(")");
        super::push_all(&mut sql, tx, which);
        tx.execute(sql).await?;
    }
    Ok(())
}
