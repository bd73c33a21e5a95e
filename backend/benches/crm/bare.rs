//! What this machine gives without Voronka: the rows of a first page as JSON, by plain SQL, and as a bare Leptos table with
//! buttons, from an axum server of its own. `cargo xtask bench` asks it in turn with Voronka's own pages.
//! Takes the SQLite file and the address.
#![allow(clippy::expect_used, reason = "a bench that cannot measure has to stop")]

use axum::{
    Json, Router,
    extract::{Request, State},
    response::{IntoResponse, Response},
    routing::get,
    serve::ListenerExt,
};
use backend::db::{Db, DbConfig};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use serde::Serialize;
use sqlx::{FromRow, SqlitePool, types::Json as Stored};
use std::sync::Arc;
use uuid::Uuid;

const PAGE: &str = "select r.id, r.number, r.name, r.phone, r.email, r.owner_id, r.custom, r.created_at, r.updated_at
    from clients r where r.workspace_id = $1 and r.deleted_at is null order by r.updated_at desc, r.id limit 50";

#[derive(FromRow, Serialize)]
struct Row {
    id: Uuid,
    number: i64,
    name: String,
    phone: Option<String>,
    email: Option<String>,
    owner_id: Uuid,
    custom: Stored<serde_json::Value>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

#[derive(Clone)]
struct Bare {
    read: SqlitePool,
    company: Uuid,
}

impl Bare {
    async fn rows(&self) -> Vec<Row> {
        sqlx::query_as(PAGE).bind(self.company).fetch_all(&self.read).await.expect("rows")
    }
}

#[tokio::main]
pub async fn main() {
    let mut arguments = std::env::args().skip(1);
    let (file, address) = arguments.next().zip(arguments.next()).expect("a file and an address");
    let db = Db::connect(&DbConfig::Sqlite(file.into())).await.expect("SQLite opens");
    let Db::Sqlite { read, .. } = db else { panic!("SQLite") };
    let company =
        sqlx::query_scalar("select workspace_id from clients limit 1").fetch_one(&read).await.expect("a client");
    // There are no routes; this is what starts the executor of leptos.
    leptos_axum::generate_route_list(|| ());
    let router = Router::new().route("/data", get(data)).route("/html", get(html)).with_state(Bare { read, company });
    let listener = tokio::net::TcpListener::bind(&address).await.expect("the address is free");
    println!("bare listens on {address}");
    let listener = listener.tap_io(|stream| stream.set_nodelay(true).expect("a socket"));
    axum::serve(listener, router).await.expect("serves");
}

async fn data(State(bare): State<Bare>) -> Json<Vec<Row>> {
    Json(bare.rows().await)
}

async fn html(State(bare): State<Bare>, request: Request) -> Response {
    let rows = Arc::new(bare.rows().await);
    let page = leptos_axum::render_app_to_stream_with_context(move || provide_context(rows.clone()), table);
    page(request).await.into_response()
}

fn table() -> impl IntoView {
    let rows: Arc<Vec<Row>> = expect_context();
    let line = |row: &Row| {
        view! {
            <tr>
                <td><button>"+"</button></td>
                <td>{row.name.clone()}</td>
                <td>{row.phone.clone()}</td>
                <td>{row.email.clone()}</td>
                <td>{row.owner_id.to_string()}</td>
                <td>{row.number}</td>
                <td>{row.created_at.to_string()}</td>
                <td>{row.updated_at.to_string()}</td>
            </tr>
        }
    };
    view! { <html><body><table>{rows.iter().map(line).collect_view()}</table></body></html> }
}
