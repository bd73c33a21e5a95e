//! Clients (S0.2-S0.11, S0.20-S0.25, R2, R16-R18, R21). Each operation reads through the scope, asks for the right on
//! what it read, then writes the change and its event in one transaction.

pub(crate) mod hand_over;
pub(crate) mod lookup;
mod owner;
mod sharing;
pub(crate) mod store;
pub(crate) mod told;

pub(crate) use owner::{former_owner, owner_change};

use crate::{
    cx::{Cx, TotalKey, Tx, begin},
    deals, events, fields, notifications, settings,
    users::receivers::check_owners_in,
    workspaces,
};
use domain::{
    access::{Act, Right},
    clients::{Client, ClientAccess, ClientPatch, ClientRow, Edited, NewClient, checked_client_name, without_doubles},
    comments::checked_comment,
    email::Email,
    error::{AppError, ConflictKind},
    events::{Event, EventKind},
    fields::{FieldDef, FieldValues, Noun},
    filter::{Count, Field, ListQuery, Page, Rows},
    ids::{ClientId, RequestId},
    phone::Phone,
};
use fields::values::{self, Indexed};
use owner::Gets;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

/// Beyond this a filtered list says «10 000+».
const COUNT_CAP: i64 = 10_001;

/// One page of the table «Клиенты» (S0.20).
pub async fn list(cx: &Cx, query: &ListQuery) -> Result<Rows<ClientRow>, AppError> {
    cx.require(Right::ViewClients)?;
    let settings = settings::of(cx).await?;
    let page = store::list(cx, query, &settings.client_fields, &deals::told_beside(cx)?).await?;
    Ok(Rows { rows: deals::add_stages(cx, page.rows).await?, next: page.next })
}

/// How many clients the filter leaves: exact from kept totals if it asks for owners only, else counted up to a bound.
pub async fn count(cx: &Cx, query: &ListQuery) -> Result<Count, AppError> {
    cx.require(Right::ViewClients)?;
    if query.filter.asks_only(&[Field::Owner]) {
        return Ok(Count::Exact(store::counted::count_kept(cx, &query.filter).await?));
    }
    let counted = store::count(cx, query, COUNT_CAP).await?;
    Ok(if counted >= COUNT_CAP { Count::AtLeast(COUNT_CAP - 1) } else { Count::Exact(counted) })
}

/// One client by its id.
pub async fn get(cx: &Cx, id: ClientId) -> Result<Client, AppError> {
    store::find(cx, &mut cx.db(), id, "").await?.ok_or(AppError::NotFound(Noun::Client))
}

/// One client as this transaction sees it.
pub(crate) async fn get_in(tx: &mut Tx, id: ClientId) -> Result<Client, AppError> {
    let cx = Cx::clone(tx);
    store::find(&cx, tx, id, "").await?.ok_or(AppError::NotFound(Noun::Client))
}

/// The client's feed, newest first (S0.11).
pub async fn feed(cx: &Cx, id: ClientId, page: &Page) -> Result<Rows<Event>, AppError> {
    get(cx, id).await?;
    events::feed_of(cx, id.into(), page).await
}

/// Names of those clients that the actor may see.
pub(crate) async fn names(cx: &Cx, ids: Vec<ClientId>) -> Result<BTreeMap<ClientId, String>, AppError> {
    store::list_names(cx, &mut cx.db(), ids).await
}

/// Folded names of live clients, whoever sees them, as the order of deals needs them; none changes until the transaction ends.
pub(crate) async fn name_keys_in(tx: &mut Tx, ids: BTreeSet<ClientId>) -> Result<BTreeMap<ClientId, String>, AppError> {
    store::by_key::list_name_keys(tx, ids).await
}

/// Names of those clients that the actor may see, as this transaction sees them.
pub(crate) async fn names_in(tx: &mut Tx, ids: Vec<ClientId>) -> Result<BTreeMap<ClientId, String>, AppError> {
    let cx = Cx::clone(tx);
    store::list_names(&cx, tx, ids).await
}

