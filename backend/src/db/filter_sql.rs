//! The filter tree as SQL predicates: one recursive function. How a list is driven is `list_plan.rs`' matter.

mod seen;

pub(crate) use seen::{Way, push_owned_or_public, push_seen};

use super::{Arg, Sql, types::to_micros};
use domain::{
    dates::days,
    error::{AppError, Problem},
    fields::Noun,
    filter::{Condition, Field, Filter, Operator, Value},
    ids::{FieldId, WorkspaceId},
    search_text::{Query, fold},
    text::clean,
};

/// So many conditions are compiled; a larger tree is refused, since a person may send any tree and planning has its price.
pub(crate) const CONDITIONS_LIMIT: usize = 64;
/// So many conditions stand within each other; a database's parser has a stack.
const DEPTH_LIMIT: usize = 16;
/// So many people, stages and choices are named: twice the people of a large company, and far below what a query may bind.
const NAMES_LIMIT: usize = 2_000;
/// Texts of custom fields are indexed and compared by so many characters of their folded form.
pub(crate) const TEXT_KEY: usize = 100;

/// What the compiler must know of a table; its alias is always `r`.
pub(crate) struct Table {
    /// Its noun.
    pub noun: Noun,
    /// `clients r`.
    pub from: &'static str,
    /// The typed custom values.
    pub values: &'static str,
    /// The custom choices.
    pub choices: &'static str,
    /// ` and v.client_id = r.id`.
    pub value_of_row: &'static str,
    /// `v.client_id`.
    pub value_record: &'static str,
    /// `name_norm` or `title_norm`.
    pub name: &'static str,
    /// What the search box is compared with: each word between spaces, as a needle of R16 wants it.
    pub found_by: &'static str,
    /// SQLite's index of fragments of it.
    pub fragments: &'static str,
}

impl Table {
    /// What a search asks of it: a client is found by its phones as well, a deal by the words of its title alone.
    pub fn query(&self, text: &str) -> Query {
        if self.noun == Noun::Client { Query::parse(text) } else { Query::of_title(text) }
    }
}

/// The table «Клиенты».
pub(crate) const CLIENTS: Table = Table {
    noun: Noun::Client,
    from: "clients r",
    values: "client_field_values v",
    choices: "client_field_choices v",
    value_of_row: " and v.client_id = r.id",
    value_record: "v.client_id",
    name: "r.name_norm",
    found_by: "r.search_text",
    fragments: "client_search",
};

/// Deals.
pub(crate) const DEALS: Table = Table {
    noun: Noun::Deal,
    from: "deals r",
    values: "deal_field_values v",
    choices: "deal_field_choices v",
    value_of_row: " and v.deal_id = r.id",
    value_record: "v.deal_id",
    name: "r.title_norm",
    // As the migrations index it: PostgreSQL finds an expression by its words.
    found_by: "('  ' || replace(r.title_norm, ' ', '  ') || ' ')",
    fragments: "deal_search",
};

/// Appends the predicate of a filter over the alias `r`.
pub(crate) fn push_filter(
    sql: &mut Sql,
    table: &Table,
    workspace: WorkspaceId,
    filter: &Filter,
) -> Result<(), AppError> {
    check_size(filter)?;
    Compiler { table, workspace, looks: Looks::Each }.push(sql, filter)
}

/// The same for a query that goes through the whole table.
pub(crate) fn push_filter_over_all(
    sql: &mut Sql,
    table: &Table,
    workspace: WorkspaceId,
    filter: &Filter,
) -> Result<(), AppError> {
    check_size(filter)?;
    Compiler { table, workspace, looks: Looks::Once }.push(sql, filter)
}

/// How the clients of deals are looked at.
#[derive(Clone, Copy)]
enum Looks {
    /// Each by its key: whoever looks at few deals looks at few clients.
    Each,
    /// All that fit, gathered once: over all deals a third of the time that keys take.
    Once,
}

