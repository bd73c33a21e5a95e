//! Deals (S0.51-S0.55, S3.12, R8, R10, R22, R24): edit, move, and the lines under a client.
//! New ones are `create.rs`, the board's reads `board.rs`.

pub mod board;
mod create;
pub(crate) mod hand_over;
mod leaving;
pub mod list;
pub(crate) mod owner;
mod position;
pub(crate) mod store;
mod told;

pub use create::create;
#[cfg(test)]
pub(crate) use create::create_in;
pub(crate) use create::{Surroundings, create_many_in, insert_many_in};
pub(crate) use leaving::{leave_stage_in, lock_in as lock_stages_in};
pub(crate) use store::of_clients::told_beside;

use crate::{
    clients,
    cx::{Cx, TotalKey, Tx, begin},
    events, fields, pipelines, workspaces,
};
use chrono::{DateTime, Utc};
use domain::{
    access::{Act, Right},
    clients::ClientRow,
    comments::checked_comment,
    deals::{Deal, DealCard, DealClient, DealPatch, Move, checked_budget, checked_currency, checked_title, currencies},
    error::{AppError, ConflictKind, FieldIssue},
    events::{Event, EventKind},
    fields::Noun,
    filter::{Page, Rows},
    ids::{ClientId, DealId, RequestId},
    search_text::fold,
};
use fields::values::{self, Indexed};
use owner::Gets;
use std::{collections::BTreeMap, ops::RangeInclusive};
use store::positions;

/// One deal by its id.
pub async fn get(cx: &Cx, id: DealId) -> Result<Deal, AppError> {
    let mut deal = store::find(cx, &mut cx.db(), id, "").await?.ok_or(AppError::NotFound(Noun::Deal))?;
    if let Some(client) = &mut deal.client {
        client.name = clients::names(cx, vec![client.id]).await?.remove(&client.id);
    }
    Ok(deal)
}

/// The deal's feed, newest first. Clients that the actor may not see have no name there either (R22).
pub async fn feed(cx: &Cx, id: DealId, page: &Page) -> Result<Rows<Event>, AppError> {
    store::find(cx, &mut cx.db(), id, "").await?.ok_or(AppError::NotFound(Noun::Deal))?;
    let mut feed = events::feed_of(cx, id.into(), page).await?;
    feed.rows.iter_mut().for_each(told::keep_unsaid);
    let ids = feed.rows.iter_mut().flat_map(told::clients_of).map(|(id, _)| *id).collect();
    let names = clients::names(cx, ids).await?;
    for (id, name) in feed.rows.iter_mut().flat_map(told::clients_of) {
        // The name it had then, or where whoever tied the two did not know it, the one it has now.
        *name = names.get(id).map(|now| name.take().unwrap_or_else(|| now.clone()));
    }
    Ok(feed)
}

/// The client's deals that the actor may see, newest first (S0.22).
pub async fn of_client(cx: &Cx, client: ClientId, page: &Page) -> Result<Rows<DealCard>, AppError> {
    clients::get(cx, client).await?;
    store::list_of_client(cx, client, page).await
}

/// Adds to each client its number of deals and the stages of the newest ones, as far as the actor may see them, from what was
/// told beside it by [`told_beside`].
pub(crate) async fn add_stages(cx: &Cx, told: Vec<(ClientRow, Option<String>)>) -> Result<Vec<ClientRow>, AppError> {
    let (mut rows, mut untold) = (Vec::with_capacity(told.len()), Vec::new());
    for (mut row, told) in told {
        match told.as_deref().map(store::of_clients::read_told).transpose()? {
            Some(Some((count, stages))) => (row.deals, row.stages) = (count, stages),
            Some(None) => untold.push(row.id),
            None => {}
        }
        rows.push(row);
    }
    if untold.is_empty() {
        return Ok(rows);
    }
    let mut found = store::of_clients::list_stages(cx, untold).await?;
    for row in &mut rows {
        if let Some(counted) = found.remove(&row.id) {
            (row.deals, row.stages) = counted;
        }
    }
    Ok(rows)
}

/// Titles of those deals that the actor may see.
pub(crate) async fn titles(cx: &Cx, ids: Vec<DealId>) -> Result<BTreeMap<DealId, String>, AppError> {
    store::titles::list(cx, ids).await
}

