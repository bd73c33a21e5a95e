//! «Загрузить демо-данные»: a handful of records for an empty company, and their removal in one click.
//! Which numbers they took is kept in the company's own history, so that exactly they are removed.

use super::{dice::Dice, records::Maker, store};
use crate::{
    administrators, clients,
    cx::{Cx, Tx, begin},
    db::Reads,
    deals, events,
    users::{self, receivers::Receivers},
};
use chrono::TimeDelta;
use domain::{
    access::Right,
    error::{AppError, Problem},
    events::{Change, ChangedField, EventKind, Told},
    fields::Noun,
    filter::Page,
    ids::{RequestId, UserId},
};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

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
    maker.learn(&mut tx, &people).await?;
    let client = tx.next_numbers(Noun::Client, CLIENTS as i64).await?;
    let made = maker.clients(&tx, client, (0..CLIENTS, CLIENTS))?;
    clients::insert_many_in(&mut tx, made, EventKind::Created, &maker.client_fields).await?;
    let deal = tx.next_numbers(Noun::Deal, DEALS as i64).await?;
    let made = maker.deals(&tx, deal, (0..DEALS, DEALS));
    deals::insert_many_in(&mut tx, made, &maker.around, EventKind::Created).await?;
    remember(&mut tx, None, Some(format!("{client} {deal}")));
    tx.commit(SmallDemo { clients: CLIENTS, deals: DEALS }).await
}

/// Removes exactly what `load_small` put there and is still there: administrators only.
pub async fn remove_small(cx: &Cx, request: RequestId) -> Result<SmallDemo, AppError> {
    cx.require(Right::SetUpCompany)?;
    let mut tx = begin!(cx, request, "demo_data.remove_small");
    administrators::lock(&mut tx).await?;
    let (text, client, deal) = find_loaded(cx, &mut tx).await?.ok_or(AppError::NotFound(Noun::Page))?;
    let removed = SmallDemo {
        deals: deals::delete_numbers_in(&mut tx, numbers(deal, DEALS)).await?,
        clients: clients::delete_numbers_in(&mut tx, numbers(client, CLIENTS)).await?,
    };
    remember(&mut tx, Some(text), None);
    tx.commit(removed).await
}

/// Whether there is demo data to be removed.
pub async fn is_small_loaded(cx: &Cx) -> Result<bool, AppError> {
    Ok(find_loaded(cx, &mut cx.db()).await?.is_some())
}

fn numbers(first: i64, count: usize) -> RangeInclusive<i64> {
    first..=first + count as i64 - 1
}

fn remember(tx: &mut Tx, old: Option<String>, new: Option<String>) {
    let change = Change::of(FIELD, old.map(Told::Text), new.map(Told::Text));
    let workspace = tx.workspace();
    tx.record(Noun::Workspace, workspace, EventKind::Changed, change.into_iter().collect());
}

/// The first numbers of the demo data that was loaded last and not removed since.
async fn find_loaded(cx: &Cx, db: &mut impl Reads) -> Result<Option<(String, i64, i64)>, AppError> {
    let mut page = Page { after: None, size: Page::MAX };
    loop {
        let found = events::feed_in(cx, db, cx.workspace().into(), &page).await?;
        let last = found.rows.into_iter().flat_map(|event| event.changes).find(is_ours);
        if let Some(change) = last {
            let Some(Told::Text(text)) = change.new else { return Ok(None) };
            let (client, deal) = text.split_once(' ').unwrap_or_default();
            return Ok(client.parse().ok().zip(deal.parse().ok()).map(|(client, deal)| (text.clone(), client, deal)));
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