/// Refuses a tree that is too large; for whoever appends the parts of one by themselves.
pub(crate) fn check_size(filter: &Filter) -> Result<(), AppError> {
    let measured = [(filter.size(), CONDITIONS_LIMIT), (filter.depth(), DEPTH_LIMIT), (filter.names(), NAMES_LIMIT)];
    match measured.into_iter().find(|(actual, max)| actual > max) {
        Some((actual, max)) => Err(AppError::invalid("filter", Problem::TooLong { max, actual })),
        None => Ok(()),
    }
}

/// Appends that the column holds every word of a search.
pub(crate) fn push_needles(sql: &mut Sql, column: &'static str, query: &Query) {
    sql.push("1 = 1");
    for needle in &query.words {
        let (open, close) = if needle.readings().count() > 1 { (" and (", ")") } else { (" and ", "") };
        sql.push(open);
        for (index, reading) in needle.readings().enumerate() {
            sql.push(if index == 0 { "" } else { " or " }).push(column).push(" like ").bind(format!("%{reading}%"));
        }
        sql.push(close);
    }
}

struct Compiler<'a> {
    table: &'a Table,
    workspace: WorkspaceId,
    looks: Looks,
}

impl Compiler<'_> {
    fn push(&self, sql: &mut Sql, filter: &Filter) -> Result<(), AppError> {
        match filter {
            Filter::All => drop(sql.push("1 = 1")),
            Filter::Nothing => drop(sql.push("1 = 0")),
            Filter::And(parts) => self.join(sql, parts, " and ", "1 = 1")?,
            Filter::Or(parts) => self.join(sql, parts, " or ", "1 = 0")?,
            Filter::Not(inner) => {
                sql.push("(case when ");
                self.push(sql, inner)?;
                sql.push(" then 0 else 1 end) = 1");
            }
            Filter::Is(condition) => self.condition(sql, condition)?,
            Filter::Search(text) => push_needles(sql, self.table.found_by, &self.table.query(text)),
            Filter::These(ids) if ids.is_empty() => drop(sql.push("1 = 0")),
            Filter::These(ids) => drop(sql.push("r.id in (").bind_list(ids.iter().copied()).push(")")),
            Filter::OfClient(inner) if self.table.noun == Noun::Deal => self.client(sql, inner)?,
            Filter::HasDeal(inner) if self.table.noun == Noun::Client => {
                sql.push("r.id in (");
                push_with_deal(sql, self.workspace, inner)?;
                sql.push(")");
            }
            Filter::OfClient(_) | Filter::HasDeal(_) => return Err(unknown()),
            _ if self.table.noun != Noun::Client => return Err(unknown()),
            Filter::ManagedBy(person) => seen::push_managed(sql, self.workspace, *person),
            Filter::SeenBy(sight) => seen::push_check(sql, self.workspace, sight),
        }
        Ok(())
    }

    /// The client of a deal. Where it is looked up by its key, `own` carries that past the inner `r`, which hides the one
    /// around it.
    fn client(&self, sql: &mut Sql, filter: &Filter) -> Result<(), AppError> {
        if matches!(self.looks, Looks::Once) {
            sql.push("r.client_id in (");
            match filter.sight() {
                Some((sight, rest)) => push_seen(sql, self.workspace, (sight, &rest), None)?,
                None => {
                    sql.push("select r.id from clients r where r.workspace_id = ").bind(self.workspace);
                    sql.push(" and r.deleted_at is null and ");
                    Compiler { table: &CLIENTS, ..*self }.push(sql, filter)?;
                }
            }
            sql.push(")");
            return Ok(());
        }
        sql.push("(select 1 from (select r.client_id as client) own cross join clients r where r.workspace_id = ");
        sql.bind(self.workspace).push(" and r.id = own.client and r.deleted_at is null and ");
        Compiler { table: &CLIENTS, ..*self }.push(sql, filter)?;
        sql.push(") = 1");
        Ok(())
    }

    fn join(&self, sql: &mut Sql, parts: &[Filter], word: &'static str, none: &'static str) -> Result<(), AppError> {
        if parts.is_empty() {
            sql.push(none);
            return Ok(());
        }
        for (index, part) in parts.iter().enumerate() {
            sql.push(if index == 0 { "(" } else { word });
            self.push(sql, part)?;
        }
        sql.push(")");
        Ok(())
    }

    fn condition(&self, sql: &mut Sql, condition: &Condition) -> Result<(), AppError> {
        match condition.field {
            Field::Custom(id) => self.custom(sql, id, condition),
            field => {
                let column = self.column(field).ok_or_else(unknown)?;
                compare(sql, column, condition)
            }
        }
    }

    fn column(&self, field: Field) -> Option<Column> {
        let client = self.table.noun == Noun::Client;
        let (text, holds) = match field {
            Field::Name => (self.table.name, Holds::Name),
            Field::Phone if client => ("r.phone", Holds::Phone),
            Field::Email if client => ("r.email_norm", Holds::Email),
            Field::Owner => ("r.owner_id", Holds::User),
            Field::CreatedBy => ("r.created_by", Holds::User),
            Field::UpdatedBy => ("r.updated_by", Holds::User),
            Field::CreatedAt => ("r.created_at", Holds::Time),
            Field::UpdatedAt => ("r.updated_at", Holds::Time),
            Field::Number => ("r.number", Holds::Integer),
            Field::Stage if !client => ("r.stage_id", Holds::Stage),
            Field::Budget if !client => ("r.budget", Holds::Integer),
            Field::Currency if !client => ("r.currency", Holds::Code),
            Field::Client if !client => ("r.client_id", Holds::Client),
            _ => return None,
        };
        Some(Column { text, holds })
    }

    /// A scalar probe by primary key: EXISTS becomes a walk of all values in list order on SQLite, measured at 1.5 seconds.
    fn custom(&self, sql: &mut Sql, field: FieldId, condition: &Condition) -> Result<(), AppError> {
        match condition.operator {
            Operator::IsEmpty => {
                sql.push("(");
                self.probe(sql, self.table.values, field).push(") is null and ");
                self.probe(sql, self.table.choices, field).push(" limit 1) is null)");
                return Ok(());
            }
            Operator::IsNotEmpty => {
                sql.push("(");
                self.probe(sql, self.table.values, field).push(") is not null or ");
                self.probe(sql, self.table.choices, field).push(" limit 1) is not null)");
                return Ok(());
            }
            _ => {}
        }
        let (from, column) = custom_source(self.table, &condition.value)?;
        self.probe(sql, from, field).push(" and ");
        compare(sql, column, condition)?;
        sql.push(" limit 1) = 1");
        Ok(())
    }

    fn probe<'s>(&self, sql: &'s mut Sql, from: &'static str, field: FieldId) -> &'s mut Sql {
        sql.push("(select 1 from ").push(from).push(" where v.workspace_id = ").bind(self.workspace);
        sql.push(self.table.value_of_row).push(" and v.field_id = ").bind(field)
    }
}

