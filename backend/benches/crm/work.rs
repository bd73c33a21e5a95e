//! The pieces of work that are measured, as the operations do them.

use crate::raw;
use backend::{Backend, Cx, clients, db::Db, deals, demo_data::Demo, sessions};
use domain::{
    clients::{ClientKind, NewClient},
    deals::{Board, DealCard},
    fields::FieldValues,
    filter::{Condition, Field, Filter, ListQuery, Operator, Sort, Value},
    ids::{RequestId, StageId, UserId},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

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
    OwnerStageSums,
    Board,
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
        Work::OwnerStageSums,
        Work::Board,
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
            Work::OwnerStageSums => ("counts and sums by stage of one owner", "1"),
            Work::Board => ("board: counts, sums, first cards of 8 columns", "2"),
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
        Place { backend, db, director, manager, board, cards, digits, turn: AtomicUsize::new(0) }
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
            Work::OwnerStageSums => drop(deals::board::totals(&self.manager, &Filter::All).await.expect("totals")),
            Work::Board => drop(deals::board::open(cx, &Filter::All).await.expect("the board")),
            Work::CreateClient => drop(clients::create(cx, self.request(), new_client()).await.expect("created")),
            Work::MoveDeal => {
                let (card, stage) = self.next_move();
                deals::move_to_stage(cx, self.request(), card.id, stage, None).await.expect("moved");
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
    Filter::Is(Condition { field: Field::Owner, operator: Operator::OneOf, value: Value::Users(vec![owner]) })
}

fn new_client() -> NewClient {
    NewClient {
        kind: ClientKind::Person,
        name: "Новый Клиент".into(),
        phones: Vec::new(),
        emails: Vec::new(),
        owner: None,
        custom: FieldValues::new(),
    }
}
