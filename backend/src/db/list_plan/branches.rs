//! Several owners' rows in the order of the last change: a walk of the owners' index for each of them, merged. One
//! condition over all owners would walk the whole company's list until it met enough of their rows: measured at seconds
//! for people who own nothing among a million.

use super::{List, Part, Segment, push_page};
use crate::db::Sql;
use domain::{
    error::AppError,
    filter::{Field, Filter},
    ids::UserId,
};

/// As many owners are merged; more are as good as everybody.
pub(super) const MOST: usize = 64;

/// The owners of a list and what else it asks.
pub(super) struct Branches {
    owners: Vec<UserId>,
    rest: Filter,
}

impl List<'_> {
    /// The owners to be merged, if the list asks for several, is walked in the order of the last change, and nothing
    /// rarer drives it.
    pub(super) fn branches(&self, part: &Part<'_>) -> Option<Branches> {
        if part.driver.is_some() || self.sort.by != Field::UpdatedAt {
            return None;
        }
        let named = self.filter.owners().filter(|(owners, _)| (2..=MOST).contains(&owners.len()));
        named.map(|(owners, rest)| Branches { owners, rest })
    }

    /// One page of the merged branches. They carry keys only: wide columns are read for the page alone.
    pub(super) fn select_merged(&self, segment: &Segment, part: Part<'_>, to: &Branches) -> Result<Sql, AppError> {
        let walk = segment.walk(self);
        let list = List { filter: &to.rest, ..*self };
        let mut sql = Sql::new("select ");
        sql.push(self.columns).push(", ").push(walk.key).push(walk.kind.column()).push(" from (select * from (");
        for (index, owner) in to.owners.iter().enumerate() {
            sql.push(if index == 0 { "select * from (" } else { ") own union all select * from (" });
            sql.push("select r.id, r.updated_at from ").push(self.table.from).push(" where r.owner_id = ").bind(*owner);
            sql.push(" and ");
            list.push_rows(&mut sql)?;
            push_page(&mut sql, &walk, part.after, part.limit)?;
        }
        let order = match walk.descending {
            true => " order by merged.updated_at desc, merged.id",
            false => " order by merged.updated_at, merged.id desc",
        };
        sql.push(") own) merged").push(order).push(" limit ").bind(part.limit);
        sql.push(") merged cross join ").push(self.table.from).push(" where r.workspace_id = ").bind(self.workspace);
        sql.push(" and r.id = merged.id").push(order);
        Ok(sql)
    }
}