/// Appends the clients that have such a deal, each once, as `hit`. Its own `r` hides the one around it, which it does not
/// ask about.
pub(crate) fn push_with_deal(sql: &mut Sql, workspace: WorkspaceId, filter: &Filter) -> Result<(), AppError> {
    sql.push("select distinct r.client_id as hit from deals r where r.workspace_id = ").bind(workspace);
    sql.push(" and r.deleted_at is null and ");
    // The size of the whole tree was looked at.
    Compiler { table: &DEALS, workspace, looks: Looks::Each }.push(sql, filter)
}

/// A column and what it holds: what it can be compared with.
#[derive(Clone, Copy)]
pub(crate) struct Column {
    /// As the query names it.
    pub text: &'static str,
    holds: Holds,
}

#[derive(Clone, Copy)]
enum Holds {
    Name,
    Phone,
    Email,
    Code,
    CustomText,
    Number,
    Integer,
    Date,
    Time,
    User,
    Stage,
    Client,
    Choice,
}

/// The table and column that hold custom values of this type.
pub(crate) fn custom_source(table: &Table, value: &Value) -> Result<(&'static str, Column), AppError> {
    let (from, text, holds) = match value {
        Value::Text(_) => (table.values, "v.text_value", Holds::CustomText),
        Value::Number(_) => (table.values, "v.num_value", Holds::Number),
        Value::Date(_) => (table.values, "v.date_value", Holds::Date),
        Value::Options(_) => (table.choices, "v.option_id", Holds::Choice),
        _ => return Err(unknown()),
    };
    Ok((from, Column { text, holds }))
}

