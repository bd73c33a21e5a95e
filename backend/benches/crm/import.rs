//! Imports of a file beside a raw insert of the same rows into the same tables: no checks, no totals, ids and texts given.
//! Measured last, since the company is larger afterwards.

use crate::work::Place;
use backend::{Backend, Cx, db::Db, import};
use chrono::{DateTime, Utc};
use domain::{
    fields::Noun,
    import::{ImportReport, ImportState},
};
use sqlx::{Postgres, QueryBuilder, Sqlite, types::Json};
use std::{
    fmt::Write,
    time::{Duration, Instant},
};
use tokio::sync::watch;
use uuid::Uuid;

/// Rows of one transaction.
const CHUNK: usize = 500;
/// Rows of one statement.
const STATEMENT: usize = 250;

/// Rows a second of the import, and of the raw insert.
pub async fn rates(place: &Place, rows: usize) -> Result<[f64; 2], sqlx::Error> {
    let cx = &place.director;
    let last = last_number(&place.db, cx).await?;
    let spent = import_all(&place.backend, cx, rows).await;
    let made = made(&place.db, cx, last).await?;
    assert_eq!(made.len(), rows, "every row became a client");
    let begun = Instant::now();
    insert_all(place, &made).await?;
    let rate = |spent: Duration| rows as f64 / spent.as_secs_f64();
    Ok([rate(spent), rate(begun.elapsed())])
}

/// Names with letters of their own, a phone, an e-mail, a choice and a number each.
fn file(rows: usize) -> Vec<u8> {
    let (names, cities) =
        (["Иванова Анна", "Каримов Тимур", "ООО Прогресс", "Petrov Ivan"], ["Ташкент", "Бухара", "Нукус"]);
    let mut text = String::from("ФИО;Телефон;E-mail;Город;ИНН\n");
    for row in 0..rows {
        let (name, city, tail) = (names[row % names.len()], cities[row % cities.len()], row * 7_919 % 10_000_000);
        writeln!(text, "{name} {row};+99890{tail:07};import{row}@example.uz;{city};{}", 300_000_000 + row)
            .expect("a text grows");
    }
    text.into_bytes()
}

/// From the start to the report; the upload and the look at the file are a person's time.
async fn import_all(backend: &Backend, cx: &Cx, rows: usize) -> Duration {
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn({
        let backend = backend.clone();
        async move { import::work(&backend, stopped).await }
    });
    let id =
        import::upload(cx, backend.new_id(), Noun::Client, "bench.csv".into(), file(rows)).await.expect("uploaded");
    let plan = import::glimpse(cx, id, None).await.expect("looked at").guess;
    let begun = Instant::now();
    import::start(cx, backend.new_id(), id, plan).await.expect("started");
    let report = loop {
        tokio::time::sleep(Duration::from_millis(10)).await;
        let report = import::report(cx, id).await.expect("a report");
        if !matches!(report.state, ImportState::Queued | ImportState::Running) {
            break report;
        }
    };
    let spent = begun.elapsed();
    assert!(is_whole(&report, rows), "{report:?}");
    stop.send(true).expect("the worker listens");
    worker.await.expect("the worker ends");
    spent
}

fn is_whole(report: &ImportReport, rows: usize) -> bool {
    report.state == ImportState::Finished && report.outcomes.created as usize == rows
}

#[derive(sqlx::FromRow)]
struct Made {
    name: String,
    name_norm: String,
    phone: String,
    email: String,
    email_norm: String,
    owner_id: Uuid,
    custom: Json<serde_json::Value>,
    search_text: String,
    at: DateTime<Utc>,
    field_id: Uuid,
    option_id: Uuid,
    text_field: Uuid,
    text_value: String,
    changes: Json<serde_json::Value>,
}

macro_rules! on {
    ($db:expr, $read:ident => $body:expr) => {
        match $db {
            Db::Sqlite { read: $read, .. } => $body,
            Db::Postgres { pool: $read, .. } => $body,
        }
    };
}

async fn last_number(db: &Db, cx: &Cx) -> Result<i64, sqlx::Error> {
    let text = "select last_number from counters where workspace_id = $1 and noun = 'client'";
    on!(db, pool => sqlx::query_scalar(text).bind(cx.workspace().0).fetch_one(pool).await)
}

