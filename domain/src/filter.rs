//! Which records: one tree for lists, board, export, automations' conditions and rights.
//! It says what is meant; `backend/src/db/filter_sql.rs` turns it into SQL. Never an extra parameter beside it.

mod list;

pub use list::{Count, Cursor, ListQuery, Page, Rows, Sort};

use crate::{
    ids::{ClientId, FieldId, OptionId, StageId, UserId},
    number::Number,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A condition tree. Several filters join by AND (S0.41, R4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// Every record.
    #[default]
    All,
    /// No record.
    Nothing,
    /// All of these hold.
    And(Vec<Filter>),
    /// At least one of these holds.
    Or(Vec<Filter>),
    /// This does not hold.
    Not(Box<Filter>),
    /// One condition.
    Is(Condition),
    /// The search box by R16: a client's name and phones, a deal's title.
    Search(String),
    /// The records of these ids.
    These(Vec<Uuid>),
    /// Of deals: its client is one of these. Whose clients may be looked at, [`crate::access::Actor::within`] adds.
    OfClient(Box<Filter>),
    /// Of clients: has a deal that is one of these, within the same bounds.
    HasDeal(Box<Filter>),
    /// Of clients: this person is one of its managers beside the owner.
    ManagedBy(UserId),
    /// Of clients: what somebody sees of them.
    SeenBy(Sight),
}

/// Whose clients a person sees. Not a tree of its parts, because lists have to know it: each part is walked by an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sight {
    /// The clients of these owners,
    pub owners: Vec<UserId>,
    /// those that this person manages, and all that are public.
    pub person: UserId,
}

impl Filter {
    /// Both hold; `All` and nested ANDs are folded away.
    pub fn and(self, other: Filter) -> Filter {
        match (self, other) {
            (Filter::All, other) | (other, Filter::All) => other,
            (Filter::Nothing, _) | (_, Filter::Nothing) => Filter::Nothing,
            (Filter::And(mut left), Filter::And(right)) => {
                left.extend(right);
                Filter::And(left)
            }
            (Filter::And(mut left), other) => {
                left.push(other);
                Filter::And(left)
            }
            (first, Filter::And(right)) => Filter::And(std::iter::once(first).chain(right).collect()),
            (left, right) => Filter::And(vec![left, right]),
        }
    }

    /// Whether every condition looks at one of these fields; a filter without conditions does, too.
    pub fn asks_only(&self, fields: &[Field]) -> bool {
        match self {
            Filter::And(parts) | Filter::Or(parts) => parts.iter().all(|part| part.asks_only(fields)),
            Filter::Not(inner) => inner.asks_only(fields),
            Filter::All | Filter::Nothing => true,
            Filter::Is(condition) => fields.contains(&condition.field),
            Filter::Search(_) | Filter::These(_) | Filter::OfClient(_) | Filter::HasDeal(_) => false,
            Filter::ManagedBy(_) | Filter::SeenBy(_) => false,
        }
    }

    /// Owned by one of these people.
    pub fn owned_by(owners: Vec<UserId>) -> Filter {
        let (field, operator) = (Field::Owner, Operator::OneOf);
        Filter::Is(Condition { field, operator, value: Value::Users(owners) })
    }

    /// What all has to hold.
    pub fn parts(&self) -> &[Filter] {
        match self {
            Filter::And(parts) => parts.as_slice(),
            single => std::slice::from_ref(single),
        }
    }