/// Appends `column operator value`; a value of another type than the column's is refused.
pub(crate) fn compare(sql: &mut Sql, column: Column, condition: &Condition) -> Result<(), AppError> {
    let Column { text, holds } = column;
    match condition.operator {
        Operator::IsEmpty => drop(sql.push(text).push(" is null")),
        Operator::IsNotEmpty => drop(sql.push(text).push(" is not null")),
        Operator::StartsWith => push_prefix(sql, text, &holds.written(&condition.value).ok_or_else(unknown)?),
        Operator::Equals | Operator::OneOf => match holds.ids(&condition.value) {
            Some(ids) if ids.is_empty() => drop(sql.push("1 = 0")),
            Some(ids) => drop(sql.push(text).push(" in (").bind_list(ids).push(")")),
            None => push_scalar(sql, column, " = ", &condition.value)?,
        },
        Operator::AtLeast => push_scalar(sql, column, " >= ", &condition.value)?,
        Operator::Below => push_scalar(sql, column, " < ", &condition.value)?,
    }
    Ok(())
}

fn push_scalar(sql: &mut Sql, column: Column, sign: &'static str, value: &Value) -> Result<(), AppError> {
    sql.push(column.text).push(sign).bind(column.holds.scalar(value).ok_or_else(unknown)?);
    Ok(())
}

/// A range of keys rather than LIKE: SQLite's LIKE ignores case and therefore the index.
fn push_prefix(sql: &mut Sql, column: &'static str, prefix: &str) {
    if prefix.is_empty() {
        sql.push(column).push(" is not null");
        return;
    }
    sql.push("(").push(column).push(" >= ").bind(prefix).push(" and ").push(column).push(" < ");
    sql.bind(format!("{prefix}\u{10FFFF}")).push(")");
}

impl Holds {
    /// A text in the form in which the column keeps it.
    fn written(self, value: &Value) -> Option<String> {
        let Value::Text(text) = value else { return None };
        match self {
            Holds::Name => Some(fold(text)),
            Holds::CustomText => Some(text_key(text)),
            Holds::Code => Some(clean(text)),
            Holds::Email => Some(clean(text).to_lowercase()),
            Holds::Phone => {
                let digits: String = text.chars().filter(char::is_ascii_digit).collect();
                Some(if digits.is_empty() { digits } else { format!("+{digits}") })
            }
            _ => None,
        }
    }

    fn scalar(self, value: &Value) -> Option<Arg> {
        Some(match (self, value) {
            (Holds::Number, Value::Number(number)) => number.0.into(),
            (Holds::Integer, Value::Integer(number)) => (*number).into(),
            (Holds::Date, Value::Date(date)) => days(*date).into(),
            (Holds::Time, Value::Time(at)) => to_micros(*at).into(),
            _ => self.written(value)?.into(),
        })
    }

    fn ids(self, value: &Value) -> Option<Vec<Arg>> {
        Some(match (self, value) {
            (Holds::User, Value::Users(ids)) => ids.iter().map(|id| (*id).into()).collect(),
            (Holds::Stage, Value::Stages(ids)) => ids.iter().map(|id| (*id).into()).collect(),
            (Holds::Client, Value::Clients(ids)) => ids.iter().map(|id| (*id).into()).collect(),
            (Holds::Choice, Value::Options(ids)) => ids.iter().map(|id| (*id).into()).collect(),
            _ => return None,
        })
    }
}

/// The folded, shortened form by which texts are indexed and compared.
pub(crate) fn text_key(text: &str) -> String {
    fold(text).chars().take(TEXT_KEY).collect()
}

fn unknown() -> AppError {
    AppError::invalid("filter", Problem::Unknown)
}

#[cfg(test)]
mod tests;
