//! Which records: one tree for lists, board, export, automations' conditions and rights.
//! It says what is meant; `backend/src/db/filter_sql.rs` turns it into SQL. Never an extra parameter beside it.

use crate::{
    ids::{ClientId, FieldId, OptionId, StageId, UserId},
    number::Number,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

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
            Filter::Search(_) | Filter::OfClient(_) | Filter::HasDeal(_) => false,
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

    /// How many conditions the tree has; more than 64 are refused at the edge.
    pub fn size(&self) -> usize {
        match self {
            Filter::And(parts) | Filter::Or(parts) => parts.iter().map(Filter::size).sum(),
            Filter::Not(inner) => inner.size(),
            Filter::OfClient(inner) | Filter::HasDeal(inner) => 1 + inner.size(),
            Filter::All | Filter::Nothing => 0,
            Filter::Is(_) | Filter::Search(_) | Filter::ManagedBy(_) | Filter::SeenBy(_) => 1,
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

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Sort {
    /// The field.
    pub by: Field,
    /// Largest, newest or last first.
    pub descending: bool,
}

impl Default for Sort {
    /// By last change (S0.21, R17).
    fn default() -> Self {
        Sort { by: Field::UpdatedAt, descending: true }
    }
}

/// Where the next page begins: opaque to the browser, made by the server from a page's last row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// After this cursor; the first page without.
    pub after: Option<Cursor>,
    /// Rows wanted; see [`Page::size`].
    pub size: u16,
}

impl Page {
    /// Rows of a page unless asked otherwise.
    pub const DEFAULT: u16 = 50;
    /// The most rows of a page.
    pub const MAX: u16 = 200;

    /// The first page of the usual size.
    pub fn first() -> Self {
        Page { after: None, size: Self::DEFAULT }
    }

    /// The size within its bounds.
    pub fn size(&self) -> i64 {
        i64::from(self.size.clamp(1, Self::MAX))
    }
}

/// Everything that defines a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Which records.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Which part of them.
    pub page: Page,
}

impl Default for ListQuery {
    fn default() -> Self {
        ListQuery { filter: Filter::All, sort: Sort::default(), page: Page::first() }
    }
}

/// A page of rows and where the next one begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows<T> {
    /// The rows, in order.
    pub rows: Vec<T>,
    /// The next page's cursor; none after the last row.
    pub next: Option<Cursor>,
}

/// How many records a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// Exactly so many.
    Exact(i64),
    /// More than could be counted in time.
    AtLeast(i64),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joining_with_everything_changes_nothing_and_with_nothing_leaves_nothing() {
        let search = Filter::Search("иван".into());
        assert_eq!(Filter::All.and(search.clone()), search);
        assert_eq!(search.clone().and(Filter::All), search);
        assert_eq!(search.and(Filter::Nothing), Filter::Nothing);
    }

    #[test]
    fn several_filters_join_flat_by_and() {
        let one = || Filter::Search("a".into());
        let tree = one().and(one()).and(one().and(one()));
        assert!(matches!(&tree, Filter::And(parts) if parts.len() == 4), "{tree:?}");
        assert_eq!(tree.size(), 4);
    }

    #[test]
    fn a_tree_asks_only_for_a_field_when_every_condition_does() {
        let is = |field| Filter::Is(Condition { field, operator: Operator::IsEmpty, value: Value::None });
        let owner = || is(Field::Owner);
        for (filter, expect) in [
            (Filter::All, true),
            (owner(), true),
            (Filter::Not(Box::new(Filter::Or(vec![owner(), owner()]))), true),
            (Filter::And(vec![owner(), is(Field::Name)]), false),
            (Filter::Or(vec![owner(), Filter::Search("а".into())]), false),
        ] {
            assert_eq!(filter.asks_only(&[Field::Owner]), expect, "{filter:?}");
        }
        assert!(Filter::And(vec![owner(), is(Field::Stage)]).asks_only(&[Field::Owner, Field::Stage]));
        assert!(!Filter::HasDeal(Box::new(owner())).asks_only(&[Field::Owner]), "it is another record's owner");
    }

    #[test]
    fn owners_are_those_whom_every_condition_at_the_top_names() {
        let of = |users: &[u128]| {
            let value = Value::Users(users.iter().map(|user| UserId(uuid::Uuid::from_u128(*user))).collect());
            Filter::Is(Condition { field: Field::Owner, operator: Operator::OneOf, value })
        };
        let search = || Filter::Search("а".into());
        let found = |filter: Filter| filter.owners().map(|(owners, rest)| (of_ids(&owners), rest));
        fn of_ids(owners: &[UserId]) -> Vec<u128> {
            owners.iter().map(|owner| owner.0.as_u128()).collect()
        }
        let rest = |parts: Vec<Filter>| Filter::And(parts);
        assert_eq!(found(of(&[2, 1, 2])), Some((vec![1, 2], rest(vec![]))));
        assert_eq!(found(of(&[1, 2, 3]).and(search()).and(of(&[4, 3, 2]))), Some((vec![2, 3], rest(vec![search()]))));
        assert_eq!(found(of(&[1]).and(of(&[2]))), Some((vec![], rest(vec![]))));
        for other in [Filter::All, search(), Filter::Or(vec![of(&[1]), search()]), Filter::Not(Box::new(of(&[1])))] {
            assert_eq!(found(other), None);
        }
        assert_eq!(found(Filter::HasDeal(Box::new(of(&[1])))), None, "it is another record's owner");
    }

    #[test]
    fn what_somebody_sees_is_told_from_what_is_asked_beside_it() {
        let person = UserId(uuid::Uuid::from_u128(1));
        let sight = Sight { owners: vec![person], person };
        let (seen, search) = (|| Filter::SeenBy(sight.clone()), || Filter::Search("а".into()));
        assert_eq!(seen().sight(), Some((&sight, Filter::And(vec![]))));
        assert_eq!(search().and(seen()).sight(), Some((&sight, Filter::And(vec![search()]))));
        for other in [Filter::All, search(), Filter::Not(Box::new(seen())), Filter::Or(vec![seen(), search()])] {
            assert_eq!(other.sight(), None);
        }
    }

    #[test]
    fn looking_at_another_record_counts_with_all_that_is_asked_of_it() {
        let one = || Filter::Search("a".into());
        assert_eq!(Filter::HasDeal(Box::new(Filter::OfClient(Box::new(Filter::Or(vec![one(), one()]))))).size(), 4);
    }

    #[test]
    fn a_page_is_never_larger_than_the_bound_or_empty() {
        assert_eq!(Page { after: None, size: 0 }.size(), 1);
        assert_eq!(Page { after: None, size: 60_000 }.size(), 200);
    }
}
