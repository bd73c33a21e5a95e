//! What filters mean for whoever looks: who «me» is, and when a day begins. Pure but for the time.

use super::{Days, Filters, Who};
use crate::browser;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use domain::{
    fields::Noun,
    filter::{Condition, Field, Filter, Operator, Value},
    ids::UserId,
    money::Money,
    users::Viewer,
    zone::Zone,
};

/// Makes a [`Filter`] of what an address says.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Whose list it is: stages and budgets are of deals, and of clients only through their deals.
    pub noun: Noun,
    /// Who looks.
    pub me: UserId,
    /// Whose days are meant.
    pub zone: Zone,
    /// When the page was made.
    pub made: DateTime<Utc>,
}

impl Terms {
    /// Those of the viewer.
    pub fn of(viewer: &Viewer, noun: Noun) -> Self {
        Terms { noun, me: viewer.user.id, zone: viewer.zone.clone(), made: viewer.now }
    }

    /// The filter as of now.
    pub fn filter(&self, filters: &Filters) -> Filter {
        let deals = of_deals(filters);
        let deals = match self.noun {
            // One deal has to fit all that is asked of deals.
            Noun::Client if deals != Filter::All => Filter::HasDeal(Box::new(deals)),
            _ => deals,
        };
        let mut all = deals;
        if !filters.owners.is_empty() {
            let person = |who: &Who| if let Who::Person(id) = who { *id } else { self.me };
            let people = filters.owners.iter().map(person).collect();
            all = all.and(is(Field::Owner, Operator::OneOf, Value::Users(people)));
        }
        for (field, days) in [(Field::CreatedAt, filters.created), (Field::UpdatedAt, filters.changed)] {
            let (from, until) = days.map(|days| self.range(days)).unwrap_or_default();
            all = all.and(ends(field, from.map(Value::Time), until.map(Value::Time)));
        }
        all
    }

    /// The moments from which on and until which days last.
    fn range(&self, days: Days) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        let today = self.zone.date(browser::now(self.made));
        let start = |day: NaiveDate| self.zone.day_start(day);
        let (first, last) = match days {
            Days::Today => (Some(today), Some(today)),
            Days::Week => {
                let monday = today - TimeDelta::days(today.weekday().num_days_from_monday().into());
                (Some(monday), Some(monday + TimeDelta::days(6)))
            }
            Days::Month => (today.with_day(1), (today.with_day(1)).and_then(last_of_month)),
            Days::Between(from, to) => (from, to),
        };
        (first.map(start), last.and_then(|last| last.succ_opt()).map(start))
    }
}

fn of_deals(filters: &Filters) -> Filter {
    let mut deals = Filter::All;
    if !filters.stages.is_empty() {
        deals = is(Field::Stage, Operator::OneOf, Value::Stages(filters.stages.clone()));
    }
    if let Some(Money { currency, .. }) = filters.budget_from.or(filters.budget_to) {
        let least = filters.budget_from.map(|from| Value::Integer(from.minor));
        let above = filters.budget_to.map(|to| Value::Integer(to.minor.saturating_add(1)));
        deals = deals.and(is(Field::Currency, Operator::Equals, Value::Text(currency.to_string()))).and(ends(
            Field::Budget,
            least,
            above,
        ));
    }
    deals
}

fn last_of_month(first: NaiveDate) -> Option<NaiveDate> {
    first.checked_add_months(chrono::Months::new(1))?.pred_opt()
}

fn is(field: Field, operator: Operator, value: Value) -> Filter {
    Filter::Is(Condition { field, operator, value })
}

/// At least one value, below another.
fn ends(field: Field, from: Option<Value>, until: Option<Value>) -> Filter {
    let end = |operator| move |value| is(field, operator, value);
    let from = from.map(end(Operator::AtLeast)).unwrap_or_default();
    from.and(until.map(end(Operator::Below)).unwrap_or_default())
}
