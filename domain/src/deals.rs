//! Deals (Сделка): what is sold, and how far it is. Moving and totals live in `backend/src/deals`.

use crate::{
    error::{AppError, FieldIssue, Problem},
    fields::{FieldValue, FieldValues},
    filter::Rows,
    ids::{ClientId, DealId, FieldId, RequestId, StageId, UserId},
    money::{Currency, Money},
    pipelines::Stage,
    text::{Limit, clean},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The longest title, in graphemes.
pub const TITLE_LIMIT: usize = 255;
/// The largest budget in minor units: the sum of thousands of such deals still fits.
pub const BUDGET_LIMIT: i64 = 1_000_000_000_000_000;

/// A deal as its card shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// Its id.
    pub id: DealId,
    /// The human number within the company.
    pub number: i64,
    /// Наименование.
    pub title: String,
    /// Its client, where the viewer may know of it.
    pub client: Option<DealClient>,
    /// Бюджет; a deal may have none.
    pub budget: Option<i64>,
    /// The budget's currency.
    pub currency: Currency,
    /// Этап.
    pub stage: StageId,
    /// Since when it is there.
    pub stage_since: DateTime<Utc>,
    /// Its key in the order of the stage, smallest on top (R24).
    pub position: String,
    /// Ответственный.
    pub owner: UserId,
    /// Values of custom fields.
    pub custom: FieldValues,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: UserId,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// By whom.
    pub updated_by: UserId,
    /// Counts the changes.
    pub version: i64,
}

impl Deal {
    /// The budget with its currency.
    pub fn money(&self) -> Option<Money> {
        self.budget.map(|minor| Money { minor, currency: self.currency })
    }
}

/// Where a card is dropped: the cards that the person saw above and below that place. In an empty stage there is neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Slot {
    /// The card above.
    pub above: Option<DealId>,
    /// The card below.
    pub below: Option<DealId>,
}

/// Where a deal is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Move {
    /// The stage.
    pub to: StageId,
    /// The place there; on top without one.
    pub slot: Option<Slot>,
    /// One's own move that this one takes back: the deal is in the stage then since it first came there.
    pub undoes: Option<RequestId>,
}

impl Move {
    /// A move that takes nothing back.
    pub fn to(stage: StageId, slot: Option<Slot>) -> Self {
        Move { to: stage, slot, undoes: None }
    }
}

/// A deal's client as the deal names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DealClient {
    /// The client's id.
    pub id: ClientId,
    /// Its name; none where the viewer may not see the client.
    pub name: Option<String>,
}

impl DealClient {
    /// The same, named as it is shown elsewhere: a change that leaves the client alone does not name it again.
    pub fn known_as(self, shown: Option<&DealClient>) -> Self {
        let known = shown.filter(|shown| shown.id == self.id).and_then(|shown| shown.name.clone());
        DealClient { name: self.name.or(known), ..self }
    }
}

/// A deal as a card of the board or a line under its client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealCard {
    /// Its id.
    pub id: DealId,
    /// The human number.
    pub number: i64,
    /// Наименование.
    pub title: String,
    /// Its client; named where the viewer may know it.
    pub client: Option<DealClient>,
    /// Бюджет in minor units.
    pub budget: Option<i64>,
    /// The budget's currency.
    pub currency: Currency,
    /// Этап.
    pub stage: StageId,
    /// Since when it is there.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub stage_since: DateTime<Utc>,
    /// Its key in the order of the stage, smallest on top (R24).
    pub position: String,
    /// Ответственный.
    pub owner: UserId,
    /// When it was created.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub updated_at: DateTime<Utc>,
    /// Values of those custom fields that the viewer's cards show.
    #[serde(default, skip_serializing_if = "FieldValues::is_empty")]
    pub custom: FieldValues,
    /// Counts the changes.
    pub version: i64,
}

impl DealCard {
    /// The budget with its currency.
    pub fn money(&self) -> Option<Money> {
        self.budget.map(|minor| Money { minor, currency: self.currency })
    }
}

/// A deal as a row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealRow {
    /// Its id.
    pub id: DealId,
    /// The human number.
    pub number: i64,
    /// Название.
    pub title: String,
    /// Its client; named where the viewer may know it.
    pub client: Option<DealClient>,
    /// Бюджет in minor units.
    pub budget: Option<i64>,
    /// The budget's currency.
    pub currency: Currency,
    /// Этап.
    pub stage: StageId,
    /// Ответственный.
    pub owner: UserId,
    /// Values of custom fields.
    pub custom: FieldValues,
    /// When it was created.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub updated_at: DateTime<Utc>,
    /// Counts the changes.
    pub version: i64,
}

impl DealRow {
    /// The budget with its currency.
    pub fn money(&self) -> Option<Money> {
        self.budget.map(|minor| Money { minor, currency: self.currency })
    }
}

impl From<Deal> for DealRow {
    fn from(deal: Deal) -> Self {
        DealRow {
            id: deal.id,
            number: deal.number,
            title: deal.title,
            client: deal.client,
            budget: deal.budget,
            currency: deal.currency,
            stage: deal.stage,
            owner: deal.owner,
            custom: deal.custom,
            created_at: deal.created_at,
            updated_at: deal.updated_at,
            version: deal.version,
        }
    }
}

