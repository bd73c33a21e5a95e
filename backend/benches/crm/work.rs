//! The pieces of work that are measured, as the operations do them.

use crate::raw;
use backend::{Backend, Cx, clients, db::Db, deals, demo_data::Demo, fields, sessions};
use domain::{
    clients::{ClientKind, NewClient},
    deals::{Board, DealCard, Move},
    fields::{FieldDef, FieldValues, Noun},
    filter::{Condition, Field, Filter, ListQuery, Operator, Page, Sort, Value},
    ids::{FieldId, OptionId, RequestId, StageId, UserId},
    number::Number,
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// A number of the field «Бюджет закупки» that one client in some 150 reaches, as it is stored.
pub const MUCH: i64 = 891 * 100_000 * 1_000_000;

/// A row of the table in docs/PERFORMANCE.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    FirstPage,
    PageByName,
    ManagersPage,
    Search,
    RareSearch,
    TwoLetters,
    OwnerAndCount,
    OwnerAndStage,
    OwnerStageSums,
    CommonChoice,
    RareChoice,
    NumberRange,
    ByNumber,
    Board,
    BoardPages,
    CreateClient,
    MoveDeal,
}

impl Work {
    pub const ALL: &'static [Work] = &[
        Work::FirstPage,
        Work::PageByName,
        Work::ManagersPage,
        Work::Search,
        Work::RareSearch,
        Work::TwoLetters,
        Work::OwnerAndCount,
        Work::OwnerAndStage,
        Work::OwnerStageSums,
        Work::CommonChoice,
        Work::RareChoice,
        Work::NumberRange,
        Work::ByNumber,
        Work::Board,
        Work::BoardPages,
        Work::CreateClient,
        Work::MoveDeal,
    ];

    /// The words of the table, and the target in milliseconds.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Work::FirstPage => ("first page of clients (50 rows)", "0.5"),
            Work::PageByName => ("the same, sorted by name", "0.5"),
            Work::ManagersPage => ("first page of a manager", "0.5"),
            Work::Search => ("search by a fragment, «иванов»", "1"),
            Work::RareSearch => ("rare fragment, seven digits", "1"),
            Work::TwoLetters => ("two letters, «ки»", "1"),
            Work::OwnerAndCount => ("filter by owner, page and count", "1"),
            Work::OwnerAndStage => ("deals by owner and stage, page, count and sum", "1"),
            Work::CommonChoice => ("filter by a choice that a quarter of the clients have", "1"),
            Work::RareChoice => ("filter by a choice that one client in 300 has", "1"),
            Work::NumberRange => ("filter by a custom number that one client in 150 has", "—"),
            Work::ByNumber => ("sorted by a custom number", "0.5"),
            Work::OwnerStageSums => ("counts and sums by stage of one owner", "1"),
            Work::Board => ("board as it opens: counts, sums, first 13 cards of 8 columns", "2"),
            Work::BoardPages => ("counts, sums, and 50 cards of each of 8 columns, one after the other", "2"),
            Work::CreateClient => ("create a client", "1.5 + one commit"),
            Work::MoveDeal => ("move a deal", "1.5 + one commit"),
        }
    }
}

/// A company with its director and one manager signed in.
pub struct Place {
    pub backend: Backend,
    pub db: Db,
    pub director: Cx,
    pub manager: Cx,
    pub board: Board,
    pub cards: Vec<DealCard>,
    pub digits: String,
    pub source: FieldDef,
    pub city: FieldDef,
    pub spending: FieldDef,
    turn: AtomicUsize,
}

impl Place {
    pub async fn enter(db: Db, demo: &Demo) -> Self {
        let backend = Backend::new(db.clone());
        let director = signed_in(&backend, demo, demo.people[0]).await;
        let manager = signed_in(&backend, demo, demo.people[demo.people.len() / 2]).await;
        let board = deals::board::open(&director, &Filter::All).await.expect("the board");
        let cards = board.columns.iter().flat_map(|column| column.rows.clone()).collect();
        let rows = clients::list(&director, &ListQuery::default()).await.expect("a page").rows;
        let phone = rows.iter().find_map(|row| row.phone.as_ref()).expect("a phone").digits().to_owned();
        let digits = phone[phone.len() - 7..].to_owned();
        let fields = fields::list(&director, Noun::Client).await.expect("the fields");
        let field = |name: &str| fields.iter().find(|field| field.name == name).expect("the field").clone();
        let [source, city, spending] = ["Источник", "Город", "Бюджет закупки"].map(field);
        let turn = AtomicUsize::new(0);
        Place { backend, db, director, manager, board, cards, digits, source, city, spending, turn }
    }

    /// The stage in which the manager's deals are looked for.
    pub fn stage(&self) -> StageId {
        self.board.stages[1].id
    }

    /// A choice that many clients have, and one that few have.
    pub fn choice(&self, work: Work) -> (FieldId, OptionId) {
        let (field, option) = if work == Work::CommonChoice {
            (&self.source, self.source.options.first())
        } else {
            (&self.city, self.city.options.last())
        };
        (field.id, option.expect("a choice").id)
    }