    /// What somebody sees, where the top says so, and what is asked beside that.
    pub fn sight(&self) -> Option<(&Sight, Filter)> {
        let parts = self.parts();
        let (at, sight) = parts.iter().enumerate().find_map(|(at, part)| match part {
            Filter::SeenBy(sight) => Some((at, sight)),
            _ => None,
        })?;
        let rest = parts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, part)| part.clone());
        Some((sight, Filter::And(rest.collect())))
    }

    /// The people one of whom owns whatever this leaves, where its top says so, and what is asked beside that.
    pub fn owners(&self) -> Option<(Vec<UserId>, Filter)> {
        let parts = self.parts();
        let named = |part: &Filter| match part {
            Filter::Is(Condition { field: Field::Owner, operator: Operator::OneOf, value: Value::Users(users) }) => {
                Some(users.clone())
            }
            _ => None,
        };
        // The scope and a person's own filter may both name owners: whom both name is meant.
        let both = |mut owners: Vec<UserId>, others: Vec<UserId>| {
            owners.retain(|owner| others.contains(owner));
            owners
        };
        let mut owners = parts.iter().filter_map(named).reduce(both)?;
        owners.sort_unstable();
        owners.dedup();
        Some((owners, Filter::And(parts.iter().filter(|part| named(part).is_none()).cloned().collect())))
    }

    /// How many conditions the tree has; more than 64 are refused at the edge. What says nothing counts as well: each is
    /// compiled, and databases have limits of their own. Ids count by the page.
    pub fn size(&self) -> usize {
        match self {
            Filter::And(parts) | Filter::Or(parts) => parts.iter().map(Filter::size).sum::<usize>().max(1),
            Filter::Not(inner) => inner.size(),
            Filter::OfClient(inner) | Filter::HasDeal(inner) => 1 + inner.size(),
            Filter::All | Filter::Nothing => 1,
            Filter::These(ids) => ids.len().div_ceil(Page::MAX.into()),
            Filter::Is(_) | Filter::Search(_) | Filter::ManagedBy(_) | Filter::SeenBy(_) => 1,
        }
    }

    /// How many conditions stand within each other.
    pub fn depth(&self) -> usize {
        let deepest = |parts: &[Filter]| parts.iter().map(Filter::depth).max().unwrap_or_default();
        match self {
            Filter::And(parts) | Filter::Or(parts) => 1 + deepest(parts),
            Filter::Not(inner) | Filter::OfClient(inner) | Filter::HasDeal(inner) => 1 + inner.depth(),
            _ => 1,
        }
    }

    /// How many people, stages, clients and choices the tree names: each becomes a value of the query. Records by their ids are
    /// bounded by the size.
    pub fn names(&self) -> usize {
        match self {
            Filter::And(parts) | Filter::Or(parts) => parts.iter().map(Filter::names).sum(),
            Filter::Not(inner) | Filter::OfClient(inner) | Filter::HasDeal(inner) => inner.names(),
            Filter::Is(condition) => condition.value.names(),
            Filter::SeenBy(sight) => sight.owners.len(),
            Filter::All | Filter::Nothing | Filter::These(_) | Filter::Search(_) | Filter::ManagedBy(_) => 0,
        }
    }
}

/// One field compared with one value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// What is compared.
    pub field: Field,
    /// How.
    pub operator: Operator,
    /// With what.
    pub value: Value,
}

/// What a condition can look at. Not every field exists for every noun; an unknown one is refused (422).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// A client's name or a deal's title.
    Name,
    /// A client's main phone, its digits.
    Phone,
    /// A client's main e-mail.
    Email,
    /// Ответственный.
    Owner,
    /// Кем создан.
    CreatedBy,
    /// Кем изменён.
    UpdatedBy,
    /// Дата создания.
    CreatedAt,
    /// Дата изменения.
    UpdatedAt,
    /// A deal's stage.
    Stage,
    /// A deal's budget, minor units.
    Budget,
    /// The currency of a deal's budget, by its code: amounts of two currencies are not compared.
    Currency,
    /// A deal's client.
    Client,
    /// The human number.
    Number,
    /// A custom field.
    Custom(FieldId),
}

/// How a condition compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// Equal to the one value.
    Equals,
    /// Equal to one of several values.
    OneOf,
    /// At least; dates from the day's beginning.
    AtLeast,
    /// Less than.
    Below,
    /// Begins with (texts, folded).
    StartsWith,
    /// Has no value.
    IsEmpty,
    /// Has a value.
    IsNotEmpty,
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// For `IsEmpty` and `IsNotEmpty`.
    None,
    /// A text, folded before it is compared.
    Text(String),
    /// A number of R20.
    Number(Number),
    /// Minor units, or a record's number.
    Integer(i64),
    /// A calendar date.
    Date(NaiveDate),
    /// A moment.
    Time(DateTime<Utc>),
    /// People.
    Users(Vec<UserId>),
    /// Stages.
    Stages(Vec<StageId>),
    /// Clients.
    Clients(Vec<ClientId>),
    /// Choices.
    Options(Vec<OptionId>),
}

impl Value {
    fn names(&self) -> usize {
        match self {
            Value::Users(ids) => ids.len(),
            Value::Stages(ids) => ids.len(),
            Value::Clients(ids) => ids.len(),
            Value::Options(ids) => ids.len(),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests;
