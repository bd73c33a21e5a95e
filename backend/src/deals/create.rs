//! New deals (S0.51-S0.55, R24): one of a person's own, many of an import, and those that demo data dates back.

use super::{add_to_total, broken, indexed, position, store, told};
use crate::{
    clients,
    cx::{Cx, Tx, begin},
    fields::{
        self,
        values::{self, Indexed},
    },
    notifications, pipelines,
    users::receivers::check_owners_in,
    workspaces,
};
use domain::{
    access::Right,
    deals::{Deal, DealCard, DealClient, NewDeal, checked_currency, currencies},
    error::AppError,
    events::EventKind,
    fields::{FieldDef, Noun},
    ids::{ClientId, RequestId, StageId},
    money::Currency,
    notifications::NotificationKind,
    pipelines::Stage,
};
use std::collections::BTreeMap;

/// Creates a deal on top of its stage (R24). Its owner is its author unless said otherwise (S0.55, R10).
pub async fn create(cx: &Cx, request: RequestId, new: NewDeal) -> Result<DealCard, AppError> {
    cx.require(Right::CreateDeals)?;
    let mut tx = begin!(cx, request, ("deals.create", &new));
    let deal = create_in(&mut tx, new).await?;
    notifications::tell_in(&mut tx, deal.owner, NotificationKind::Owner, (Noun::Deal, deal.id.into())).await?;
    tx.commit(card(deal)).await
}

pub(crate) async fn create_in(tx: &mut Tx, new: NewDeal) -> Result<Deal, AppError> {
    tx.require(Right::CreateDeals)?;
    let workspace = workspaces::get_in(tx).await?;
    let fields = fields::list_in(tx, Noun::Deal).await?;
    let mut new = new.checked()?;
    new.custom = values::checked(&fields, new.custom, workspace.text_limit).map_err(AppError::Invalid)?;
    if let Some(currency) = new.currency {
        checked_currency(currency, &currencies(workspace.currency, workspace.currency)).map_err(broken)?;
    }
    if new.owner.is_some_and(|owner| owner != tx.user()) {
        tx.require(Right::ChangeOwner)?;
    }
    let mut names = BTreeMap::new();
    if let Some(client) = new.client {
        names.insert(client, clients::get_in(tx, client).await?.name);
    }
    let stages = pipelines::stages_in(tx).await?;
    let around = Surroundings { stages, fields, currency: workspace.currency, clients: names };
    let mut created = create_many_in(tx, vec![new], &around, EventKind::Created).await?;
    created.pop().ok_or(AppError::NotFound(Noun::Deal))
}

/// What new deals are checked against.
pub(crate) struct Surroundings {
    /// The stages, in order.
    pub stages: Vec<Stage>,
    /// The deals' custom fields.
    pub fields: Vec<FieldDef>,
    /// The company's currency.
    pub currency: Currency,
    /// Names of the clients that the deals are tied to, for their events.
    pub clients: BTreeMap<ClientId, String>,
}

/// Creates many checked deals at once; each lands on top of its stage in turn.
pub(crate) async fn create_many_in(
    tx: &mut Tx,
    new: Vec<NewDeal>,
    around: &Surroundings,
    kind: EventKind,
) -> Result<Vec<Deal>, AppError> {
    tx.require(Right::CreateDeals)?;
    let first = around.stages.first().map(|stage| stage.id).ok_or(AppError::NotFound(Noun::Stage))?;
    let owners = new.iter().map(|new| new.owner.unwrap_or(tx.user())).collect();
    check_owners_in(tx, owners).await?;
    let mut numbers = tx.next_numbers(Noun::Deal, new.len() as i64).await?;
    let mut deals = Vec::with_capacity(new.len());
    for new in new {
        deals.push(born(tx, numbers, new, (first, around)));
        numbers += 1;
    }
    insert_many_in(tx, deals, around, kind).await
}

/// Writes deals that have their number and dates already, such as demo data.
pub(crate) async fn insert_many_in(
    tx: &mut Tx,
    mut deals: Vec<Deal>,
    around: &Surroundings,
    kind: EventKind,
) -> Result<Vec<Deal>, AppError> {
    let positions = position::on_top_of_stages(tx, &deals).await?;
    deals.iter_mut().zip(positions).for_each(|(deal, position)| deal.position = position);
    store::insert_many(tx, &deals).await?;
    let indexed: Vec<Indexed<'_>> = deals.iter().map(indexed).collect();
    values::insert_many(tx, Noun::Deal, &indexed).await?;
    for deal in &deals {
        add_to_total(tx, deal, 1);
        tx.record_birth((Noun::Deal, deal.id.into()), deal.created_at, kind, told::created(deal, around));
    }
    Ok(deals)
}

fn born(tx: &Tx, number: i64, new: NewDeal, (first, around): (StageId, &Surroundings)) -> Deal {
    let now = tx.now();
    Deal {
        id: tx.backend().new_id(),
        number,
        title: new.title,
        client: new.client.map(|id| DealClient { id, name: around.clients.get(&id).cloned() }),
        budget: new.budget,
        currency: new.currency.unwrap_or(around.currency),
        stage: new.stage.unwrap_or(first),
        stage_since: now,
        position: String::new(),
        owner: new.owner.unwrap_or(tx.user()),
        custom: new.custom,
        created_at: now,
        created_by: tx.user(),
        updated_at: now,
        updated_by: tx.user(),
        version: 1,
    }
}

fn card(deal: Deal) -> DealCard {
    DealCard {
        id: deal.id,
        number: deal.number,
        title: deal.title,
        client: deal.client,
        budget: deal.budget,
        currency: deal.currency,
        stage: deal.stage,
        stage_since: deal.stage_since,
        position: deal.position,
        owner: deal.owner,
        created_at: deal.created_at,
        updated_at: deal.updated_at,
        custom: deal.custom,
        version: deal.version,
    }
}
