//! The same rows by plain sqlx: no rights, no events, no totals, no names. The limit to compare with.

use crate::work::{MUCH, Place, Work};
use backend::db::Db;
use chrono::{DateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

type ClientRow =
    (Uuid, i64, String, Option<String>, Option<String>, Uuid, Json<serde_json::Value>, DateTime<Utc>, DateTime<Utc>);
type CardRow =
    (Uuid, i64, String, Option<Uuid>, Option<i64>, String, Uuid, DateTime<Utc>, String, Uuid, DateTime<Utc>, i64);
type TotalRow = (Uuid, String, i64, i64);

macro_rules! rows {
    ($db:expr, $row:ty, $text:expr $(, $value:expr)* $(,)?) => {
        match $db {
            Db::Sqlite { read, .. } => sqlx::query_as::<_, $row>($text)$(.bind($value))*.fetch_all(read).await?,
            Db::Postgres { pool, .. } => sqlx::query_as::<_, $row>($text)$(.bind($value))*.fetch_all(pool).await?,
        }
    };
}

macro_rules! write {
    ($db:expr, $text:expr $(, $value:expr)* $(,)?) => {
        match $db {
            Db::Sqlite { write, .. } => {
                sqlx::query($text)$(.bind($value))*.execute(write).await?;
            }
            Db::Postgres { pool, .. } => {
                sqlx::query($text)$(.bind($value))*.execute(pool).await?;
            }
        }
    };
}

macro_rules! clients {
    ($tail:literal) => {
        concat!(
            "select r.id, r.number, r.name, r.phone, r.email, r.owner_id, r.custom, r.created_at, r.updated_at ",
            "from clients r where r.workspace_id = $1 and r.deleted_at is null ",
            $tail
        )
    };
}

macro_rules! cards {
    ($limit:literal: $stage:literal) => {
        concat!(
            "select * from (select id, number, title, client_id, budget, currency, stage_id, stage_since, position, owner_id, ",
            "created_at, version from deals where workspace_id = $1 and stage_id = $",
            $stage,
            " and deleted_at is null order by position limit ",
            $limit,
            ") c"
        )
    };
    ($limit:literal: $first:literal, $($stage:literal),+) => {
        concat!(cards!($limit: $first), $(" union all ", cards!($limit: $stage)),+)
    };
}

const CARDS: &str = cards!("51": "2");
/// What the board has of eight columns as it opens, and of each the one that tells whether there are more.
const FIRST_CARDS: &str = cards!("14": "2", "3", "4", "5", "6", "7", "8", "9");
const TOTALS: &str =
    "select stage_id, currency, cast(sum(count) as bigint), cast(sum(amount) as bigint) from deal_totals
    where workspace_id = $1 group by stage_id, currency";
const OWNERS_TOTALS: &str =
    "select stage_id, currency, cast(sum(count) as bigint), cast(sum(amount) as bigint) from deal_totals
    where workspace_id = $1 and owner_id = $2 group by stage_id, currency";
const CHOSEN: &str = "select r.id, r.number, r.name, r.phone, r.email, r.owner_id, r.custom, r.created_at, r.updated_at
    from client_field_choices v cross join clients r where v.workspace_id = $1 and v.field_id = $2 and v.option_id = $3
    and r.workspace_id = $1 and r.id = v.client_id and r.deleted_at is null order by v.updated_at desc, v.client_id limit 51";
const NUMBERED: &str = "select r.id, r.number, r.name, r.phone, r.email, r.owner_id, r.custom, r.created_at, r.updated_at
    from client_field_values v cross join clients r where v.workspace_id = $1 and v.field_id = $2 and v.num_value is not null
    and r.workspace_id = $1 and r.id = v.client_id and r.deleted_at is null order by v.num_value desc, v.client_id desc limit 51";
const RANGE: &str = "select r.id, r.number, r.name, r.phone, r.email, r.owner_id, r.custom, r.created_at, r.updated_at
    from client_field_values v cross join clients r where v.workspace_id = $1 and v.field_id = $2 and v.num_value >= $3
    and r.workspace_id = $1 and r.id = v.client_id and r.deleted_at is null order by r.updated_at desc, r.id limit 51";
const DEALS: &str = "select id, number, title, client_id, budget, currency, stage_id, stage_since, position, owner_id,
    created_at, version from deals where workspace_id = $1 and owner_id = $2 and stage_id = $3 and deleted_at is null
    order by updated_at desc, id limit 51";
const DEALS_TOTAL: &str =
    "select stage_id, currency, cast(sum(count) as bigint), cast(sum(amount) as bigint) from deal_totals
    where workspace_id = $1 and owner_id = $2 and stage_id = $3 group by stage_id, currency";
const FTS: &str = "select r.id, r.number, r.name, r.phone, r.email, r.owner_id, r.custom, r.created_at, r.updated_at
    from client_search s cross join clients r where s.search_text match $2 and r.row_no = s.rowid and r.workspace_id = $1
    and r.deleted_at is null order by r.updated_at desc limit 51";
const COPY: &str = "insert into clients (workspace_id, id, number, kind, name, name_norm, owner_id, custom, search_text,
    created_at, created_by, updated_at, updated_by) select workspace_id, $2, $3, kind, name, name_norm, owner_id, custom,
    search_text, created_at, created_by, updated_at, updated_by from clients where workspace_id = $1 and number = 1";
