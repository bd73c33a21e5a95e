//! Made-up clients and deals: number, dates and owners follow the seed, so that two runs make the same ones.

use super::{company, dice::Dice, names};
use crate::{
    cx::{Tx, internal},
    deals::Surroundings,
    pipelines,
    words::Words,
    workspaces,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    clients::{Client, ClientAccess, ClientKind},
    deals::{Deal, DealClient},
    email::Email,
    error::AppError,
    fields::{FieldDef, FieldKind, FieldValue, FieldValues, Noun},
    ids::{ClientId, UserId},
    money::Currency,
    number::Number,
    phone::{Country, Phone},
};
use std::{
    collections::BTreeMap,
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// By the keys of their words.
const TITLES: [&str; 8] = ["delivery", "request", "contract", "project", "order", "installation", "service", "tender"];
const LOGINS: [&str; 8] = ["info", "office", "sales", "zakaz", "mail", "director", "buh", "kontakt"];

/// Makes records one after the other.
pub(super) struct Maker {
    dice: Dice,
    span: (DateTime<Utc>, DateTime<Utc>),
    clock: Arc<AtomicU64>,
    people: Vec<UserId>,
    made: Vec<ClientId>,
    pub client_fields: Vec<FieldDef>,
    pub around: Surroundings,
}

impl Maker {
    /// Records between two moments; people and settings are stamped with `now`.
    pub fn new(dice: Dice, span: (DateTime<Utc>, DateTime<Utc>), now: DateTime<Utc>) -> Self {
        let around =
            Surroundings { stages: Vec::new(), fields: Vec::new(), currency: Currency::UZS, clients: BTreeMap::new() };
        let clock = Arc::new(AtomicU64::new(millis(now)));
        Maker { dice, span, clock, people: Vec::new(), made: Vec::new(), client_fields: Vec::new(), around }
    }

    /// The clock of the record that is being made: ids carry its moment.
    pub fn clock(&self) -> Arc<AtomicU64> {
        self.clock.clone()
    }

    /// Learns what the company has, and adds the fields that lack.
    pub async fn learn(&mut self, tx: &mut Tx, people: &[UserId]) -> Result<(), AppError> {
        self.people = people.to_vec();
        self.client_fields = company::fields_of(tx, Noun::Client).await?;
        let fields = company::fields_of(tx, Noun::Deal).await?;
        let currency = workspaces::get_in(tx).await?.currency;
        self.around =
            Surroundings { stages: pipelines::stages_in(tx).await?, fields, currency, clients: BTreeMap::new() };
        Ok(())
    }

    /// Clients of these places among so many, numbered from `first`.
    pub fn clients(
        &mut self,
        tx: &Tx,
        first: i64,
        (places, total): (Range<usize>, usize),
    ) -> Result<Vec<Client>, AppError> {
        let numbered = (first..).zip(places);
        numbered.map(|(number, place)| self.client(tx, number, self.moment(place, total))).collect()
    }

    fn client(&mut self, tx: &Tx, number: i64, at: DateTime<Utc>) -> Result<Client, AppError> {
        self.clock.store(millis(at), Ordering::Relaxed);
        let owner = self.owner();
        let is_company = self.dice.percent(35);
        let (kind, name) = if is_company {
            (ClientKind::Company, names::company(&mut self.dice))
        } else {
            (ClientKind::Person, names::person(&mut self.dice))
        };
        let id = tx.backend().new_id();
        self.made.push(id);
        Ok(Client {
            id,
            number,
            kind,
            name,
            parts: None,
            phones: self.phones()?,
            emails: self.emails(number)?,
            owner,
            managers: Vec::new(),
            access: ClientAccess::Private,
            custom: self.values(Noun::Client),
            created_at: at,
            created_by: owner,
            updated_at: self.later(at),
            updated_by: owner,
            version: 1,
        })
    }

    /// Deals of these places among so many, numbered from `first`; their clients were there before them.
    pub fn deals(&mut self, tx: &Tx, first: i64, (places, total): (Range<usize>, usize)) -> Vec<Deal> {
        let numbered = (first..).zip(places);
        numbered.map(|(number, place)| self.deal(tx, number, (place, total))).collect()
    }

    fn deal(&mut self, tx: &Tx, number: i64, (place, total): (usize, usize)) -> Deal {
        let at = self.moment(place, total);
        self.clock.store(millis(at), Ordering::Relaxed);
        let there = self.made.len() * (place + 1) / total;
        let client = (there > 0 && !self.dice.percent(8)).then(|| self.made[self.dice.below(there)]);
        let (owner, updated_at) = (self.owner(), self.later(at));
        let stage = self.around.stages[self.dice.uneven(self.around.stages.len())].id;
        Deal {
            id: tx.backend().new_id(),
            number,
            title: title(Words(tx.actor().lang), self.dice.one_of(&TITLES), number),
            client: client.map(|id| DealClient { id, name: None }),
            budget: (!self.dice.percent(15)).then(|| (1 + self.dice.below(5_000) as i64) * 10_000_000),
            currency: self.around.currency,
            stage,
            stage_since: updated_at,
            position: String::new(),
            owner,
            custom: self.values(Noun::Deal),
            created_at: at,
            created_by: owner,
            updated_at,
            updated_by: owner,
            version: 1,
        }
    }

    fn owner(&mut self) -> UserId {
        self.people[self.dice.uneven(self.people.len())]
    }

    /// Evenly spread, so that a higher number is never older.
    fn moment(&self, place: usize, total: usize) -> DateTime<Utc> {
        let (start, end) = self.span;
        let millis = (end - start).num_milliseconds() / total.max(1) as i64 * place as i64;
        start + TimeDelta::milliseconds(millis)
    }

    fn later(&mut self, at: DateTime<Utc>) -> DateTime<Utc> {
        let left = (self.span.1 - at).num_minutes().max(1) as usize;
        at + TimeDelta::minutes(self.dice.below(left) as i64) + TimeDelta::milliseconds(self.dice.below(60_000) as i64)
    }

    fn phones(&mut self) -> Result<Vec<Phone>, AppError> {
        let count = [1, 1, 1, 1, 2, 0][self.dice.below(6)];
        (0..count).map(|_| self.phone()).collect()
    }

    fn phone(&mut self) -> Result<Phone, AppError> {
        let tail = self.dice.below(10_000_000);
        let (text, country) = match self.dice.below(10) {
            0 | 1 => (format!("+79{:02}{tail:07}", 10 + self.dice.below(70)), Country::RU),
            2 => (format!("+770{}{tail:07}", self.dice.below(9)), Country::KZ),
            _ => (format!("+998{}{tail:07}", self.dice.one_of(&["90", "91", "93", "94", "97", "99"])), Country::UZ),
        };
        Phone::parse(&text, country).map_err(|error| internal("demo phone", &error))
    }

    fn emails(&mut self, number: i64) -> Result<Vec<Email>, AppError> {
        if self.dice.percent(40) {
            return Ok(Vec::new());
        }
        let domain = self.dice.one_of(&["example.uz", "mail.test"]);
        let text = format!("{}{number}@{domain}", self.dice.one_of(&LOGINS));
        Ok(vec![Email::parse(&text).map_err(|error| internal("demo e-mail", &error))?])
    }

    fn values(&mut self, noun: Noun) -> FieldValues {
        let fields = if noun == Noun::Client { &self.client_fields } else { &self.around.fields };
        let mut values = FieldValues::new();
        for field in fields {
            if self.dice.percent(60) {
                values.extend(value(&mut self.dice, field).map(|value| (field.id, value)));
            }
        }
        values
    }
}

fn title(say: Words, key: &str, number: i64) -> String {
    let what = say.word(&format!("demo.title.{key}"));
    say.filled("demo.deal", &[("what", &what), ("number", &(1_000 + number).to_string())])
}

fn value(dice: &mut Dice, field: &FieldDef) -> Option<FieldValue> {
    Some(match field.kind {
        FieldKind::Text => FieldValue::Text(format!("{:09}", 200_000_000 + dice.below(700_000_000))),
        FieldKind::Number => FieldValue::Number(Number((1 + dice.below(900) as i64) * 100_000 * 1_000_000)),
        FieldKind::Date if field.noun == Noun::Client => FieldValue::Date(day(1960, dice.below(16_000))?),
        FieldKind::Date => FieldValue::Date(day(2025, dice.below(1_000))?),
        FieldKind::Choice => FieldValue::Choice(field.options.get(dice.uneven(field.options.len()))?.id),
    })
}

fn day(year: i32, after: usize) -> Option<NaiveDate> {
    NaiveDate::from_yo_opt(year, 1)?.checked_add_signed(TimeDelta::days(after as i64))
}

fn millis(at: DateTime<Utc>) -> u64 {
    at.timestamp_millis().unsigned_abs()
}
