//! SQL of clients and their contacts.

pub(super) mod by_key;
pub(super) mod counted;
pub(super) mod hand_over;
mod managers;

use crate::{
    cx::{Cx, Tx},
    db::{
        Arg, Reads, Sql,
        dialect::search_code,
        filter_sql::{CLIENTS, push_filter},
        list_plan::{KeyColumns, Keyed, List, SortKey},
    },
    fields::values,
    users,
};
use chrono::{DateTime, Utc};
use domain::{
    clients::{Client, ClientAccess, ClientKind, ClientRow, NameParts},
    email::Email,
    error::AppError,
    fields::{FieldDef, FieldValues, Noun},
    filter::{Field, Filter, ListQuery, Rows},
    ids::{ClientId, UserId, WorkspaceId},
    phone::Phone,
    search_text::{fold, index_text},
};
use sqlx::types::Json;
use std::{collections::BTreeMap, ops::RangeInclusive};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct ListedRow {
    id: Uuid,
    number: i64,
    name: String,
    phone: Option<String>,
    email: Option<String>,
    owner_id: Uuid,
    access: String,
    custom: Json<FieldValues>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    beside: Option<String>,
    #[sqlx(flatten)]
    key: KeyColumns,
}

impl Keyed for ListedRow {
    fn key(&self) -> (SortKey, Uuid) {
        (self.key.sort_key(), self.id)
    }

    fn weight(&self) -> usize {
        values::weight(&self.custom)
    }
}

impl From<ListedRow> for ClientRow {
    fn from(row: ListedRow) -> Self {
        ClientRow {
            id: row.id.into(),
            number: row.number,
            name: row.name,
            phone: row.phone.map(Phone::stored),
            email: row.email.map(Email::stored),
            owner: row.owner_id.into(),
            stages: Vec::new(),
            deals: 0,
            access: ClientAccess::from_key(&row.access),
            custom: row.custom.0,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// One page; with each row what is told beside it.
pub(super) async fn list(
    cx: &Cx,
    query: &ListQuery,
    fields: &[FieldDef],
    beside: &Sql,
) -> Result<Rows<(ClientRow, Option<String>)>, AppError> {
    let people: Vec<UserId> = match query.sort.by {
        Field::Owner => users::list(cx).await?.iter().map(|user| user.id).collect(),
        _ => Vec::new(),
    };
    let filter = cx.within(Noun::Client, &query.filter);
    let list = List { beside: Some(beside), ..listed(cx, &filter, query, fields, &people) };
    let page: Rows<ListedRow> = list.page(&mut cx.db(), &query.page).await?;
    let told = |mut row: ListedRow| {
        let beside = row.beside.take();
        (row.into(), beside)
    };
    Ok(Rows { rows: page.rows.into_iter().map(told).collect(), next: page.next })
}

pub(super) async fn count(cx: &Cx, query: &ListQuery, cap: i64) -> Result<i64, AppError> {
    let filter = cx.within(Noun::Client, &query.filter);
    listed(cx, &filter, query, &[], &[]).capped_count(&mut cx.db(), cap).await
}

fn listed<'a>(
    cx: &Cx,
    filter: &'a Filter,
    query: &ListQuery,
    fields: &'a [FieldDef],
    people: &'a [UserId],
) -> List<'a> {
    let columns =
        "r.id, r.number, r.name, r.phone, r.email, r.owner_id, r.access, r.custom, r.created_at, r.updated_at";
    List { columns, sort: query.sort, fields, people, ..List::unordered(&CLIENTS, cx.workspace(), filter) }
}

#[derive(sqlx::FromRow)]
struct ClientFull {
    id: Uuid,
    number: i64,
    kind: String,
    name: String,
    last_name: Option<String>,
    first_name: Option<String>,
    middle_name: Option<String>,
    owner_id: Uuid,
    access: String,
    custom: Json<FieldValues>,
    created_at: DateTime<Utc>,
    created_by: Uuid,
    updated_at: DateTime<Utc>,
    updated_by: Uuid,
    version: i64,
}

impl ClientFull {
    /// All three parts of the name, or none.
    fn parts(&mut self) -> Option<NameParts> {
        let (last, first) = (self.last_name.take()?, self.first_name.take()?);
        Some(NameParts { last, first, middle: self.middle_name.take()? })
    }
}

#[derive(sqlx::FromRow)]
struct Contact {
    kind: String,
    value: String,
}

/// A live client within the actor's scope.
pub(super) async fn find(
    cx: &Cx,
    db: &mut impl Reads,
    id: ClientId,
    lock: &'static str,
) -> Result<Option<Client>, AppError> {
    let mut sql = Sql::new(
        "select r.id, r.number, r.kind, r.name, r.last_name, r.first_name, r.middle_name, r.owner_id, r.access, r.custom,
         r.created_at, r.created_by, r.updated_at, r.updated_by, r.version from clients r where r.workspace_id = ",
    );
    sql.bind(cx.workspace()).push(" and r.id = ").bind(id).push(" and r.deleted_at is null and ");
    push_filter(&mut sql, &CLIENTS, cx.workspace(), &cx.scope(Noun::Client))?;
    sql.push(lock);
    let Some(mut row) = db.fetch_optional::<ClientFull>(sql).await? else { return Ok(None) };
    let mut sql = Sql::new("select kind, value from client_contacts where workspace_id = ");
    sql.bind(cx.workspace()).push(" and client_id = ").bind(id).push(" order by kind, position");
    let contacts: Vec<Contact> = db.fetch_all(sql).await?;
    let of = |kind: &'static str| {
        contacts.iter().filter(move |contact| contact.kind == kind).map(|contact| contact.value.clone())
    };
    Ok(Some(Client {
        id: row.id.into(),
        number: row.number,
        kind: ClientKind::from_key(&row.kind),
        parts: row.parts(),
        name: row.name,
        phones: of(PHONE).map(Phone::stored).collect(),
        emails: of(EMAIL).map(Email::stored).collect(),
        owner: row.owner_id.into(),
        managers: managers::list(db, cx.workspace(), id).await?,
        access: ClientAccess::from_key(&row.access),
        custom: row.custom.0,
        created_at: row.created_at,
        created_by: row.created_by.into(),
        updated_at: row.updated_at,
        updated_by: row.updated_by.into(),
        version: row.version,
    }))
}