const MOVE: &str =
    "update deals set stage_id = $3, position = $4, version = version + 1 where workspace_id = $1 and id = $2";

pub async fn run(place: &Place, work: Work) -> Result<(), sqlx::Error> {
    let db = &place.db;
    let workspace = place.director.workspace().0;
    let manager = place.manager.user().0;
    match work {
        Work::FirstPage => {
            rows!(db, ClientRow, clients!("order by r.updated_at desc, r.id limit 51"), workspace);
        }
        Work::PageByName => {
            rows!(db, ClientRow, clients!("order by r.name_norm, r.id limit 51"), workspace);
        }
        Work::ManagersPage => {
            rows!(
                db,
                ClientRow,
                clients!("and r.owner_id = $2 order by r.updated_at desc, r.id limit 51"),
                workspace,
                manager
            );
        }
        Work::Search => fragment(db, workspace, "%иванов%").await?,
        Work::TwoLetters => match db {
            Db::Sqlite { .. } => drop(rows!(db, ClientRow, FTS, workspace, "\" ки\"")),
            Db::Postgres { .. } => fragment(db, workspace, "% ки%").await?,
        },
        Work::RareSearch => match db {
            Db::Sqlite { .. } => drop(rows!(db, ClientRow, FTS, workspace, format!("\"{}\"", place.digits))),
            Db::Postgres { .. } => fragment(db, workspace, &format!("%{}%", place.digits)).await?,
        },
        Work::OwnerAndCount => {
            rows!(
                db,
                ClientRow,
                clients!("and r.owner_id = $2 order by r.updated_at desc, r.id limit 51"),
                workspace,
                manager
            );
            let counted = "select count(*) from (select 1 from clients where workspace_id = $1 and owner_id = $2 and deleted_at is null limit 10001) c";
            rows!(db, (i64,), counted, workspace, manager);
        }
        Work::OwnerAndStage => {
            rows!(db, CardRow, DEALS, workspace, manager, place.stage().0);
            rows!(db, TotalRow, DEALS_TOTAL, workspace, manager, place.stage().0);
        }
        Work::CommonChoice | Work::RareChoice => {
            let (field, option) = place.choice(work);
            rows!(db, ClientRow, CHOSEN, workspace, field.0, option.0);
        }
        Work::NumberRange => {
            rows!(db, ClientRow, RANGE, workspace, place.spending.id.0, MUCH);
        }
        Work::ByNumber => {
            rows!(db, ClientRow, NUMBERED, workspace, place.spending.id.0);
        }
        Work::OwnerStageSums => {
            rows!(db, TotalRow, OWNERS_TOTALS, workspace, manager);
        }
        Work::Board => {
            let [a, b, c, d, e, f, g, h] = place.board.stages.as_slice() else { panic!("eight stages") };
            rows!(db, TotalRow, TOTALS, workspace);
            rows!(db, CardRow, FIRST_CARDS, workspace, a.id.0, b.id.0, c.id.0, d.id.0, e.id.0, f.id.0, g.id.0, h.id.0);
        }
        Work::BoardPages => {
            rows!(db, TotalRow, TOTALS, workspace);
            for stage in &place.board.stages {
                rows!(db, CardRow, CARDS, workspace, stage.id.0);
            }
        }
        Work::CreateClient => {
            let number = 1_000_000_000 + place.turn() as i64;
            write!(db, COPY, workspace, place.backend.new_id::<Uuid>(), number);
        }
        Work::MoveDeal => {
            let (card, stage) = place.next_move();
            write!(db, MOVE, workspace, card.id.0, stage.0, format!("raw{:012}", place.turn()));
        }
    }
    Ok(())
}

async fn fragment(db: &Db, workspace: Uuid, pattern: &str) -> Result<(), sqlx::Error> {
    rows!(
        db,
        ClientRow,
        clients!("and r.search_text like $2 order by r.updated_at desc, r.id limit 51"),
        workspace,
        pattern
    );
    Ok(())
}