    pub async fn run(&self, work: Work) {
        let cx = &self.director;
        match work {
            Work::FirstPage => lists(cx, Filter::All, Sort::default()).await,
            Work::PageByName => lists(cx, Filter::All, Sort { by: Field::Name, descending: false }).await,
            Work::ManagersPage => lists(&self.manager, Filter::All, Sort::default()).await,
            Work::Search => lists(cx, Filter::Search("иванов".into()), Sort::default()).await,
            Work::RareSearch => lists(cx, Filter::Search(self.digits.clone()), Sort::default()).await,
            Work::TwoLetters => lists(cx, Filter::Search("ки".into()), Sort::default()).await,
            Work::OwnerAndCount => {
                let filter = of_owner(self.manager.user());
                let query = ListQuery { filter: filter.clone(), ..ListQuery::default() };
                lists(cx, filter, Sort::default()).await;
                clients::count(cx, &query).await.expect("a count");
            }
            Work::OwnerAndStage => {
                let filter = Filter::And(vec![of_owner(self.manager.user()), of_stage(self.stage())]);
                let query = ListQuery { filter, ..ListQuery::default() };
                deals::list::page(cx, &query).await.expect("a page");
                deals::list::totals(cx, &query).await.expect("totals");
            }
            Work::CommonChoice | Work::RareChoice => {
                let (field, option) = self.choice(work);
                let value = Value::Options(vec![option]);
                lists(cx, is(Field::Custom(field), Operator::OneOf, value), Sort::default()).await;
            }
            Work::NumberRange => {
                let least = Value::Number(Number(MUCH));
                lists(cx, is(Field::Custom(self.spending.id), Operator::AtLeast, least), Sort::default()).await;
            }
            Work::ByNumber => {
                lists(cx, Filter::All, Sort { by: Field::Custom(self.spending.id), descending: true }).await;
            }
            Work::OwnerStageSums => drop(deals::board::totals(&self.manager, &Filter::All).await.expect("totals")),
            Work::Board => drop(deals::board::open(cx, &Filter::All).await.expect("the board")),
            Work::BoardPages => {
                deals::board::totals(cx, &Filter::All).await.expect("totals");
                for stage in &self.board.stages {
                    let page = Page { after: None, size: 50 };
                    deals::board::column(cx, stage.id, &Filter::All, &page).await.expect("cards");
                }
            }
            Work::CreateClient => drop(clients::create(cx, self.request(), new_client()).await.expect("created")),
            Work::MoveDeal => {
                let (card, stage) = self.next_move();
                deals::move_to_stage(cx, self.request(), card.id, Move::to(stage, None)).await.expect("moved");
            }
        }
    }

    pub async fn run_raw(&self, work: Work) {
        raw::run(self, work).await.expect("the raw query");
    }

    /// A card and the stage it goes to, each time another pair.
    pub fn next_move(&self) -> (&DealCard, StageId) {
        let turn = self.turn();
        let stages = &self.board.stages;
        (&self.cards[turn % self.cards.len()], stages[(turn / self.cards.len() + turn) % stages.len()].id)
    }

    pub fn turn(&self) -> usize {
        self.turn.fetch_add(1, Ordering::Relaxed)
    }

    fn request(&self) -> RequestId {
        self.backend.new_id()
    }

    /// First pages that sixteen people get in a second.
    pub async fn pages_a_second(&self) -> usize {
        let mut people = JoinSet::new();
        for _ in 0..16 {
            let cx = self.director.clone();
            people.spawn(async move {
                let begun = Instant::now();
                let mut pages = 0;
                while begun.elapsed() < Duration::from_secs(2) {
                    lists(&cx, Filter::All, Sort::default()).await;
                    pages += 1;
                }
                pages
            });
        }
        people.join_all().await.into_iter().sum::<usize>() / 2
    }

    /// The same by the raw query alone: what sqlx leaves room for.
    pub async fn raw_a_second(self: &Arc<Self>, work: Work) -> usize {
        let mut people = JoinSet::new();
        for _ in 0..16 {
            let place = self.clone();
            people.spawn(async move {
                let begun = Instant::now();
                let mut pages = 0;
                while begun.elapsed() < Duration::from_secs(2) {
                    place.run_raw(work).await;
                    pages += 1;
                }
                pages
            });
        }
        people.join_all().await.into_iter().sum::<usize>() / 2
    }

    pub async fn close(&self) {
        self.backend.close().await;
    }
}

pub async fn signed_in(backend: &Backend, demo: &Demo, user: UserId) -> Cx {
    let origin = sessions::Origin { address: "192.0.2.1".into(), device: "bench".into() };
    let cookie = sessions::start(backend, demo.workspace, user, &origin).await.expect("a session");
    sessions::cx(backend, &cookie).await.expect("looked up").expect("signed in")
}

async fn lists(cx: &Cx, filter: Filter, sort: Sort) {
    let query = ListQuery { filter, sort, ..ListQuery::default() };
    clients::list(cx, &query).await.expect("a page");
}

fn of_owner(owner: UserId) -> Filter {
    is(Field::Owner, Operator::OneOf, Value::Users(vec![owner]))
}

fn of_stage(stage: StageId) -> Filter {
    is(Field::Stage, Operator::OneOf, Value::Stages(vec![stage]))
}

fn is(field: Field, operator: Operator, value: Value) -> Filter {
    Filter::Is(Condition { field, operator, value })
}

fn new_client() -> NewClient {
    NewClient {
        kind: ClientKind::Person,
        name: "Новый Клиент".into(),
        parts: None,
        phones: Vec::new(),
        emails: Vec::new(),
        owner: None,
        custom: FieldValues::new(),
    }
}
