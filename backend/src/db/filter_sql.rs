//! The filter tree as SQL predicates: one recursive function. How a list is driven is `list_plan.rs`' matter.

use super::Sql;
use domain::{
    dates::days,
    error::{AppError, Problem},
    fields::Noun,
    filter::{Condition, Field, Filter, Operator, Value},
    ids::{FieldId, WorkspaceId},
    search_text::{Query, fold},
};

/// So many conditions are compiled; a larger tree is refused (T12).
pub(crate) const CONDITIONS_LIMIT: usize = 64;
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
};

/// Appends the predicate of a filter over the alias `r`.
pub(crate) fn push_filter(
    sql: &mut Sql,
    table: &Table,
    workspace: WorkspaceId,
    filter: &Filter,
) -> Result<(), AppError> {
    if filter.size() > CONDITIONS_LIMIT {
        return Err(AppError::invalid("filter", Problem::TooLong { max: CONDITIONS_LIMIT, actual: filter.size() }));
    }
    Compiler { table, workspace }.push(sql, filter)
}

struct Compiler<'a> {
    table: &'a Table,
    workspace: WorkspaceId,
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
            Filter::Search(text) => self.search(sql, text)?,
        }
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

    fn search(&self, sql: &mut Sql, text: &str) -> Result<(), AppError> {
        if self.table.noun != Noun::Client {
            return Err(unknown());
        }
        let query = Query::parse(text);
        sql.push("1 = 1");
        for needle in query.words.iter().map(|word| word.as_str()) {
            sql.push(" and r.search_text like ").bind(format!("%{needle}%"));
        }
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

    fn column(&self, field: Field) -> Option<&'static str> {
        let client = self.table.noun == Noun::Client;
        Some(match field {
            Field::Name => self.table.name,
            Field::Phone if client => "r.phone",
            Field::Email if client => "r.email_norm",
            Field::Owner => "r.owner_id",
            Field::CreatedBy => "r.created_by",
            Field::UpdatedBy => "r.updated_by",
            Field::CreatedAt => "r.created_at",
            Field::UpdatedAt => "r.updated_at",
            Field::Number => "r.number",
            Field::Stage if !client => "r.stage_id",
            Field::Budget if !client => "r.budget",
            Field::Client if !client => "r.client_id",
            _ => return None,
        })
    }

    /// A scalar probe by primary key; EXISTS would be run in list order on SQLite (storage figures).
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

/// The table and column that hold custom values of this type.
pub(crate) fn custom_source(table: &Table, value: &Value) -> Result<(&'static str, &'static str), AppError> {
    match value {
        Value::Text(_) => Ok((table.values, "v.text_value")),
        Value::Number(_) => Ok((table.values, "v.num_value")),
        Value::Date(_) => Ok((table.values, "v.date_value")),
        Value::Options(_) => Ok((table.choices, "v.option_id")),
        _ => Err(unknown()),
    }
}

/// Appends `column operator value`.
pub(crate) fn compare(sql: &mut Sql, column: &'static str, condition: &Condition) -> Result<(), AppError> {
    match (condition.operator, &condition.value) {
        (Operator::IsEmpty, _) => drop(sql.push(column).push(" is null")),
        (Operator::IsNotEmpty, _) => drop(sql.push(column).push(" is not null")),
        (Operator::Equals | Operator::OneOf, value) if list(value).is_some() => {
            let ids = list(value).unwrap_or_default();
            if ids.is_empty() {
                sql.push("1 = 0");
            } else {
                sql.push(column).push(" in (").bind_list(ids).push(")");
            }
        }
        (Operator::StartsWith, Value::Text(text)) => {
            sql.push(column).push(" like ").bind(format!("{}%", text_key(text)));
        }
        (operator, value) => {
            let sign = match operator {
                Operator::Equals => " = ",
                Operator::AtLeast => " >= ",
                Operator::Below => " < ",
                _ => return Err(unknown()),
            };
            sql.push(column).push(sign).bind(scalar(value).ok_or_else(unknown)?);
        }
    }
    Ok(())
}

fn scalar(value: &Value) -> Option<super::Arg> {
    Some(match value {
        Value::Text(text) => text_key(text).into(),
        Value::Number(number) => number.0.into(),
        Value::Integer(number) => (*number).into(),
        Value::Date(date) => days(*date).into(),
        Value::Time(at) => (*at).into(),
        _ => return None,
    })
}

fn list(value: &Value) -> Option<Vec<super::Arg>> {
    Some(match value {
        Value::Users(ids) => ids.iter().map(|id| (*id).into()).collect(),
        Value::Stages(ids) => ids.iter().map(|id| (*id).into()).collect(),
        Value::Clients(ids) => ids.iter().map(|id| (*id).into()).collect(),
        Value::Options(ids) => ids.iter().map(|id| (*id).into()).collect(),
        _ => return None,
    })
}

/// The folded, shortened form by which texts are indexed and compared.
pub(crate) fn text_key(text: &str) -> String {
    fold(text).chars().take(TEXT_KEY).collect()
}

fn unknown() -> AppError {
    AppError::invalid("filter", Problem::Unknown)
}