/// A few clients whose name or phone fits what was typed, for pickers.
pub async fn suggest(cx: &Cx, text: &str) -> Result<Vec<(ClientId, String)>, AppError> {
    let filter = domain::filter::Filter::Search(text.to_owned());
    let page = Page { after: None, size: 10 };
    let query = ListQuery { filter, page, ..ListQuery::default() };
    let rows = list(cx, &query).await?.rows;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Creates a client (S0.1-S0.6).
pub async fn create(cx: &Cx, request: RequestId, new: NewClient) -> Result<Client, AppError> {
    cx.require(Right::CreateClients)?;
    let mut tx = begin!(cx, request, ("clients.create", &new));
    let client = create_in(&mut tx, new).await?;
    sharing::tell_owner_in(&mut tx, &client).await?;
    tx.commit(client).await
}

pub(crate) async fn create_in(tx: &mut Tx, new: NewClient) -> Result<Client, AppError> {
    tx.require(Right::CreateClients)?;
    let limits = workspaces::get_in(tx).await?;
    let fields = fields::list_in(tx, Noun::Client).await?;
    let mut new = new.checked(limits.name_limit)?;
    new.custom = values::checked(&fields, new.custom, limits.text_limit).map_err(AppError::Invalid)?;
    if new.owner.is_some_and(|owner| owner != tx.user()) {
        tx.require(Right::ChangeOwner)?;
    }
    let created = create_many_in(tx, vec![new], EventKind::Created, &fields).await?;
    created.into_iter().next().ok_or(AppError::NotFound(Noun::Client))
}

/// Creates many checked clients at once: few statements, one event each.
pub(crate) async fn create_many_in(
    tx: &mut Tx,
    new: Vec<NewClient>,
    kind: EventKind,
    fields: &[FieldDef],
) -> Result<Vec<Client>, AppError> {
    tx.require(Right::CreateClients)?;
    let owners = new.iter().map(|new| new.owner.unwrap_or(tx.user())).collect();
    check_owners_in(tx, owners).await?;
    let first = tx.next_numbers(Noun::Client, new.len() as i64).await?;
    let clients: Vec<Client> = (first..).zip(new).map(|(number, new)| born(tx, number, new)).collect();
    insert_many_in(tx, clients, kind, fields).await
}

/// Writes clients that have their number and dates already, such as demo data.
pub(crate) async fn insert_many_in(
    tx: &mut Tx,
    clients: Vec<Client>,
    kind: EventKind,
    fields: &[FieldDef],
) -> Result<Vec<Client>, AppError> {
    store::insert_many(tx, &clients).await?;
    let indexed: Vec<Indexed<'_>> = clients.iter().map(indexed).collect();
    values::insert_many(tx, Noun::Client, &indexed).await?;
    for client in &clients {
        tx.add_total(total_of(client), 1, 0);
        let changes = told::created(client, fields);
        tx.record_birth((Noun::Client, client.id.into()), client.created_at, kind, changes);
    }
    Ok(clients)
}

fn born(tx: &Tx, number: i64, new: NewClient) -> Client {
    let now = tx.now();
    Client {
        id: tx.backend().new_id(),
        number,
        kind: new.kind,
        name: new.name,
        parts: new.parts,
        phones: new.phones,
        emails: new.emails,
        owner: new.owner.unwrap_or(tx.user()),
        managers: Vec::new(),
        access: ClientAccess::Private,
        custom: new.custom,
        created_at: now,
        created_by: tx.user(),
        updated_at: now,
        updated_by: tx.user(),
        version: 1,
    }
}

fn total_of(client: &Client) -> TotalKey {
    TotalKey::Clients(client.owner.into(), client.access)
}

fn indexed(client: &Client) -> Indexed<'_> {
    Indexed { record: client.id.into(), values: &client.custom, updated_at: client.updated_at }
}

/// Deletes the clients of these numbers that are the actor's, not only public; they keep their place in the history.
pub(crate) async fn delete_numbers_in(tx: &mut Tx, numbers: RangeInclusive<i64>) -> Result<usize, AppError> {
    tx.require(Right::DeleteClients)?;
    let deleted = store::delete_numbers(tx, numbers).await?;
    let records: Vec<uuid::Uuid> = deleted.iter().map(|(id, ..)| (*id).into()).collect();
    values::delete_many(tx, Noun::Client, &records).await?;
    let ids: Vec<ClientId> = deleted.iter().map(|(id, ..)| *id).collect();
    deals::set_client_name_in(tx, &ids, None).await?;
    for (id, owner, access) in &deleted {
        tx.add_total(TotalKey::Clients((*owner).into(), *access), -1, 0);
        tx.record(Noun::Client, *id, EventKind::Deleted, Vec::new());
    }
    Ok(deleted.len())
}

/// Changes one field of the card (S0.7, S0.9, R18). The version is what the person was shown.
pub async fn edit(
    cx: &Cx,
    request: RequestId,
    id: ClientId,
    seen: i64,
    patch: ClientPatch,
) -> Result<Edited, AppError> {
    let mut tx = begin!(cx, request, ("clients.edit", id, seen, &patch));
    let edited = edit_in(&mut tx, id, seen, patch).await?;
    tx.commit(edited).await
}