/// What a list of deals comes to as a whole; currencies are never added to each other.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DealTotals {
    /// How many deals.
    pub count: i64,
    /// One sum per currency; currencies without money are left out.
    pub sums: Vec<Money>,
}

/// What became of deals that a board was told of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardNews {
    /// Those that the viewer sees now; the others are gone for them.
    pub cards: Vec<DealCard>,
    /// Counts and sums of every stage.
    pub totals: Vec<StageTotal>,
}

/// Count and sums of one stage over the whole filtered set; currencies are never added to each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageTotal {
    /// The stage.
    pub stage: StageId,
    /// How many deals.
    pub count: i64,
    /// One sum per currency, in minor units; currencies without money are left out.
    pub sums: Vec<Money>,
}

/// The board «Воронка» as it is first shown: everything in the order of the stages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The stages in order.
    pub stages: Vec<Stage>,
    /// Counts and sums, one per stage.
    pub totals: Vec<StageTotal>,
    /// The first cards, one page per stage.
    pub columns: Vec<Rows<DealCard>>,
}

/// All that a new deal needs. Checked by [`NewDeal::checked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewDeal {
    /// Наименование.
    pub title: String,
    /// Клиент; may be empty.
    pub client: Option<ClientId>,
    /// Бюджет in minor units.
    pub budget: Option<i64>,
    /// The budget's currency; the company's without one.
    pub currency: Option<Currency>,
    /// Этап; the first one without.
    pub stage: Option<StageId>,
    /// Ответственный; the author without one (S0.55, R10).
    pub owner: Option<UserId>,
    /// Values of custom fields.
    pub custom: FieldValues,
}

impl NewDeal {
    /// The same with its title cleaned, or every broken rule.
    pub fn checked(mut self) -> Result<Self, AppError> {
        let mut issues = Vec::new();
        match checked_title(&self.title) {
            Ok(title) => self.title = title,
            Err(issue) => issues.push(issue),
        }
        issues.extend(checked_budget(self.budget).err());
        self.custom.retain(|_, value| !value.is_empty());
        if issues.is_empty() { Ok(self) } else { Err(AppError::Invalid(issues)) }
    }
}

/// Checks a budget in minor units: not below zero, and small enough to be added up.
pub fn checked_budget(budget: Option<i64>) -> Result<Option<i64>, FieldIssue> {
    let issue = |problem| Err(FieldIssue { field: "budget".into(), problem });
    match budget {
        Some(minor) if minor < 0 => issue(Problem::NotANumber),
        Some(minor) if minor > BUDGET_LIMIT => issue(Problem::TooLarge),
        fine => Ok(fine),
    }
}

/// The currencies that a budget can be in: the company's first, those that everybody is offered, and the one it has.
pub fn currencies(company: Currency, own: Currency) -> Vec<Currency> {
    let mut offered = vec![company];
    for currency in Currency::SETUP.into_iter().chain([own]) {
        if !offered.contains(&currency) {
            offered.push(currency);
        }
    }
    offered
}

/// Checks that a currency is one of those that are offered.
pub fn checked_currency(currency: Currency, offered: &[Currency]) -> Result<Currency, FieldIssue> {
    let is_offered = offered.contains(&currency);
    is_offered.then_some(currency).ok_or(FieldIssue { field: "currency".into(), problem: Problem::NotAChoice })
}

/// Cleans and checks a deal's title.
pub fn checked_title(title: &str) -> Result<String, FieldIssue> {
    let title = clean(title);
    let issue = |problem| FieldIssue { field: "title".into(), problem };
    if title.is_empty() {
        return Err(issue(Problem::Required));
    }
    match (Limit { max: TITLE_LIMIT }).check(&title) {
        Ok(()) => Ok(title),
        Err(over) => Err(issue(Problem::TooLong { max: over.max, actual: over.actual })),
    }
}

/// One change of a deal; each field of the card saves itself (R18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DealPatch {
    /// Наименование.
    Title(String),
    /// Клиент.
    Client(Option<ClientId>),
    /// Бюджет in minor units, and the currency that they are of.
    Budget(Option<i64>, Currency),
    /// Ответственный.
    Owner(UserId),
    /// Back to the earlier owner, by the request that gave it away, which was the actor's own.
    OwnerBack(RequestId),
    /// A custom field; `None` empties it.
    Custom(FieldId, Option<FieldValue>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deal_is_offered_the_companys_currency_first_its_own_last_and_none_twice() {
        let (dirham, yuan) = (Currency::parse("AED").expect("known"), Currency::parse("CNY").expect("known"));
        let offered = currencies(dirham, yuan);
        assert_eq!((offered[0], offered[6], offered.len()), (dirham, yuan, 7));
        let roubles = currencies(Currency::RUB, Currency::RUB);
        assert_eq!((roubles[0], roubles.len()), (Currency::RUB, 5));
        assert_eq!(checked_currency(yuan, &offered), Ok(yuan));
        assert_eq!(checked_currency(yuan, &roubles).map_err(|issue| issue.problem), Err(Problem::NotAChoice));
    }

    #[test]
    fn what_shows_nothing_is_neither_a_title_nor_a_value() {
        for text in ["\u{200d}", " \u{ad} ", "\u{3164}\u{2800}", "\u{200b}"] {
            assert_eq!(checked_title(text).map_err(|issue| issue.problem), Err(Problem::Required), "{text:?}");
            assert!(FieldValue::Text(text.into()).is_empty(), "{text:?}");
        }
    }
}
