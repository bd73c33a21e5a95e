//! Server functions of clients.

use crate::api_error::ApiResult;
#[allow(unused_imports)] // Used by the bodies, which exist on the server only.
use crate::cx;
use domain::{
    clients::{Client, ClientPatch, ClientRow, Edited, NewClient},
    deals::DealCard,
    events::Event,
    filter::{Count, ListQuery, Page, Rows},
    ids::{ClientId, RequestId},
};
use leptos::prelude::*;
use server_fn::codec::Json;

/// One page of the table «Клиенты».
#[server(input = Json)]
pub async fn list_clients(query: ListQuery) -> ApiResult<Rows<ClientRow>> {
    Ok(backend::clients::list(&cx::cx()?, &query).await?)
}

/// How many clients the filter leaves.
#[server(input = Json)]
pub async fn count_clients(query: ListQuery) -> ApiResult<Count> {
    Ok(backend::clients::count(&cx::cx()?, &query).await?)
}

/// The client's deals that the viewer may see, newest first (S0.22).
#[server(input = Json)]
pub async fn list_client_deals(client: ClientId, page: Page) -> ApiResult<Rows<DealCard>> {
    Ok(backend::deals::of_client(&cx::cx()?, client, &page).await?)
}

/// Saves a new client (S0.6).
#[server(input = Json)]
pub async fn create_client(request: RequestId, new: NewClient) -> ApiResult<Client> {
    Ok(backend::clients::create(&cx::cx()?, request, new).await?)
}

/// One client.
#[server(input = Json)]
pub async fn get_client(id: ClientId) -> ApiResult<Client> {
    Ok(backend::clients::get(&cx::cx()?, id).await?)
}

/// Changes one field of a client (S0.7, S0.9); its deals go with it to another owner (S3.30).
#[server(input = Json)]
pub async fn edit_client(request: RequestId, id: ClientId, seen: i64, patch: ClientPatch) -> ApiResult<Edited> {
    Ok(backend::clients::edit(&cx::cx()?, request, id, seen, patch).await?)
}

/// A client's feed (S0.11).
#[server(input = Json)]
pub async fn client_feed(id: ClientId, page: Page) -> ApiResult<Rows<Event>> {
    Ok(backend::clients::feed(&cx::cx()?, id, &page).await?)
}

/// Leaves a comment on a client (S0.10).
#[server(input = Json)]
pub async fn comment_client(request: RequestId, id: ClientId, text: String) -> ApiResult<()> {
    Ok(backend::clients::comment(&cx::cx()?, request, id, text).await?)
}

/// A few clients for a picker.
#[server(input = Json)]
pub async fn suggest_clients(text: String) -> ApiResult<Vec<(ClientId, String)>> {
    Ok(backend::clients::suggest(&cx::cx()?, &text).await?)
}
