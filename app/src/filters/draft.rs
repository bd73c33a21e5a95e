//! Filters while they are being chosen.

use super::{Days, Filters, Kind, Who};
use chrono::NaiveDate;
use domain::{
    dates::parse_date,
    error::Problem,
    ids::StageId,
    money::{Currency, Money},
};
use leptos::prelude::*;

/// What is ticked and typed.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub owners: RwSignal<Vec<Who>>,
    pub stages: RwSignal<Vec<StageId>>,
    pub budget_from: RwSignal<String>,
    pub budget_to: RwSignal<String>,
    pub created: DaysDraft,
    pub changed: DaysDraft,
    /// What cannot be meant.
    pub wrong: RwSignal<Option<(Kind, Wrong)>>,
}

/// Days while they are being chosen: a quick choice, or two ends.
#[derive(Clone, Copy)]
pub(super) struct DaysDraft {
    pub quick: RwSignal<Option<Days>>,
    pub from: RwSignal<String>,
    pub to: RwSignal<String>,
}

/// Why a filter cannot be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrong {
    /// An end is no amount.
    Amount(Problem),
    /// An end has no year of four digits.
    Day,
    /// The first end lies behind the last.
    Order,
}

impl Draft {
    /// Begins with the filters that are set.
    pub fn of(filters: &Filters) -> Self {
        let amount = |money: Option<Money>| RwSignal::new(money.map(Money::to_plain).unwrap_or_default());
        Draft {
            owners: RwSignal::new(filters.owners.clone()),
            stages: RwSignal::new(filters.stages.clone()),
            budget_from: amount(filters.budget_from),
            budget_to: amount(filters.budget_to),
            created: DaysDraft::of(filters.created),
            changed: DaysDraft::of(filters.changed),
            wrong: RwSignal::new(None),
        }
    }

    /// What is meant; amounts are read in this currency.
    pub fn filters(self, currency: Currency) -> Result<Filters, (Kind, Wrong)> {
        let amount = |text: RwSignal<String>| match text.get_untracked().trim() {
            "" => Ok(None),
            text => Money::parse(text, currency).map(Some).map_err(|error| (Kind::Budget, Wrong::Amount(error.into()))),
        };
        let (budget_from, budget_to) = (amount(self.budget_from)?, amount(self.budget_to)?);
        in_order(Kind::Budget, budget_from.map(|from| from.minor), budget_to.map(|to| to.minor))?;
        Ok(Filters {
            owners: self.owners.get_untracked(),
            stages: self.stages.get_untracked(),
            budget_from,
            budget_to,
            created: self.created.days(Kind::Created)?,
            changed: self.changed.days(Kind::Changed)?,
        })
    }
}

impl DaysDraft {
    fn of(days: Option<Days>) -> Self {
        let (quick, from, to) = match days {
            Some(Days::Between(from, to)) => (None, from, to),
            quick => (quick, None, None),
        };
        let text = |day: Option<NaiveDate>| RwSignal::new(day.map(|day| day.to_string()).unwrap_or_default());
        DaysDraft { quick: RwSignal::new(quick), from: text(from), to: text(to) }
    }

    /// Presses a quick choice, or lets go of it; the two ends give way.
    pub fn press(self, days: Days) {
        self.quick.update(|quick| *quick = (*quick != Some(days)).then_some(days));
        self.from.set(String::new());
        self.to.set(String::new());
    }

    fn days(self, kind: Kind) -> Result<Option<Days>, (Kind, Wrong)> {
        let day = |text: RwSignal<String>| match text.get_untracked().trim() {
            "" => Ok(None),
            text => parse_date(text, None).map(Some).map_err(|_| (kind, Wrong::Day)),
        };
        let (from, to) = (day(self.from)?, day(self.to)?);
        in_order(kind, from, to)?;
        Ok(Days::between(from, to).or(self.quick.get_untracked()))
    }
}

fn in_order<T: PartialOrd>(kind: Kind, from: Option<T>, to: Option<T>) -> Result<(), (Kind, Wrong)> {
    match (from, to) {
        (Some(from), Some(to)) if from > to => Err((kind, Wrong::Order)),
        _ => Ok(()),
    }
}

/// Puts a value into a list of chosen ones, or takes it out.
pub(super) fn toggle<T: PartialEq + Send + Sync + 'static>(chosen: RwSignal<Vec<T>>, value: T) {
    chosen.update(|chosen| match chosen.iter().position(|other| *other == value) {
        Some(place) => drop(chosen.remove(place)),
        None => chosen.push(value),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    #[test]
    fn what_is_set_is_what_the_draft_begins_with() {
        let owner = Owner::new();
        owner.set();
        let sum = |minor| Some(Money { minor, currency: Currency::UZS });
        let filters = Filters {
            owners: vec![Who::Me],
            budget_from: sum(10_050),
            budget_to: sum(10_050),
            created: Some(Days::Month),
            changed: Days::between(day("2026-11-01"), day("2026-11-01")),
            ..Filters::default()
        };
        assert_eq!(Draft::of(&filters).filters(Currency::UZS), Ok(filters));
    }

    #[test]
    fn ends_that_are_wrong_are_told_by_their_filter() {
        let owner = Owner::new();
        owner.set();
        let draft = Draft::of(&Filters::default());
        draft.changed.from.set("2026-11-02".into());
        draft.changed.to.set("2026-11-01".into());
        assert_eq!(draft.filters(Currency::UZS), Err((Kind::Changed, Wrong::Order)));
        draft.budget_to.set("много".into());
        let refused = draft.filters(Currency::UZS);
        assert_eq!(refused, Err((Kind::Budget, Wrong::Amount(Problem::NotANumber))));
        draft.budget_to.set("1 000".into());
        draft.budget_from.set("1000,01".into());
        assert_eq!(draft.filters(Currency::UZS), Err((Kind::Budget, Wrong::Order)));
    }

    #[test]
    fn a_year_of_two_digits_is_told_and_not_dropped() {
        let owner = Owner::new();
        owner.set();
        let draft = Draft::of(&Filters::default());
        draft.created.from.set("0026-01-05".into());
        assert_eq!(draft.filters(Currency::UZS), Err((Kind::Created, Wrong::Day)));
        draft.created.from.set("2026-01-05".into());
        let since = Filters { created: Days::between(day("2026-01-05"), None), ..Filters::default() };
        assert_eq!(draft.filters(Currency::UZS), Ok(since));
    }

    #[test]
    fn a_quick_choice_takes_the_place_of_dates_and_is_let_go_of_by_a_second_press() {
        let owner = Owner::new();
        owner.set();
        let draft = Draft::of(&Filters { created: Days::between(day("2026-11-01"), None), ..Filters::default() });
        draft.created.press(Days::Today);
        assert_eq!(draft.filters(Currency::UZS).map(|filters| filters.created), Ok(Some(Days::Today)));
        draft.created.press(Days::Today);
        assert_eq!(draft.filters(Currency::UZS), Ok(Filters::default()));
    }
}
