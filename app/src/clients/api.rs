//! Server functions of clients.

use crate::api_error::ApiResult;
#[allow(unused_imports)] // Used by the bodies, which exist on the server only.
use crate::cx;
use domain::{
    clients::{Client, ClientRow, NewClient},
    deals::DealCard,
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
