//! Rows to which several ways lead, in the order of the last change: an index walk for each way, merged. One condition over
//! all of them would walk the whole company's list until it met enough rows: measured at seconds for people who see nothing
//! among a million.

use super::{List, Part, Segment, push_page};
use crate::db::{Sql, filter_sql::Way};
use domain::{
    error::AppError,
    filter::{Field, Filter, Sight},
    ids::UserId,
};

/// As many owners are merged; more are as good as everybody.
pub(super) const MOST: usize = 64;
/// Each way repeats what else is asked: a filter that names more than so many would bind more than a query may.
const NAMED: usize = 256;

/// The ways to a list's rows, each with what else is asked there.
pub(super) struct Branches {
    ways: Vec<(Way, Filter)>,
    /// Ways that lead to the same rows have each row taken once.
    union: &'static str,
}

impl List<'_> {
    /// What is to be merged, if several ways lead to the list, it is walked in the order of the last change, and nothing
    /// rarer drives it.
    pub(super) fn branches(&self, segment: &Segment, part: &Part<'_>) -> Option<Branches> {
        let asked = match segment {
            _ if part.driver.is_some() || self.filter.names() > NAMED => return None,
            // One owner's rows are in that order, whatever the people's.
            Segment::Owner(owner) => self.filter.clone().and(Filter::owned_by(vec![*owner])),
            _ if self.sort.by == Field::UpdatedAt => self.filter.clone(),
            _ => return None,
        };
        match asked.sight() {
            Some((sight, rest)) => of_sight(sight, rest),
            None => {
                let (owners, rest) = asked.owners().filter(|(owners, _)| (2..=MOST).contains(&owners.len()))?;
                Some(Branches { ways: of_owners(owners, &rest), union: ") own union all select * from (" })
            }
        }
    }

    /// One page of the merged branches. They carry keys only: wide columns are read for the page alone.
    pub(super) fn select_merged(&self, segment: &Segment, part: Part<'_>, to: &Branches) -> Result<Sql, AppError> {
        let walk = segment.walk(self);
        let mut sql = Sql::new("select ");
        sql.push(self.columns).push(", ").push(walk.key).push(walk.kind.column()).push(" from (select * from (");
        for (index, (way, rest)) in to.ways.iter().enumerate() {
            sql.push(if index == 0 { "select * from (" } else { to.union });
            sql.push("select r.id, r.updated_at from ");
            way.push(&mut sql, self.table, self.workspace);
            List { filter: rest, ..*self }.push_rows(&mut sql)?;
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

/// The ways to what somebody sees. Where owners are named of whom all is seen anyway, the other ways lead to nothing new.
fn of_sight(sight: &Sight, rest: Filter) -> Option<Branches> {
    let theirs = |owner: &UserId| sight.owners.contains(owner);
    let (owners, others, named) = match rest.owners() {
        Some((named, others)) => {
            let all = named.iter().all(theirs);
            (named.into_iter().filter(|owner| theirs(owner)).collect(), others, all)
        }
        None => (sight.owners.clone(), rest.clone(), false),
    };
    if owners.len() > MOST {
        return None;
    }
    let mut ways = of_owners(owners, &others);
    if !named {
        ways.extend([(Way::Public, rest.clone()), (Way::Managed(sight.person), rest)]);
    }
    (!ways.is_empty()).then_some(Branches { ways, union: ") own union select * from (" })
}

fn of_owners(owners: Vec<UserId>, rest: &Filter) -> Vec<(Way, Filter)> {
    owners.into_iter().map(|owner| (Way::Owners(vec![owner]), rest.clone())).collect()
}