pub(super) async fn find_for_update(tx: &mut Tx, id: ClientId) -> Result<Option<Client>, AppError> {
    let cx = Cx::clone(tx);
    let lock = tx.dialect().for_update();
    find(&cx, tx, id, lock).await
}

#[derive(sqlx::FromRow)]
struct Named {
    id: Uuid,
    name: String,
}

/// Names of those of the clients that the actor sees.
pub(super) async fn list_names(
    cx: &Cx,
    db: &mut impl Reads,
    ids: Vec<ClientId>,
) -> Result<BTreeMap<ClientId, String>, AppError> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut sql = Sql::new("select r.id, r.name from clients r where r.workspace_id = ");
    sql.bind(cx.workspace()).push(" and r.id in (").bind_list(ids).push(") and r.deleted_at is null and ");
    push_filter(&mut sql, &CLIENTS, cx.workspace(), &cx.scope(Noun::Client))?;
    let rows: Vec<Named> = db.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|row| (row.id.into(), row.name)).collect())
}

pub(super) const PHONE: &str = "phone";
pub(super) const EMAIL: &str = "email";

pub(super) async fn insert_many(tx: &mut Tx, clients: &[Client]) -> Result<(), AppError> {
    const INTO: &str =
        "insert into clients (workspace_id, id, number, kind, name, name_norm, last_name, first_name, middle_name, phone, email,
         email_norm, owner_id, access, custom, search_text, version, created_at, created_by, updated_at, updated_by) values ";
    let rows: Result<Vec<_>, AppError> = clients.iter().map(|client| client_row(tx.workspace(), client)).collect();
    tx.insert_rows(INTO, rows?).await?;
    insert_contacts(tx, clients).await?;
    managers::insert_many(tx, clients).await
}

fn client_row(workspace: WorkspaceId, client: &Client) -> Result<Vec<Arg>, AppError> {
    Ok(vec![
        workspace.into(),
        client.id.into(),
        client.number.into(),
        client.kind.key().into(),
        (&client.name).into(),
        fold(&client.name).into(),
        part(client, |parts| &parts.last),
        part(client, |parts| &parts.first),
        part(client, |parts| &parts.middle),
        main_phone(client),
        client.emails.first().map(|email| email.as_str()).into(),
        client.emails.first().map(|email| email.normalized()).into(),
        client.owner.into(),
        client.access.key().into(),
        Arg::json(&client.custom)?,
        search_text(workspace, client).into(),
        client.version.into(),
        client.created_at.into(),
        client.created_by.into(),
        client.updated_at.into(),
        client.updated_by.into(),
    ])
}