pub(crate) async fn edit_in(tx: &mut Tx, id: ClientId, seen: i64, patch: ClientPatch) -> Result<Edited, AppError> {
    let gets = owner::gets_in(tx, id, &patch).await?;
    let before = store::find_for_update(tx, id).await?.ok_or(AppError::NotFound(Noun::Client))?;
    sharing::require(tx, Act::Edit, &before)?;
    if before.version != seen {
        return Err(AppError::Conflict(ConflictKind::Stale));
    }
    let fields = fields::list_in(tx, Noun::Client).await?;
    let mut after = before.clone();
    apply(tx, &mut after, patch.clone(), (&fields, &gets)).await?;
    let changes = told::changed(&before, &after, &fields);
    if changes.is_empty() {
        return Ok(Edited { client: before, deals: 0 });
    }
    after.version += 1;
    after.updated_at = tx.now();
    after.updated_by = tx.user();
    store::set_changed(tx, &before, &after).await?;
    if before.name != after.name {
        deals::set_client_name_in(tx, &[id], Some(&after.name)).await?;
    }
    values::touch(tx, Noun::Client, &[id.into()], after.updated_at).await?;
    if let ClientPatch::Custom(field, _) = &patch {
        values::replace(tx, Noun::Client, &indexed(&after), *field).await?;
    }
    tx.add_total(total_of(&before), -1, 0);
    tx.add_total(total_of(&after), 1, 0);
    sharing::void_in(tx, &before, &after).await?;
    match patch {
        // Whoever gets back what was theirs a moment ago gets no letter of it.
        ClientPatch::OwnerBack(act) => notifications::restore_in(tx, act).await?,
        _ => sharing::tell_in(tx, &before, &after).await?,
    }
    tx.record(Noun::Client, id, EventKind::Changed, changes);
    let deals = owner::take_deals_along_in(tx, &patch, (&before, &after), &gets).await?;
    Ok(Edited { client: after, deals })
}

async fn apply(
    tx: &mut Tx,
    client: &mut Client,
    patch: ClientPatch,
    (fields, gets): (&[FieldDef], &Gets),
) -> Result<(), AppError> {
    match patch {
        ClientPatch::Kind(kind) => client.kind = kind,
        ClientPatch::Name(name) => {
            let limit = workspaces::get_in(tx).await?.name_limit;
            client.name = checked_client_name(&name, limit).map_err(|issue| AppError::Invalid(vec![issue]))?;
            client.parts = client.parts.take().filter(|parts| parts.joined().as_ref() == Ok(&client.name));
        }
        ClientPatch::Parts(parts) => {
            let limit = workspaces::get_in(tx).await?.name_limit;
            let name = parts.joined().and_then(|name| checked_client_name(&name, limit));
            client.name = name.map_err(|issue| AppError::Invalid(vec![issue]))?;
            client.parts = parts.kept();
        }
        ClientPatch::Phones(phones) => {
            sharing::require(tx, Act::EditPhone, client)?;
            client.phones = without_doubles(phones, Phone::clone);
        }
        ClientPatch::Emails(emails) => client.emails = without_doubles(emails, Email::normalized),
        ClientPatch::Owner(owner) => {
            sharing::require(tx, Act::ChangeOwner, client)?;
            gets.people.check_owner(owner)?;
            client.owner = owner;
            client.managers.retain(|manager| *manager != owner);
        }
        ClientPatch::OwnerBack(_) => {
            sharing::require(tx, Act::ChangeOwner, client)?;
            owner::set_back(client, gets)?;
        }
        ClientPatch::Managers(managers) => {
            sharing::require(tx, Act::Share, client)?;
            sharing::set_managers(client, managers, &gets.people)?;
        }
        ClientPatch::Access(access) => {
            sharing::require(tx, Act::Share, client)?;
            client.access = access;
        }
        ClientPatch::Custom(field, value) => {
            let limit = workspaces::get_in(tx).await?.text_limit;
            set_custom(&mut client.custom, fields, (field, value), limit)?;
        }
    }
    Ok(())
}

/// Sets or empties one custom value, checked against its definition.
pub(crate) fn set_custom(
    custom: &mut FieldValues,
    fields: &[FieldDef],
    (id, value): (domain::ids::FieldId, Option<domain::fields::FieldValue>),
    text_limit: usize,
) -> Result<(), AppError> {
    let field = fields.iter().find(|field| field.id == id).ok_or(AppError::NotFound(Noun::Field))?;
    match value.filter(|value| !value.is_empty()) {
        Some(value) => drop(custom.insert(id, field.check(value, text_limit)?)),
        None => drop(custom.remove(&id)),
    }
    Ok(())
}

/// Leaves a comment (S0.10, S0.11).
pub async fn comment(cx: &Cx, request: RequestId, id: ClientId, text: String) -> Result<(), AppError> {
    let text = checked_comment(&text)?;
    let mut tx = begin!(cx, request, ("clients.comment", id, &text));
    let client = store::find(cx, &mut tx, id, "").await?.ok_or(AppError::NotFound(Noun::Client))?;
    sharing::require(cx, Act::Comment, &client)?;
    tx.record(Noun::Client, id, EventKind::Commented, told::comment(text));
    tx.commit(()).await
}

#[cfg(test)]
mod tests;