/// Deletes the deals of these numbers that the actor sees; they keep their place in the history.
pub(crate) async fn delete_numbers_in(tx: &mut Tx, numbers: RangeInclusive<i64>) -> Result<usize, AppError> {
    tx.require(Right::DeleteDeals)?;
    let deleted = store::delete_numbers(tx, numbers).await?;
    let records: Vec<uuid::Uuid> = deleted.iter().map(|(id, ..)| (*id).into()).collect();
    values::delete_many(tx, Noun::Deal, &records).await?;
    let count = deleted.len();
    for (id, key, budget) in deleted {
        tx.add_total(key, -1, -budget);
        tx.record(Noun::Deal, id, EventKind::Deleted, Vec::new());
    }
    Ok(count)
}

/// Puts the deals of these clients in order by this name from now on, or as deals without a client.
pub(crate) async fn set_client_name_in(tx: &mut Tx, clients: &[ClientId], name: Option<&str>) -> Result<(), AppError> {
    store::client_names::set_client_name(tx, clients, name.map(fold)).await
}

fn indexed(deal: &Deal) -> Indexed<'_> {
    Indexed { record: deal.id.into(), values: &deal.custom, updated_at: deal.updated_at }
}

fn add_to_total(tx: &mut Tx, deal: &Deal, sign: i64) {
    let key = TotalKey::Deals(deal.stage.into(), deal.owner.into(), deal.currency.to_string());
    tx.add_total(key, sign, sign * deal.budget.unwrap_or(0));
}

/// Changes one field of the card (R18). The version is what the person was shown.
pub async fn edit(cx: &Cx, request: RequestId, id: DealId, seen: i64, patch: DealPatch) -> Result<Deal, AppError> {
    let mut tx = begin!(cx, request, ("deals.edit", id, seen, &patch));
    let gets = owner::gets_in(&mut tx, id, &patch).await?;
    let before = find_in(&mut tx, id).await?;
    require(&tx, Act::Edit, &before)?;
    if before.version != seen {
        return Err(AppError::Conflict(ConflictKind::Stale));
    }
    let workspace = workspaces::get_in(&mut tx).await?;
    let stages = pipelines::stages_in(&mut tx).await?;
    let fields = fields::list_in(&mut tx, Noun::Deal).await?;
    let around = Surroundings { stages, fields, currency: workspace.currency, clients: BTreeMap::new() };
    let mut after = before.clone();
    apply(&mut tx, &mut after, patch.clone(), (&around, &gets, workspace.text_limit)).await?;
    let changes = told::changed(&before, &after, &around);
    if changes.is_empty() {
        return tx.commit(before).await;
    }
    touch(&tx, &mut after);
    store::set_changed(&mut tx, &before, &after).await?;
    values::touch(&mut tx, Noun::Deal, &[id.into()], after.updated_at).await?;
    if let DealPatch::Custom(field, _) = patch {
        values::replace(&mut tx, Noun::Deal, &indexed(&after), field).await?;
    }
    add_to_total(&mut tx, &before, -1);
    add_to_total(&mut tx, &after, 1);
    owner::tell_in(&mut tx, &patch, (&before, &after)).await?;
    tx.record(Noun::Deal, id, EventKind::Changed, changes);
    tx.commit(after).await
}

/// The deal to be changed, locked, with its client's name where the actor may know it.
async fn find_in(tx: &mut Tx, id: DealId) -> Result<Deal, AppError> {
    let mut deal = store::find_for_update(tx, id).await?.ok_or(AppError::NotFound(Noun::Deal))?;
    if let Some(client) = &mut deal.client {
        client.name = clients::names_in(tx, vec![client.id]).await?.remove(&client.id);
    }
    Ok(deal)
}

/// Refuses what the actor may not do with a deal that they see.
fn require(cx: &Cx, act: Act, deal: &Deal) -> Result<(), AppError> {
    cx.actor().may_with_deal(act, deal.owner).map(drop).map_err(|_| AppError::Forbidden)
}

fn touch(tx: &Tx, deal: &mut Deal) {
    deal.version += 1;
    deal.updated_at = tx.now();
    deal.updated_by = tx.user();
}

