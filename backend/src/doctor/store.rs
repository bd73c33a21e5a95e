//! SQL of examination and backup.

use crate::{
    cx::Backend,
    db::{Reads, Sql, dialect::Dialect, types::Counted},
};

/// Each check with the number of rows that fail it.
pub(super) async fn list_findings(backend: &Backend) -> anyhow::Result<Vec<(&'static str, i64)>> {
    let mut checks = vec![
        (
            "kept totals of deals",
            "select count(*) as n from (
                select workspace_id, stage_id, owner_id, currency, count, amount from deal_totals where count <> 0 or amount <> 0
                except
                select workspace_id, stage_id, owner_id, currency, count(*), cast(coalesce(sum(budget), 0) as bigint)
                from deals where deleted_at is null group by workspace_id, stage_id, owner_id, currency) wrong",
        ),
        (
            "deals in kept totals",
            "select count(*) as n from (
                select workspace_id, stage_id, owner_id, currency from deals where deleted_at is null
                except
                select workspace_id, stage_id, owner_id, currency from deal_totals where count > 0) missing",
        ),
        (
            "kept totals of clients",
            "select count(*) as n from (
                select workspace_id, owner_id, access, count from client_totals where count <> 0
                except
                select workspace_id, owner_id, access, count(*) from clients where deleted_at is null
                group by workspace_id, owner_id, access) wrong",
        ),
        (
            "clients in kept totals",
            "select count(*) as n from (
                select workspace_id, owner_id, access from clients where deleted_at is null
                except
                select workspace_id, owner_id, access from client_totals where count > 0) missing",
        ),
        (
            "owners among the managers of their clients",
            "select count(*) as n from client_managers m
                join clients c on c.workspace_id = m.workspace_id and c.id = m.client_id and c.owner_id = m.user_id",
        ),
    ];
    if backend.db().dialect() == Dialect::Sqlite {
        checks.push(("integrity", "select count(*) as n from pragma_integrity_check where integrity_check <> 'ok'"));
        checks.push(("references", "select count(*) as n from pragma_foreign_key_check"));
    }
    let mut findings = Vec::new();
    for (name, text) in checks {
        findings.push((name, backend.db().fetch_one::<Counted>(Sql::new(text)).await?.n));
    }
    Ok(findings)
}

pub(super) async fn insert_copy(backend: &Backend, path: &str) -> anyhow::Result<()> {
    let mut sql = Sql::new("vacuum into ");
    sql.bind(path);
    Ok(backend.db().run_alone(sql).await?)
}