async fn insert_contacts(tx: &mut Tx, clients: &[Client]) -> Result<(), AppError> {
    let workspace = tx.workspace();
    let mut rows: Vec<Vec<Arg>> = Vec::new();
    for client in clients {
        let mut add = |kind: &str, position: usize, value: &str, norm: String| {
            let row =
                [workspace.into(), client.id.into(), kind.into(), (position as i64).into(), value.into(), norm.into()];
            rows.push(row.into());
        };
        for (position, phone) in client.phones.iter().enumerate() {
            add(PHONE, position, phone.as_str(), phone.digits().to_owned());
        }
        for (position, email) in client.emails.iter().enumerate() {
            add(EMAIL, position, email.as_str(), email.normalized());
        }
    }
    const INTO: &str =
        "insert into client_contacts (workspace_id, client_id, kind, position, value, value_norm) values ";
    Ok(tx.insert_rows(INTO, rows).await?)
}

pub(super) async fn set_changed(tx: &mut Tx, before: &Client, after: &Client) -> Result<(), AppError> {
    let mut sql = Sql::new("update clients set kind = ");
    sql.bind(after.kind.key()).push(", name = ").bind(&after.name).push(", name_norm = ").bind(fold(&after.name));
    sql.push(", last_name = ").bind(part(after, |parts| &parts.last));
    sql.push(", first_name = ").bind(part(after, |parts| &parts.first));
    sql.push(", middle_name = ").bind(part(after, |parts| &parts.middle));
    sql.push(", phone = ").bind(main_phone(after));
    sql.push(", email = ").bind(after.emails.first().map(|email| email.as_str()));
    sql.push(", email_norm = ").bind(after.emails.first().map(|email| email.normalized()));
    sql.push(", owner_id = ").bind(after.owner).push(", access = ").bind(after.access.key());
    sql.push(", custom = ").bind(Arg::json(&after.custom)?);
    sql.push(", search_text = ").bind(search_text(tx.workspace(), after)).push(", version = ").bind(after.version);
    sql.push(", updated_at = ").bind(after.updated_at).push(", updated_by = ").bind(after.updated_by);
    sql.push(" where workspace_id = ").bind(tx.workspace()).push(" and id = ").bind(after.id);
    tx.execute(sql).await?;
    if before.phones != after.phones || before.emails != after.emails {
        let mut sql = Sql::new("delete from client_contacts where workspace_id = ");
        sql.bind(tx.workspace()).push(" and client_id = ").bind(after.id);
        tx.execute(sql).await?;
        insert_contacts(tx, std::slice::from_ref(after)).await?;
    }
    if before.managers != after.managers {
        managers::replace(tx, after).await?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Owned {
    id: Uuid,
    owner_id: Uuid,
    access: String,
}

/// Marks the actor's own live clients of these numbers as deleted; gives them with their owners and their access.
pub(super) async fn delete_numbers(
    tx: &mut Tx,
    numbers: RangeInclusive<i64>,
) -> Result<Vec<(ClientId, UserId, ClientAccess)>, AppError> {
    let mut sql = Sql::new("update clients as r set deleted_at = ");
    let now = tx.now();
    sql.bind(now).push(", updated_at = ").bind(now).push(", updated_by = ").bind(tx.user());
    sql.push(", version = version + 1 where r.workspace_id = ").bind(tx.workspace());
    sql.push(" and r.number >= ").bind(*numbers.start()).push(" and r.number <= ").bind(*numbers.end());
    sql.push(" and r.deleted_at is null and ");
    push_filter(&mut sql, &CLIENTS, tx.workspace(), &tx.actor().own_clients())?;
    sql.push(" returning id, owner_id, access");
    let rows: Vec<Owned> = tx.fetch_all(sql).await?;
    let owned = |row: Owned| (row.id.into(), row.owner_id.into(), ClientAccess::from_key(&row.access));
    Ok(rows.into_iter().map(owned).collect())
}

fn part(client: &Client, of: fn(&NameParts) -> &String) -> Arg {
    client.parts.as_ref().map(|parts| of(parts).as_str()).into()
}

fn main_phone(client: &Client) -> Arg {
    client.phones.first().map(|phone| phone.as_str()).into()
}

fn search_text(workspace: WorkspaceId, client: &Client) -> String {
    let digits: Vec<&str> = client.phones.iter().map(|phone| phone.digits()).collect();
    search_code(workspace) + &index_text(&[&client.name], &digits)
}