async fn apply(
    tx: &mut Tx,
    deal: &mut Deal,
    patch: DealPatch,
    (around, gets, text_limit): (&Surroundings, &Gets, usize),
) -> Result<(), AppError> {
    match patch {
        DealPatch::Title(title) => {
            deal.title = checked_title(&title).map_err(broken)?;
        }
        DealPatch::Client(None) => deal.client = None,
        DealPatch::Client(Some(id)) => {
            let name = clients::get_in(tx, id).await?.name;
            deal.client = Some(DealClient { id, name: Some(name) });
        }
        DealPatch::Budget(budget, currency) => {
            deal.budget = checked_budget(budget).map_err(broken)?;
            deal.currency = checked_currency(currency, &currencies(around.currency, deal.currency)).map_err(broken)?;
        }
        DealPatch::Owner(_) | DealPatch::OwnerBack(_) => {
            require(tx, Act::ChangeOwner, deal)?;
            deal.owner = gets.owner(deal.owner, &patch)?;
        }
        DealPatch::Custom(field, value) => {
            clients::set_custom(&mut deal.custom, &around.fields, (field, value), text_limit)?;
        }
    }
    Ok(())
}

fn broken(issue: FieldIssue) -> AppError {
    AppError::Invalid(vec![issue])
}

/// Moves a deal to a stage: into the slot it was dropped in, through the menu on top (R24). It succeeds although the card
/// shown is old: what the person asked for still makes sense.
pub async fn move_to_stage(cx: &Cx, request: RequestId, id: DealId, way: Move) -> Result<Deal, AppError> {
    let Move { to, slot, undoes } = way;
    let mut tx = begin!(cx, request, ("deals.move_to_stage", id, way));
    // The stage before the deal, as whoever saves the funnel takes them: nobody waits for the other in a circle. Nor where the
    // slot has no room: then the cards around it and the deal are taken together. A refusal takes all of it back.
    let there = positions::lock_stage(&mut tx, to).await?;
    let dropped = match slot.filter(|_| there) {
        Some(slot) => Some(position::in_slot(&mut tx, to, id, slot).await?),
        None => None,
    };
    let before = find_in(&mut tx, id).await?;
    require(&tx, Act::Edit, &before)?;
    if !there {
        return Err(AppError::Conflict(ConflictKind::StageGone));
    }
    let position = match dropped {
        Some(position) => position,
        None if before.stage == to => return tx.commit(before).await,
        None => position::on_top(&mut tx, to, 1).await?.remove(0),
    };
    let mut after = Deal { stage: to, position, ..before.clone() };
    if before.stage == to {
        positions::set_position(&mut tx, to, id, after.position.clone()).await?;
        tx.record(Noun::Deal, id, EventKind::Ordered, Vec::new());
        return tx.commit(after).await;
    }
    let stages = pipelines::stages_in(&mut tx).await?;
    after.stage_since = match undoes {
        Some(act) => came_back(&mut tx, &after, act).await?.unwrap_or(tx.now()),
        None => tx.now(),
    };
    touch(&tx, &mut after);
    store::set_stage(&mut tx, &after).await?;
    values::touch(&mut tx, Noun::Deal, &[id.into()], after.updated_at).await?;
    add_to_total(&mut tx, &before, -1);
    add_to_total(&mut tx, &after, 1);
    tx.record(Noun::Deal, id, EventKind::Moved, told::moved(&before, &after, &stages));
    tx.commit(after).await
}

/// Since when a deal had been where it is now, if the last move of it, the actor's own act, took it away from there.
async fn came_back(tx: &mut Tx, deal: &Deal, act: RequestId) -> Result<Option<DateTime<Utc>>, AppError> {
    let told = events::told_last_in(tx, deal.id.into(), (EventKind::Moved, act)).await?;
    Ok(told::left(&told).filter(|(stage, _)| *stage == deal.stage).map(|(_, since)| since))
}

/// Leaves a comment (S0.10).
pub async fn comment(cx: &Cx, request: RequestId, id: DealId, text: String) -> Result<(), AppError> {
    let text = checked_comment(&text)?;
    let mut tx = begin!(cx, request, ("deals.comment", id, &text));
    let deal = store::find(cx, &mut tx, id, "").await?.ok_or(AppError::NotFound(Noun::Deal))?;
    require(cx, Act::Comment, &deal)?;
    tx.record(Noun::Deal, id, EventKind::Commented, clients::told::comment(text));
    tx.commit(()).await
}

#[cfg(test)]
mod tests;
