//! Server functions of clients.

use crate::api_error::ApiResult;
#[allow(unused_imports)] // Used by the bodies, which exist on the server only.
use crate::cx;
use domain::{
    clients::ClientRow,
    filter::{Count, ListQuery, Rows},
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
