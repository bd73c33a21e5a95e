//! Demo data (the same for the same seed): a company of its own for trials and measurements, and a handful of records
//! that an administrator may put into an empty company and take out again. Nothing here is written past the slices.

mod company;
pub(crate) mod dice;
mod names;
mod records;
mod small;
mod store;

pub use small::{SmallDemo, is_small_loaded, load_small, remove_small};

use crate::{
    clients,
    clock::Clock,
    cx::{Backend, Cx},
    deals, sessions, setup, tokens, workspaces,
};
use chrono::{DateTime, TimeDelta, Utc};
use dice::Dice;
use domain::{
    access::{Actor, Rights, Sees},
    error::AppError,
    events::EventKind,
    fields::Noun,
    ids::{UserId, WorkspaceId},
    lang::Lang,
    money::Currency,
    workspaces::NewWorkspace,
};
use records::Maker;

/// Records of one transaction.
const BATCH: usize = 2_000;
/// Unix seconds of the moment that the data leads up to: 20 November 2026, noon UTC.
const END: i64 = 1_795_176_000;
/// How long the sign-in link of a demo company works.
const LINK_DAYS: i64 = 7;

/// How much is made, and from which seed.
#[derive(Debug, Clone, Copy)]
pub struct DemoSize {
    /// Clients.
    pub clients: usize,
    /// Deals.
    pub deals: usize,
    /// People, the director included.
    pub users: usize,
    /// The same seed makes the same data.
    pub seed: u64,
}

/// A company of demo data.
#[derive(Debug, Clone)]
pub struct Demo {
    /// The CRM ID that people see.
    pub crm_id: String,
    /// Signs in as the director, once.
    pub sign_in_token: String,
    /// The company.
    pub workspace: WorkspaceId,
    /// The people, the director first; the first own more records than the last.
    pub people: Vec<UserId>,
}

/// Makes a company of demo data. It does not count as the first company and closes no set-up link.
pub async fn create(backend: &Backend, size: DemoSize) -> Result<Demo, AppError> {
    let (workspace, director) = setup::create_demo(backend, company_of(size.seed)?).await?;
    let mut maker = Maker::new(Dice::new(size.seed), two_years(), backend.now());
    let backend_of_then = Backend::seeded(backend.db(), Clock::Set(maker.clock()), size.seed.wrapping_add(2) & 0xFFFF);
    let cx = Cx::new(backend_of_then, actor(workspace, director));
    let mut people = vec![director];
    people.extend(company::add_people(&cx, size.users.saturating_sub(1)).await?);
    company::add_stages(&cx).await?;
    let mut tx = cx.begin_own().await?;
    maker.learn(&mut tx, &people).await?;
    tx.commit(()).await?;
    create_clients(&cx, &mut maker, size.clients).await?;
    create_deals(&cx, &mut maker, size.deals).await?;
    let crm_id = workspaces::get(&cx).await?.crm_id;
    let sign_in_token = sessions::new_link(backend, workspace, director, TimeDelta::days(LINK_DAYS)).await?;
    Ok(Demo { crm_id, sign_in_token, workspace, people })
}

async fn create_clients(cx: &Cx, maker: &mut Maker, total: usize) -> Result<(), AppError> {
    for begin in (0..total).step_by(BATCH) {
        let count = BATCH.min(total - begin);
        let mut tx = cx.begin_own().await?;
        let first = tx.next_numbers(Noun::Client, count as i64).await?;
        let made = maker.clients(&tx, first, (begin..begin + count, total))?;
        clients::insert_many_in(&mut tx, made, EventKind::Created, &maker.client_fields).await?;
        tx.commit(()).await?;
    }
    Ok(())
}

async fn create_deals(cx: &Cx, maker: &mut Maker, total: usize) -> Result<(), AppError> {
    for begin in (0..total).step_by(BATCH) {
        let count = BATCH.min(total - begin);
        let mut tx = cx.begin_own().await?;
        let first = tx.next_numbers(Noun::Deal, count as i64).await?;
        let made = maker.deals(&tx, first, (begin..begin + count, total));
        deals::insert_many_in(&mut tx, made, &maker.around, EventKind::Created).await?;
        tx.commit(()).await?;
    }
    Ok(())
}

fn company_of(seed: u64) -> Result<NewWorkspace, AppError> {
    Ok(NewWorkspace {
        company: "Демо-компания".into(),
        currency: Currency::UZS,
        first_name: "Дилшод".into(),
        last_name: "Рахимов".into(),
        email: format!("demo{seed}@example.uz"),
        // Nobody knows it: a demo company is entered by its link.
        password: tokens::new_token()?,
        zone: "Asia/Tashkent".into(),
        lang: Lang::Ru,
    })
}

fn actor(workspace: WorkspaceId, user: UserId) -> Actor {
    let role = uuid::Uuid::nil().into();
    Actor { workspace, user, role, rights: Rights::all(), sees: Sees::Everything, lang: Lang::Ru }
}

fn two_years() -> (DateTime<Utc>, DateTime<Utc>) {
    let end = DateTime::from_timestamp(END, 0).unwrap_or_default();
    (end - TimeDelta::days(730), end)
}

#[cfg(test)]
mod tests;
