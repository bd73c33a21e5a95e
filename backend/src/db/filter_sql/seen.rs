//! Clients that somebody sees (S1.17, S1.18): as a check of one row, and as the ways that lead to all of them. One
//! condition over all three ways would walk the company's list until it met enough rows: measured at 1.5 seconds for
//! people who see hardly anything among a million.

use super::{CLIENTS, Compiler, Looks, Sql, Table};
use domain::{
    error::AppError,
    filter::{Filter, Sight},
    ids::{UserId, WorkspaceId},
};

/// What leads to rows by an index of its own. The condition on `access` is that of the index `clients_public`.
pub(crate) enum Way {
    /// The rows of these owners.
    Owners(Vec<UserId>),
    /// Clients that everybody sees.
    Public,
    /// Clients that this person manages.
    Managed(UserId),
}

impl Way {
    /// Appends the tables, `where` and the condition, up to the ` and ` that more conditions follow.
    pub fn push(&self, sql: &mut Sql, table: &Table, workspace: WorkspaceId) {
        match self {
            Way::Owners(owners) => {
                sql.push(table.from).push(" where ");
                push_owners(sql, owners);
            }
            Way::Public => drop(sql.push(table.from).push(" where r.access <> 'private'")),
            Way::Managed(person) => {
                sql.push("client_managers m cross join ").push(table.from);
                sql.push(" where m.workspace_id = ").bind(workspace).push(" and m.user_id = ").bind(*person);
                sql.push(" and r.id = m.client_id");
            }
        }
        sql.push(" and ");
    }
}

/// Appends the ids, as `hit`, of the clients that are seen and that the rest leaves; of each way at most so many.
pub(crate) fn push_seen(
    sql: &mut Sql,
    workspace: WorkspaceId,
    (sight, rest): (&Sight, &Filter),
    limit: Option<i64>,
) -> Result<(), AppError> {
    let ways = [Way::Owners(sight.owners.clone()), Way::Public, Way::Managed(sight.person)];
    for (index, way) in ways.iter().enumerate() {
        sql.push(if index == 0 { "select hit from (" } else { ") way union select hit from (" });
        sql.push("select r.id as hit from ");
        way.push(sql, &CLIENTS, workspace);
        sql.push("r.workspace_id = ").bind(workspace).push(" and r.deleted_at is null and ");
        Compiler { table: &CLIENTS, workspace, looks: Looks::Each }.push(sql, rest)?;
        if let Some(limit) = limit {
            // Some of them in the order of their index: any of them may be looked for by a scan of the table.
            sql.push(if matches!(way, Way::Public) { " order by r.updated_at desc, r.id" } else { "" });
            sql.push(" limit ").bind(limit);
        }
    }
    sql.push(") way");
    Ok(())
}

/// Appends that a row of clients, or of their totals, is of these owners or public.
pub(crate) fn push_owned_or_public(sql: &mut Sql, sight: &Sight) {
    sql.push("(");
    push_owners(sql, &sight.owners);
    sql.push(" or r.access <> 'private')");
}

/// Appends that a client is seen.
pub(super) fn push_check(sql: &mut Sql, workspace: WorkspaceId, sight: &Sight) {
    sql.push("(");
    push_owned_or_public(sql, sight);
    sql.push(" or ");
    push_managed(sql, workspace, sight.person);
    sql.push(")");
}

/// Appends that a client is managed by somebody: a probe by primary key, for the reason that custom values have.
pub(super) fn push_managed(sql: &mut Sql, workspace: WorkspaceId, person: UserId) {
    sql.push("(select 1 from client_managers m where m.workspace_id = ").bind(workspace);
    sql.push(" and m.client_id = r.id and m.user_id = ").bind(person).push(") = 1");
}

fn push_owners(sql: &mut Sql, owners: &[UserId]) {
    match owners {
        [] => drop(sql.push("1 = 0")),
        [owner] => drop(sql.push("r.owner_id = ").bind(*owner)),
        owners => drop(sql.push("r.owner_id in (").bind_list(owners.to_vec()).push(")")),
    }
}
