//! What may drive a walk: the condition with so few hits that collecting and sorting them beats the list's own order.

use super::{FEW, List, branches, may_be_common};
use crate::db::{
    Arg, Db, Reads, Sql, dialect,
    filter_sql::{CLIENTS, check_size, compare, custom_source, push_filter, push_seen, push_with_deal},
    types::Counted,
};
use domain::{
    error::AppError,
    fields::Noun,
    filter::{Condition, Field, Filter, Operator, Value},
    ids::{FieldId, OptionId},
};

/// What drives a walk.
pub(super) enum Driver {
    /// A condition, whose hits the query collects itself.
    Condition(Filter),
    /// What a search has hit, filled up to one of few lengths, so that there are few texts of queries.
    Hits(Vec<Arg>),
}

/// So many hits are fetched at once instead of being counted first and looked for again.
const AT_ONCE: i64 = 64;
/// The lengths of lists of hits.
const LENGTHS: [usize; 3] = [4, 16, AT_ONCE as usize];

impl List<'_> {
    /// What has few hits and should drive the walk, if anything. Each candidate is a query: a tree that is too large is refused
    /// before the first.
    pub(super) async fn driver(&self, db: &mut Db) -> Result<Option<Driver>, AppError> {
        check_size(self.filter)?;
        for part in self.filter.parts() {
            if let Filter::Search(text) = part
                && let Some(hits) = self.hits(db, text).await?
            {
                return Ok(Some(Driver::Hits(hits)));
            }
        }
        let mut best: Option<(i64, Filter)> = None;
        for candidate in self.candidates() {
            let hits = self.weight(db, &candidate).await?;
            if hits <= FEW && best.as_ref().is_none_or(|(least, _)| hits < *least) {
                best = Some((hits, candidate));
            }
        }
        Ok(best.map(|(_, filter)| Driver::Condition(filter)))
    }

    /// All hits of a search for a number, if they are few. Other words are met more often, and are counted.
    async fn hits(&self, db: &mut Db, text: &str) -> Result<Option<Vec<Arg>>, AppError> {
        let query = self.table.query(text);
        if may_be_common(&query) || query.words.is_empty() {
            return Ok(None);
        }
        let (dialect, mut sql) = (db.dialect(), Sql::new(""));
        dialect::push_search(&mut sql, self.table, (self.workspace, text), dialect);
        sql.push(" limit ").bind(AT_ONCE + 1);
        let (mut hits, nothing) = dialect::list_hits(db, sql).await?;
        let Some(length) = LENGTHS.into_iter().find(|length| hits.len() <= *length) else { return Ok(None) };
        hits.resize(length, nothing);
        Ok(Some(hits))
    }

    /// What the search leaves, if that is little: for counts and sums, which have no order that could be walked instead.
    pub(super) async fn found(&self, db: &mut Db) -> Result<Option<Driver>, AppError> {
        check_size(self.filter)?;
        for part in self.filter.parts().iter().filter(|part| matches!(part, Filter::Search(_) | Filter::Or(_))) {
            if self.can_drive(part) && self.weight(db, part).await? <= FEW {
                return Ok(Some(Driver::Condition(part.clone())));
            }
        }
        Ok(None)
    }

    /// The hits of a candidate, counted up to a bound. Clients that lead to deals count as well: they are gone through.
    async fn weight(&self, db: &mut Db, candidate: &Filter) -> Result<i64, AppError> {
        let (dialect, mut texts) = (db.dialect(), Vec::new());
        if self.table.noun == Noun::Deal {
            client_searches(candidate, &mut texts);
        }
        let mut sql = Sql::new("select count(*) as n from (");
        for text in texts {
            sql.push("select 1 as one from (");
            dialect::push_search(&mut sql, &CLIENTS, (self.workspace, text), dialect);
            sql.push(" limit ").bind(FEW + 1).push(") client union all ");
        }
        sql.push("select 1 as one from (");
        self.push_candidate(&mut sql, candidate, dialect)?;
        sql.push(" limit ").bind(FEW + 1).push(") hits limit ").bind(FEW + 1).push(") hits");
        Ok(db.fetch_one::<Counted>(sql).await?.n)
    }

    fn candidates(&self) -> Vec<Filter> {
        let alone = self.filter.parts().iter().filter(|part| self.can_drive(part)).cloned();
        alone.chain([Field::CreatedAt, Field::UpdatedAt].into_iter().filter_map(|field| self.range(field))).collect()
    }

    fn can_drive(&self, part: &Filter) -> bool {
        match part {
            Filter::Search(_) | Filter::These(_) | Filter::HasDeal(_) | Filter::Or(_) => self.leads(part),
            // What the walk goes along needs no other.
            part if one_choice(part).is_some() && one_choice(part) == self.walked_choice() => false,
            Filter::Is(Condition { field: Field::Custom(_), operator, .. }) => {
                !matches!(operator, Operator::IsEmpty | Operator::IsNotEmpty)
            }
            // A few owners' rows are already in the order of the last change; other orders collect them.
            Filter::Is(Condition { field: Field::Owner, value: Value::Users(users), .. }) => {
                users.len() > branches::MOST || self.sort.by != Field::UpdatedAt
            }
            Filter::SeenBy(sight) => sight.owners.len() > branches::MOST || self.sort.by != Field::UpdatedAt,
            _ => false,
        }
    }

    /// The choice whose rows are walked, since they are in the list's own order: however many there are, and however old. Where people
    /// see what some owners have, their rows are fewer.
    pub(super) fn walked_choice(&self) -> Option<(FieldId, OptionId)> {
        let by_change = self.sort.by == Field::UpdatedAt && self.sort.descending;
        let of_all = self.filter.sight().is_none() && self.filter.owners().is_none();
        self.filter.parts().iter().filter(|_| by_change && of_all).find_map(one_choice)
    }

    /// Whether an index leads to whatever this leaves.
    fn leads(&self, filter: &Filter) -> bool {
        match filter {
            Filter::These(_) => true,
            Filter::Search(text) => !self.table.query(text).words.is_empty(),
            Filter::HasDeal(_) => self.table.noun == Noun::Client,
            Filter::OfClient(inner) => self.table.noun == Noun::Deal && searched(inner).is_some(),
            Filter::Is(Condition { field: Field::Number, operator, .. }) => *operator == Operator::Equals,
            Filter::Or(parts) => !parts.is_empty() && parts.iter().all(|part| self.leads(part)),
            Filter::And(parts) => parts.iter().any(|part| self.leads(part)),
            _ => false,
        }
    }

    /// Both ends of a time together: each alone has many hits. In the order of the last change its range is the walk.
    fn range(&self, of: Field) -> Option<Filter> {
        let is_end = |part: &&Filter| matches!(part, Filter::Is(Condition { field, operator: Operator::AtLeast | Operator::Below, .. }) if *field == of);
        let ends: Vec<Filter> = self.filter.parts().iter().filter(is_end).cloned().collect();
        (!ends.is_empty() && (of != Field::UpdatedAt || self.sort.by != of)).then_some(Filter::And(ends))
    }

    pub(super) fn push_hits(
        &self,
        sql: &mut Sql,
        driver: Option<&Driver>,
        dialect: dialect::Dialect,
    ) -> Result<(), AppError> {
        let Some(driver) = driver else { return Ok(()) };
        sql.push("with h as materialized (");
        match driver {
            Driver::Condition(condition) => self.push_candidate(sql, condition, dialect)?,
            Driver::Hits(hits) => {
                sql.push("select column1 as hit from (values ");
                sql.bind_rows(hits.iter().map(|hit| vec![hit.clone()]));
                sql.push(") hits");
            }
        }
        sql.push(") ");
        Ok(())
    }

    fn push_candidate(&self, sql: &mut Sql, filter: &Filter, dialect: dialect::Dialect) -> Result<(), AppError> {
        match filter {
            // More of any way are too many to be collected.
            Filter::SeenBy(sight) => push_seen(sql, self.workspace, (sight, &Filter::All), Some(FEW + 1)),
            Filter::Search(text) => {
                dialect::push_search(sql, self.table, (self.workspace, text), dialect);
                Ok(())
            }
            Filter::HasDeal(inner) => push_with_deal(sql, self.workspace, inner),
            Filter::Or(_) => {
                sql.push("select distinct hit from (");
                self.push_leading(sql, filter, dialect)?;
                sql.push(") way");
                Ok(())
            }
            Filter::Is(condition @ Condition { field: Field::Custom(id), .. }) => {
                let (from, column) = custom_source(self.table, &condition.value)?;
                sql.push("select ").push(self.table.value_record).push(" as hit from ").push(from);
                sql.push(" where v.workspace_id = ").bind(self.workspace).push(" and v.field_id = ").bind(*id);
                sql.push(" and ").push(column.text).push(" is not null and ");
                compare(sql, column, condition)
            }
            other => {
                sql.push("select r.id as hit from ").push(self.table.from).push(" where r.workspace_id = ");
                sql.bind(self.workspace).push(" and r.deleted_at is null and ");
                push_filter(sql, self.table, self.workspace, other)
            }
        }
    }

    /// Appends the ids that a filter which leads somewhere leads to: all that it leaves, and perhaps others.
    fn push_leading(&self, sql: &mut Sql, filter: &Filter, dialect: dialect::Dialect) -> Result<(), AppError> {
        match filter {
            Filter::Or(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    sql.push(if index == 0 { "select hit from (" } else { ") one union all select hit from (" });
                    self.push_leading(sql, part, dialect)?;
                }
                sql.push(") one");
                Ok(())
            }
            Filter::And(parts) => match parts.iter().find(|part| self.leads(part)) {
                Some(part) => self.push_leading(sql, part, dialect),
                None => self.push_candidate(sql, filter, dialect),
            },
            Filter::Search(text) => {
                dialect::push_found(sql, self.table, (self.workspace, text), dialect);
                Ok(())
            }
            Filter::OfClient(inner) => {
                sql.push("select r.id as hit from (");
                let text = searched(inner).unwrap_or_default();
                dialect::push_found(sql, &CLIENTS, (self.workspace, text), dialect);
                sql.push(" and ");
                push_filter(sql, &CLIENTS, self.workspace, inner)?;
                sql.push(") client cross join ").push(self.table.from).push(" where r.workspace_id = ");
                sql.bind(self.workspace).push(" and r.client_id = client.hit and r.deleted_at is null");
                Ok(())
            }
            other => self.push_candidate(sql, other, dialect),
        }
    }
}

/// The one choice that a condition asks for.
fn one_choice(part: &Filter) -> Option<(FieldId, OptionId)> {
    match part {
        Filter::Is(Condition {
            field: Field::Custom(field),
            operator: Operator::OneOf,
            value: Value::Options(options),
        }) => match options.as_slice() {
            [option] => Some((*field, *option)),
            _ => None,
        },
        _ => None,
    }
}

/// What clients are searched for.
fn searched(filter: &Filter) -> Option<&str> {
    filter.parts().iter().find_map(|part| match part {
        Filter::Search(text) if !CLIENTS.query(text).words.is_empty() => Some(text.as_str()),
        _ => None,
    })
}

/// The searches for clients by which a filter of deals is led.
fn client_searches<'a>(filter: &'a Filter, texts: &mut Vec<&'a str>) {
    match filter {
        Filter::Or(parts) | Filter::And(parts) => parts.iter().for_each(|part| client_searches(part, texts)),
        Filter::OfClient(inner) => texts.extend(searched(inner)),
        _ => {}
    }
}
