//! Kept totals: counts of clients per owner and access, counts and sums of deals per stage, owner and currency.
//! Written last in the transaction that changes them; read by the board and by list counts. Never counted here.

mod store;

use crate::cx::Tx;
use domain::error::AppError;

/// Writes what the transaction has gathered.
pub(crate) async fn write(tx: &mut Tx) -> Result<(), AppError> {
    for (key, (count, amount)) in tx.take_totals() {
        if count != 0 || amount != 0 {
            store::set_changed(tx, &key, count, amount).await?;
        }
    }
    Ok(())
}