async fn made(db: &Db, cx: &Cx, after: i64) -> Result<Vec<Made>, sqlx::Error> {
    let text = "select c.name, c.name_norm, c.phone, c.email, c.email_norm, c.owner_id, c.custom, c.search_text, c.created_at as at,
        o.field_id, o.option_id, v.field_id as text_field, v.text_value, e.changes from clients c
        join client_field_choices o on o.workspace_id = c.workspace_id and o.client_id = c.id
        join client_field_values v on v.workspace_id = c.workspace_id and v.client_id = c.id
        join events e on e.workspace_id = c.workspace_id and e.record_id = c.id
        where c.workspace_id = $1 and c.number > $2 and c.number < 1000000000 order by c.number";
    on!(db, pool => sqlx::query_as(text).bind(cx.workspace().0).bind(after).fetch_all(pool).await)
}

macro_rules! insert_chunk {
    ($database:ty, $tx:expr, $place:expr, $rows:expr) => {{
        let workspace = $place.director.workspace().0;
        let ids: Vec<(Uuid, i64)> =
            $rows.iter().map(|_| ($place.backend.new_id(), 1_000_000_000 + $place.turn() as i64)).collect();
        macro_rules! into {
            ($text:literal, |$row:ident, $values:ident, $id:ident| $body:expr) => {
                for (ids, rows) in ids.chunks(STATEMENT).zip($rows.chunks(STATEMENT)) {
                    let mut query = QueryBuilder::<$database>::new($text);
                    query.push_values(ids.iter().zip(rows), |mut $values, ($id, $row)| {
                        $values.push_bind(workspace);
                        $body;
                    });
                    query.build().execute(&mut *$tx).await?;
                }
            };
        }
        into!(
            "insert into clients (workspace_id, id, number, kind, name, name_norm, phone, email, email_norm, owner_id, custom,
             search_text, version, created_at, created_by, updated_at, updated_by) ",
            |row, values, id| {
                values.push_bind(id.0).push_bind(id.1).push_bind("person").push_bind(&row.name).push_bind(&row.name_norm);
                values.push_bind(&row.phone).push_bind(&row.email).push_bind(&row.email_norm).push_bind(row.owner_id);
                values.push_bind(&row.custom).push_bind(&row.search_text).push_bind(1i64).push_bind(row.at);
                values.push_bind(row.owner_id).push_bind(row.at).push_bind(row.owner_id);
            }
        );
        into!(
            "insert into client_contacts (workspace_id, client_id, kind, position, value, value_norm) ",
            |row, values, id| {
                values.push_bind(id.0).push_bind("phone").push_bind(0i64).push_bind(&row.phone).push_bind(&row.phone[1..])
            }
        );
        into!(
            "insert into client_contacts (workspace_id, client_id, kind, position, value, value_norm) ",
            |row, values, id| {
                values.push_bind(id.0).push_bind("email").push_bind(0i64).push_bind(&row.email).push_bind(&row.email_norm)
            }
        );
        into!(
            "insert into client_field_values (workspace_id, client_id, field_id, text_value) ",
            |row, values, id| values.push_bind(id.0).push_bind(row.text_field).push_bind(&row.text_value)
        );
        into!(
            "insert into client_field_choices (workspace_id, client_id, field_id, option_id, updated_at) ",
            |row, values, id| {
                values.push_bind(id.0).push_bind(row.field_id).push_bind(row.option_id).push_bind(row.at)
            }
        );
        into!(
            "insert into events (workspace_id, id, at, user_id, noun, record_id, kind, changes) ",
            |row, values, id| {
                let event: Uuid = $place.backend.new_id();
                values.push_bind(event).push_bind(row.at).push_bind(row.owner_id).push_bind("client").push_bind(id.0);
                values.push_bind("imported").push_bind(&row.changes)
            }
        );
    }};
}

async fn insert_all(place: &Place, rows: &[Made]) -> Result<(), sqlx::Error> {
    for chunk in rows.chunks(CHUNK) {
        match &place.db {
            Db::Sqlite { write, .. } => {
                let mut tx = write.begin().await?;
                insert_chunk!(Sqlite, tx, place, chunk);
                tx.commit().await?;
            }
            Db::Postgres { pool, .. } => {
                let mut tx = pool.begin().await?;
                insert_chunk!(Postgres, tx, place, chunk);
                tx.commit().await?;
            }
        }
    }
    Ok(())
}
