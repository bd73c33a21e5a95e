//! What may drive a walk: the condition with so few hits that collecting and sorting them beats the list's own order.

use super::{FEW, List, branches};
use crate::db::{
    Db, Reads, Sql, dialect,
    filter_sql::{compare, custom_source, push_filter, push_seen, relation},
    types::Counted,
};
use domain::{
    error::AppError,
    fields::Noun,
    filter::{Condition, Field, Filter, Operator, Value},
    search_text::Query,
};

impl List<'_> {
    /// The condition with few hits that should drive the walk, if there is one.
    pub(super) async fn driver(&self, db: &mut Db) -> Result<Option<Filter>, AppError> {
        let mut best: Option<(i64, Filter)> = None;
        for candidate in self.candidates() {
            let mut sql = Sql::new("select count(*) as n from (");
            self.push_candidate(&mut sql, &candidate, db.dialect())?;
            sql.push(" limit ").bind(FEW + 1).push(") hits");
            let hits = db.fetch_one::<Counted>(sql).await?.n;
            if hits <= FEW && best.as_ref().is_none_or(|(least, _)| hits < *least) {
                best = Some((hits, candidate));
            }
        }
        Ok(best.map(|(_, filter)| filter))
    }

    fn candidates(&self) -> Vec<Filter> {
        let alone = self.filter.parts().iter().filter(|part| self.can_drive(part)).cloned();
        alone.chain([Field::CreatedAt, Field::UpdatedAt].into_iter().filter_map(|field| self.range(field))).collect()
    }

    fn can_drive(&self, part: &Filter) -> bool {
        match part {
            Filter::Search(text) => self.table.noun == Noun::Client && !Query::parse(text).words.is_empty(),
            Filter::HasDeal(_) => true,
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

    /// Both ends of a time together: each alone has many hits. In the order of the last change its range is the walk.
    fn range(&self, of: Field) -> Option<Filter> {
        let is_end = |part: &&Filter| matches!(part, Filter::Is(Condition { field, operator: Operator::AtLeast | Operator::Below, .. }) if *field == of);
        let ends: Vec<Filter> = self.filter.parts().iter().filter(is_end).cloned().collect();
        (!ends.is_empty() && (of != Field::UpdatedAt || self.sort.by != of)).then_some(Filter::And(ends))
    }

    pub(super) fn push_hits(
        &self,
        sql: &mut Sql,
        driver: Option<&Filter>,
        dialect: dialect::Dialect,
    ) -> Result<(), AppError> {
        if let Some(driver) = driver {
            sql.push("with h as materialized (");
            self.push_candidate(sql, driver, dialect)?;
            sql.push(") ");
        }
        Ok(())
    }

    fn push_candidate(&self, sql: &mut Sql, filter: &Filter, dialect: dialect::Dialect) -> Result<(), AppError> {
        if let Some((_, others)) = relation(self.table, filter) {
            return others.push(sql, self.workspace);
        }
        match filter {
            // More of any way are too many to be collected.
            Filter::SeenBy(sight) => push_seen(sql, self.workspace, (sight, &Filter::All), Some(FEW + 1)),
            Filter::Search(text) => {
                dialect::push_search(sql, self.workspace, &Query::parse(text), dialect);
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
}
