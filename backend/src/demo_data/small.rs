//! «Загрузить демо-данные»: a handful of records for an empty company, and their removal in one click.
//! Which numbers they took and which fields came with them is kept in the company's own history, so that exactly they are
//! removed.

use super::{dice::Dice, records::Maker, store};
use crate::{
    administrators, clients,
    cx::{Cx, Tx, begin},
    db::Reads,
    deals, events, fields,
    users::{self, receivers::Receivers},
};
use chrono::TimeDelta;
use domain::{
    access::Right,
    error::{AppError, Problem},
    events::{Change, ChangedField, EventKind, Told},
    fields::Noun,
    filter::{Filter, Page},
    ids::{FieldId, RequestId, UserId},
};
use serde::{Deserialize, Serialize};
use std::{fmt, ops::RangeInclusive};

const CLIENTS: usize = 60;
const DEALS: usize = 90;
const SEED: u64 = 2_026;
/// How far back the records reach.
const DAYS: i64 = 60;
/// The field of the company's history that tells of demo data.
const FIELD: &str = "demo_data";

/// How many records were loaded or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmallDemo {
    /// Clients.
    pub clients: usize,
    /// Deals.
    pub deals: usize,
}

/// Puts sixty clients and ninety deals into an empty company: administrators only, and who may create both.
pub async fn load_small(cx: &Cx, request: RequestId) -> Result<SmallDemo, AppError> {
    for right in [Right::SetUpCompany, Right::CreateClients, Right::CreateDeals] {
        cx.require(right)?;
    }
    let mut people: Vec<UserId> = users::list(cx).await?.iter().map(|user| user.id).collect();
    let mut tx = begin!(cx, request, "demo_data.load_small");
    // Of two at once the other one finds what this one has loaded.
    administrators::lock(&mut tx).await?;
    if !store::is_empty(&mut tx).await? {
        return Err(AppError::invalid(FIELD, Problem::Taken));
    }
    let owners = Receivers::keep(&mut tx, people.iter().copied().collect()).await?;
    people.retain(|person| owners.is_at_work(*person));
    let now = tx.now();
    let mut maker = Maker::new(Dice::new(SEED), (now - TimeDelta::days(DAYS), now), now);
    let before = all_fields(&mut tx).await?;
    maker.learn(&mut tx, &people).await?;
    let client = tx.next_numbers(Noun::Client, CLIENTS as i64).await?;
    let made = maker.clients(&tx, client, (0..CLIENTS, CLIENTS))?;
    clients::insert_many_in(&mut tx, made, EventKind::Created, &maker.client_fields).await?;
    let deal = tx.next_numbers(Noun::Deal, DEALS as i64).await?;
    let made = maker.deals(&tx, deal, (0..DEALS, DEALS));
    deals::insert_many_in(&mut tx, made, &maker.around, EventKind::Created).await?;
    let fields = all_fields(&mut tx).await?.into_iter().filter(|field| !before.contains(field)).collect();
    remember(&mut tx, None, Some(Loaded { client, deal, fields }.to_string()));
    tx.commit(SmallDemo { clients: CLIENTS, deals: DEALS }).await
}

/// Removes exactly what `load_small` put there and is still there: administrators only, and who see all of it. Fields that real
/// records have values in by now stay.
pub async fn remove_small(cx: &Cx, request: RequestId) -> Result<SmallDemo, AppError> {
    cx.require(Right::SetUpCompany)?;
    let mut tx = begin!(cx, request, "demo_data.remove_small");
    administrators::lock(&mut tx).await?;
    let loaded = find_loaded(cx, &mut tx).await?.ok_or(AppError::NotFound(Noun::Page))?;
    if [Noun::Client, Noun::Deal].into_iter().any(|noun| cx.scope(noun) != Filter::All) {
        return Err(AppError::Forbidden);
    }
    let removed = SmallDemo {
        deals: deals::delete_numbers_in(&mut tx, numbers(loaded.deal, DEALS)).await?,
        clients: clients::delete_numbers_in(&mut tx, numbers(loaded.client, CLIENTS)).await?,
    };
    fields::delete_unused_in(&mut tx, &loaded.fields).await?;
    remember(&mut tx, Some(loaded.to_string()), None);
    tx.commit(removed).await
}

/// Whether there is demo data to be removed.
pub async fn is_small_loaded(cx: &Cx) -> Result<bool, AppError> {
    Ok(find_loaded(cx, &mut cx.db()).await?.is_some())
}

/// What was loaded: the first numbers of clients and deals, and the fields that lacked. Kept as words with a space between.
struct Loaded {
    client: i64,
    deal: i64,
    fields: Vec<FieldId>,
}

impl fmt::Display for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.client, self.deal)?;
        self.fields.iter().try_for_each(|field| write!(f, " {field}"))
    }
}

impl Loaded {
    fn read(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let (client, deal) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let fields = words.map(str::parse).collect::<Result<_, _>>().ok()?;
        Some(Loaded { client, deal, fields })
    }
}

async fn all_fields(tx: &mut Tx) -> Result<Vec<FieldId>, AppError> {
    let mut ids = Vec::new();
    for noun in [Noun::Client, Noun::Deal] {
        ids.extend(fields::list_in(tx, noun).await?.iter().map(|field| field.id));
    }
    Ok(ids)
}

fn numbers(first: i64, count: usize) -> RangeInclusive<i64> {
    first..=first + count as i64 - 1
}

fn remember(tx: &mut Tx, old: Option<String>, new: Option<String>) {
    let change = Change::of(FIELD, old.map(Told::Text), new.map(Told::Text));
    let workspace = tx.workspace();
    tx.record(Noun::Workspace, workspace, EventKind::Changed, change.into_iter().collect());
}

/// The demo data that was loaded last and not removed since.
async fn find_loaded(cx: &Cx, db: &mut impl Reads) -> Result<Option<Loaded>, AppError> {
    let mut page = Page { after: None, size: Page::MAX };
    loop {
        let found = events::feed_in(cx, db, cx.workspace().into(), &page).await?;
        let last = found.rows.into_iter().flat_map(|event| event.changes).find(is_ours);
        if let Some(change) = last {
            let Some(Told::Text(text)) = change.new else { return Ok(None) };
            return Ok(Loaded::read(&text));
        }
        match found.next {
            Some(next) => page.after = Some(next),
            None => return Ok(None),
        }
    }
}

fn is_ours(change: &Change) -> bool {
    matches!(&change.field, ChangedField::Builtin(field) if field == FIELD)
}
