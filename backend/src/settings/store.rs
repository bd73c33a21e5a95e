//! SQL of the settings' version.

use crate::{cx::Tx, db::Sql};
use domain::error::AppError;

/// Counts the version up; two transactions that do it at once wait for each other.
pub(crate) async fn set_changed(tx: &mut Tx) -> Result<(), AppError> {
    let mut sql = Sql::new("insert into settings_versions (workspace_id, version) values ");
    sql.bind_tuple([tx.workspace().into(), 1i64.into()]);
    sql.push(" on conflict (workspace_id) do update set version = settings_versions.version + excluded.version");
    tx.execute(sql).await?;
    Ok(())
}
