//! Filters as an address says them: `?owner=me&stage=…&budget_from=…&created=week` ⇄ [`Filters`]. Pure.

use chrono::NaiveDate;
use domain::{
    dates::parse_date,
    ids::{StageId, UserId},
    money::{Currency, Money},
    users::Viewer,
};

/// A filter that a list may offer (S0.35, S0.36, S0.39).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Ответственный.
    Owner,
    /// Этап.
    Stage,
    /// Бюджет.
    Budget,
    /// Создан.
    Created,
    /// Изменён.
    Changed,
}

impl Kind {
    /// Its name in addresses and catalogues.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Owner => "owner",
            Kind::Stage => "stage",
            Kind::Budget => "budget",
            Kind::Created => "created",
            Kind::Changed => "changed",
        }
    }
}

/// A responsible person: whoever looks, or one by id. «Me» stays «me» for whom the address is sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Whoever looks.
    Me,
    /// This one.
    Person(UserId),
}

/// Days of the calendar of whoever looks, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Days {
    /// «Сегодня».
    Today,
    /// «Эта неделя», from Monday on.
    Week,
    /// «Этот месяц».
    Month,
    /// From a day, to a day.
    Between(Option<NaiveDate>, Option<NaiveDate>),
}

impl Days {
    /// The quick choices with their names in addresses and catalogues.
    pub const QUICK: [(Days, &'static str); 3] = [(Days::Today, "today"), (Days::Week, "week"), (Days::Month, "month")];

    /// From and to; nothing where neither is said.
    pub fn between(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Option<Days> {
        (from.is_some() || to.is_some()).then_some(Days::Between(from, to))
    }
}

/// What may be chosen: the filters that a list offers, and the people and stages that there are.
#[derive(Debug, Clone)]
pub struct Offered {
    /// The filters.
    pub kinds: &'static [Kind],
    /// Colleagues.
    pub people: Vec<UserId>,
    /// Stages of deals.
    pub stages: Vec<StageId>,
    /// The company's currency, in which budgets are compared.
    pub currency: Currency,
}

impl Offered {
    /// These filters, with the people and stages that the viewer knows.
    pub fn to(viewer: &Viewer, kinds: &'static [Kind]) -> Self {
        Offered {
            kinds,
            people: viewer.people.iter().map(|person| person.id).collect(),
            stages: viewer.stages.iter().map(|stage| stage.id).collect(),
            currency: viewer.workspace.currency,
        }
    }
}

/// The filters that are set; they join by AND (S0.41, R4).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filters {
    /// One of these people is responsible; nobody named is everybody.
    pub owners: Vec<Who>,
    /// In one of these stages.
    pub stages: Vec<StageId>,
    /// At least, in the company's currency.
    pub budget_from: Option<Money>,
    /// At most.
    pub budget_to: Option<Money>,
    /// Created in these days.
    pub created: Option<Days>,
    /// Last changed in these days.
    pub changed: Option<Days>,
}

impl Filters {
    /// Reads an address; what it names wrongly, or what is not offered, is as if it were not there.
    pub fn read(said: &dyn Fn(&str) -> Vec<String>, offered: &Offered) -> Self {
        let mut filters = Filters::default();
        for kind in offered.kinds {
            let said = |end: &str| said(&format!("{}{end}", kind.key()));
            match kind {
                Kind::Owner => filters.owners = known(said(""), |text| offered.person(text)),
                Kind::Stage => {
                    filters.stages =
                        known(said(""), |text| text.parse().ok().filter(|stage| offered.stages.contains(stage)));
                }
                Kind::Budget => {
                    let amount = |end| said(end).first().and_then(|text| Money::parse(text, offered.currency).ok());
                    (filters.budget_from, filters.budget_to) = (amount(FROM), amount(TO));
                }
                Kind::Created => filters.created = days(&said),
                Kind::Changed => filters.changed = days(&said),
            }
        }
        filters
    }

    /// What an address says of them.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let mut say = |kind: Kind, end: &str, value: String| pairs.push((format!("{}{end}", kind.key()), value));
        for who in &self.owners {
            say(Kind::Owner, "", if let Who::Person(id) = who { id.to_string() } else { ME.to_owned() });
        }
        for stage in &self.stages {
            say(Kind::Stage, "", stage.to_string());
        }
        for (end, amount) in [(FROM, self.budget_from), (TO, self.budget_to)] {
            if let Some(amount) = amount {
                say(Kind::Budget, end, amount.to_plain());
            }
        }
        for (kind, days) in [(Kind::Created, self.created), (Kind::Changed, self.changed)] {
            if let Some(Days::Between(from, to)) = days {
                from.into_iter().for_each(|day| say(kind, FROM, day.to_string()));
                to.into_iter().for_each(|day| say(kind, TO, day.to_string()));
            } else if let Some((_, key)) = Days::QUICK.iter().find(|(quick, _)| Some(*quick) == days) {
                say(kind, "", (*key).to_owned());
            }
        }
        pairs
    }

    /// Whether this one is set.
    pub fn has(&self, kind: Kind) -> bool {
        match kind {
            Kind::Owner => !self.owners.is_empty(),
            Kind::Stage => !self.stages.is_empty(),
            Kind::Budget => self.budget_from.or(self.budget_to).is_some(),
            Kind::Created => self.created.is_some(),
            Kind::Changed => self.changed.is_some(),
        }
    }

    /// Whether none is set.
    pub fn is_empty(&self) -> bool {
        *self == Filters::default()
    }

    /// The same without this one.
    pub fn without(&self, kind: Kind) -> Self {
        let mut rest = self.clone();
        match kind {
            Kind::Owner => rest.owners.clear(),
            Kind::Stage => rest.stages.clear(),
            Kind::Budget => (rest.budget_from, rest.budget_to) = (None, None),
            Kind::Created => rest.created = None,
            Kind::Changed => rest.changed = None,
        }
        rest
    }

    /// Whether the filter leaves this stage out.
    pub fn leaves_out(&self, stage: StageId) -> bool {
        !self.stages.is_empty() && !self.stages.contains(&stage)
    }
}

const ME: &str = "me";
const FROM: &str = "_from";
const TO: &str = "_to";

impl Offered {
    fn person(&self, text: &str) -> Option<Who> {
        if text == ME {
            return Some(Who::Me);
        }
        text.parse().ok().filter(|id| self.people.contains(id)).map(Who::Person)
    }
}

/// Those of the values that mean something, each once.
fn known<T: PartialEq>(said: Vec<String>, read: impl Fn(&str) -> Option<T>) -> Vec<T> {
    let mut values = Vec::new();
    for value in said.iter().filter_map(|text| read(text)) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

fn days(said: &dyn Fn(&str) -> Vec<String>) -> Option<Days> {
    let quick = said("").iter().find_map(|text| Days::QUICK.iter().find(|(_, key)| key == text));
    let day = |end: &str| said(end).first().and_then(|text| parse_date(text, None).ok());
    quick.map(|(days, _)| *days).or_else(|| Days::between(day(FROM), day(TO)))
}
