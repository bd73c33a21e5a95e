//! How the heaviest reads are run: the real operations' own queries, explained on a few thousand rows. No table that
//! grows is scanned, and no page is sorted where an index has its order. PostgreSQL would rightly scan so small a table,
//! so it is asked for the plan without scans and sorts: what is left of them has no index.

mod doors;
mod of_deals;
mod sharing;
pub(crate) mod transactions;

use super::{Reads, Sql, dialect::Dialect, test_db::TestDb};
use crate::{
    Backend, Cx, clients, db_test, deals,
    demo_data::{self, Demo, DemoSize},
    sessions,
    test_crm::origin,
};
use domain::{
    access::{Sees, SharedAccess},
    deals::Board,
    fields::{FieldKind, Noun},
    filter::{Condition, Field, Filter, ListQuery, Operator, Page, Sort, Value},
    ids::{DealId, UserId, WorkspaceId},
};
use std::{cell::RefCell, future::Future};

const SIZE: DemoSize = DemoSize { clients: 2_000, deals: 2_400, users: 6, seed: 3 };
/// Tables that grow with the work of a company.
const LARGE: [&str; 10] = [
    "clients",
    "client_managers",
    "client_contacts",
    "client_field_values",
    "client_field_choices",
    "deals",
    "deal_field_values",
    "events",
    "notifications",
    "security_log",
];

tokio::task_local! {
    static HEARD: RefCell<Vec<Sql>>;
}

/// Called by the pool's reads: a test that listens hears every query.
pub(super) fn hear(sql: &Sql) {
    // Nobody listens in most tests.
    let _ = HEARD.try_with(|heard| heard.borrow_mut().push(sql.clone()));
}

/// The queries that the work asks of the pool.
pub(crate) async fn heard<T>(work: impl Future<Output = T>) -> Vec<Sql> {
    HEARD
        .scope(RefCell::default(), async {
            work.await;
            HEARD.with(RefCell::take)
        })
        .await
}

struct Office {
    base: TestDb,
    people: Vec<UserId>,
    director: Cx,
    manager: Cx,
}

impl Office {
    async fn open(base: TestDb) -> Self {
        Self::open_with(base, SIZE).await
    }

    async fn open_with(base: TestDb, size: DemoSize) -> Self {
        let backend = Backend::new(base.db());
        let demo = demo_data::create(&backend, size).await.expect("demo data");
        base.analyze().await;
        let (director, manager) =
            (cx(&backend, &demo, demo.people[0]).await, cx(&backend, &demo, demo.people[3]).await);
        Office { base, people: demo.people, director, manager }
    }

    /// The second person, made the supervisor of the third and the fourth.
    async fn supervisor(&self) -> Cx {
        let chief = self.people[1];
        let mut sql = Sql::new("update users set rank = 'supervisor' where id = ");
        sql.bind(chief);
        self.base.execute(sql).await;
        for (user, superior, access) in [
            (chief, None, SharedAccess::ManagersOnly),
            (self.people[2], Some(chief), SharedAccess::Forbid),
            (self.people[3], Some(chief), SharedAccess::Forbid),
        ] {
            let mut sql = Sql::new("insert into posts (workspace_id, user_id, superior_id, shared_access) values ");
            sql.bind_tuple([self.director.workspace().into(), user.into(), superior.into(), access.key().into()]);
            self.base.execute(sql).await;
        }
        let backend = Backend::new(self.base.db());
        cx_of(&backend, self.director.workspace(), chief).await
    }

    /// Explains what the work asks; `sorts` says whether collecting and sorting a few rows is meant.
    async fn runs_by_index<T>(&self, name: &str, sorts: bool, work: impl Future<Output = T>) {
        let queries = heard(work).await;
        assert!(!queries.is_empty(), "{name} asks nothing");
        for sql in queries {
            // The newest deals of the clients of one page are ranked: as many as the page's clients have. What several ways
            // lead to is put in order again, a page of keys of each: `sharing` looks at these.
            let sorts = sorts || sql.text().contains(" over (partition by") || sql.text().contains(sharing::MERGED);
            let plan = self.base.explain(sql.clone()).await;
            let seen = format!("{name}\n{}\n{plan}", sql.text());
            match self.base.db().dialect() {
                Dialect::Sqlite => check_sqlite(&plan, sorts, &seen),
                Dialect::Postgres => check_postgres(&plan, sorts, &seen),
            }
        }
    }

    /// The same, and says that this index is what finds the rows.
    async fn is_found_by<T>(&self, index: &str, work: impl Future<Output = T>) {
        let mut plans = String::new();
        for sql in heard(work).await {
            plans += &format!("{}\n{}\n", sql.text(), self.base.explain(sql.clone()).await);
        }
        assert!(plans.contains(&format!(" {index} ")), "{index}\n{plans}");
    }

    async fn page(&self, name: &str, cx: &Cx, filter: Filter, sort: Sort) {
        let query = ListQuery { filter, sort, ..ListQuery::default() };
        self.runs_by_index(name, false, clients::list(cx, &query)).await;
    }
}

async fn cx(backend: &Backend, demo: &Demo, user: UserId) -> Cx {
    cx_of(backend, demo.workspace, user).await
}

async fn cx_of(backend: &Backend, workspace: WorkspaceId, user: UserId) -> Cx {
    let cookie = sessions::start(backend, workspace, user, &origin()).await.expect("a session");
    sessions::cx(backend, &cookie).await.expect("looked up").expect("signed in")
}

/// The names of a whole list, page by page.
async fn names(cx: &Cx, filter: Filter, size: u16) -> Vec<String> {
    walked(cx, filter, Sort::default(), size).await.into_iter().map(|(_, name)| name).collect()
}

/// The cards of each column.
fn ids(board: &Board) -> Vec<Vec<DealId>> {
    board.columns.iter().map(|column| column.rows.iter().map(|card| card.id).collect()).collect()
}

/// The numbers and names of a whole list in some order, page by page.
async fn walked(cx: &Cx, filter: Filter, sort: Sort, size: u16) -> Vec<(i64, String)> {
    let mut query = ListQuery { filter, sort, page: Page { after: None, size } };
    let mut names = Vec::new();
    loop {
        let found = clients::list(cx, &query).await.expect("a page");
        names.extend(found.rows.into_iter().map(|row| (row.number, row.name)));
        match found.next {
            Some(next) => query.page.after = Some(next),
            None => return names,
        }
    }
}

/// `r` and `v` are what the compiler calls the tables; a scan of a collected `h` is meant.
fn check_sqlite(plan: &str, sorts: bool, seen: &str) {
    for line in plan.lines() {
        let scanned = line.trim().strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
        assert!(!scanned.is_some_and(|table| ["r", "v", "m"].contains(&table) || LARGE.contains(&table)), "{seen}");
        let collects = plan.contains("MATERIALIZE h") || plan.contains("SCAN h");
        let on_the_page = line.contains("TEMP B-TREE FOR ORDER BY") && touches_large(plan) && !collects;
        assert!(sorts || !on_the_page, "{seen}");
    }
}

fn touches_large(plan: &str) -> bool {
    plan.contains("SEARCH r ") || plan.contains("SEARCH v ")
}

/// An incremental sort is an index's order with the last key, the id, put right.
fn check_postgres(plan: &str, sorts: bool, seen: &str) {
    for table in LARGE {
        assert!(!plan.contains(&format!("Seq Scan on {table}")), "{seen}");
    }
    let sorted = plan.lines().any(|line| line.trim_start_matches([' ', '-', '>']).starts_with("Sort  ("));
    let collects = plan.contains("CTE h") || plan.contains("CTE Scan on h");
    let large = plan.contains(" on clients r") || plan.contains(" on deals r") || plan.contains(" on events");
    assert!(sorts || !sorted || !large || collects, "{seen}");
}

db_test! {
    async fn every_order_of_the_table_is_an_index(base: TestDb) {
        let office = Office::open(base).await;
        let fields = crate::fields::list(&office.director, Noun::Client).await.expect("fields");
        let builtin = [Field::UpdatedAt, Field::CreatedAt, Field::Number, Field::Name, Field::Phone, Field::Email, Field::Owner];
        let custom = fields.iter().map(|field| Field::Custom(field.id));
        for by in builtin.into_iter().chain(custom) {
            for descending in [true, false] {
                let sort = Sort { by, descending };
                // The other direction of the last change has no index of its own ids: a few equal moments are sorted.
                let sorts = by != Field::UpdatedAt || descending;
                let query = ListQuery { sort, ..ListQuery::default() };
                office.runs_by_index(&format!("{sort:?}"), !sorts, clients::list(&office.director, &query)).await;
            }
        }
    }

    async fn a_managers_pages_searches_and_filters_are_indexed(base: TestDb) {
        let office = Office::open(base).await;
        let (director, manager) = (&office.director, &office.manager);
        let fields = crate::fields::list(director, Noun::Client).await.expect("fields");
        let city = fields.iter().find(|field| field.kind == FieldKind::Choice).expect("a choice");
        let number = fields.iter().find(|field| field.kind == FieldKind::Text).expect("a text");
        let is = |field, operator, value| Filter::Is(Condition { field, operator, value });
        let by_name = Sort { by: Field::Name, descending: false };
        office.page("a manager's first page", manager, Filter::All, Sort::default()).await;
        for text in ["иванов", "4567890", "ки", "и", "иванов анна"] {
            for cx in [director, manager] {
                office.page(text, cx, Filter::Search(text.into()), Sort::default()).await;
            }
        }
        office.page("a search by name", director, Filter::Search("каримова".into()), by_name).await;
        let owner = is(Field::Owner, Operator::OneOf, Value::Users(vec![manager.user()]));
        office.page("an owner", director, owner, Sort::default()).await;
        let choice = is(Field::Custom(city.id), Operator::OneOf, Value::Options(vec![city.options[9].id]));
        office.page("a choice", director, choice.clone(), Sort::default()).await;
        // However many clients have it, and however old they are.
        let query = ListQuery { filter: choice, ..ListQuery::default() };
        office.is_found_by("client_field_choices_order", clients::list(director, &query)).await;
        // The stages of a page come by its clients, and not by all that the manager owns. PostgreSQL knows how much that is, and may
        // take the shorter way here; SQLite looks at a part of an index to learn how common its keys are.
        if office.base.db().dialect() == Dialect::Sqlite {
            office.is_found_by("deals_client", clients::list(manager, &ListQuery::default())).await;
        }
        let text = is(Field::Custom(number.id), Operator::StartsWith, Value::Text("2000".into()));
        office.page("a text that begins so", director, text, Sort::default()).await;
    }

    async fn a_common_search_walks_the_list_and_a_rare_one_collects_its_hits(base: TestDb) {
        let office = Office::open(base).await;
        for (text, sort, collects) in [
            ("иванов", Sort::default(), false),
            ("4567890", Sort::default(), true),
            // Hits stand together in other orders, so the head of the list tells nothing.
            ("иванов", Sort { by: Field::Name, descending: false }, true),
        ] {
            let query = ListQuery { filter: Filter::Search(text.into()), sort, ..ListQuery::default() };
            let asked = heard(clients::list(&office.director, &query)).await;
            assert_eq!(asked.iter().any(|sql| sql.text().contains("with h as")), collects, "{text} {sort:?}");
            let looks_near = asked.iter().any(|sql| sql.text().contains(") head where "));
            assert_eq!(looks_near, !collects, "{text} {sort:?}");
        }
        let common = Filter::Search("иванов".into());
        for cx in [&office.director, &office.manager] {
            let expect: Vec<String> = names(cx, Filter::All, 200).await;
            let expect: Vec<&String> = expect.iter().filter(|name| name.to_lowercase().contains("иванов")).collect();
            // Large pages are not filled near the head, small ones are.
            for size in [5, 200] {
                let found = names(cx, common.clone(), size).await;
                assert_eq!(found.iter().collect::<Vec<_>>(), expect, "pages of {size}");
            }
        }
    }

    async fn pages_of_several_owners_are_merged_from_their_indexes(base: TestDb) {
        let office = Office::open(base).await;
        let (everybody, few) = (&office.director, office.supervisor().await);
        // SQLite puts the page of each branch in order once more: fifty rows of keys.
        let is_sqlite = office.base.db().dialect() == Dialect::Sqlite;
        let Sees::Owners(owners) = few.actor().sees.clone() else { panic!("a supervisor sees some") };
        assert_eq!(owners.len(), 3);
        let theirs = Filter::Is(Condition { field: Field::Owner, operator: Operator::OneOf, value: Value::Users(owners) });
        for descending in [true, false] {
            let sort = Sort { by: Field::UpdatedAt, descending };
            let query = ListQuery { sort, ..ListQuery::default() };
            let first = clients::list(&few, &query).await.expect("a page");
            let middle = ListQuery { page: Page { after: first.next, size: 50 }, ..query.clone() };
            for (name, query) in [("first", &query), ("middle", &middle)] {
                let asked = heard(clients::list(&few, query)).await;
                assert_eq!(asked.iter().filter(|sql| sql.text().contains(sharing::MERGED)).count(), 1, "{name}");
                // The other direction has no index of its own ids: a few equal moments are sorted.
                office.runs_by_index(name, !descending || is_sqlite, clients::list(&few, query)).await;
            }
            // The merged walk and the plain condition give the same rows in the same order.
            for filter in [Filter::All, Filter::Search("ан".into()), theirs.clone()] {
                let expected = walked(everybody, theirs.clone().and(filter.clone()), sort, 200).await;
                assert!(expected.len() > 20, "{filter:?}");
                for size in [7, 200] {
                    assert_eq!(walked(&few, filter.clone(), sort, size).await, expected, "{filter:?} {sort:?} by {size}");
                }
            }
        }
        let board = deals::board::open(&few, &Filter::All).await.expect("the board");
        office.runs_by_index("the board", is_sqlite, deals::board::open(&few, &Filter::All)).await;
        let column = board.columns.iter().zip(&board.stages).find(|(column, _)| column.next.is_some()).expect("a long one");
        let page = Page { after: column.0.next.clone(), size: 50 };
        // Filters that leave many cards, few of them, and such as name owners themselves: the director's board of theirs.
        let budget = Filter::Is(Condition { field: Field::Budget, operator: Operator::AtLeast, value: Value::Integer(5_000_000) });
        for filter in [Filter::All, Filter::Not(Box::new(Filter::Nothing)), budget, theirs.clone()] {
            let name = format!("{filter:?}");
            let all = theirs.clone().and(filter.clone());
            let (expected, found) = (deals::board::open(everybody, &all).await, deals::board::open(&few, &filter).await);
            let (expected, found) = (expected.expect("the board"), found.expect("the board"));
            assert!(found.totals.iter().any(|total| total.count > 0), "{name}");
            assert_eq!((ids(&found), found.totals), (ids(&expected), expected.totals), "{name}");
            office.runs_by_index(&name, true, deals::board::open(&few, &filter)).await;
            office.runs_by_index(&name, is_sqlite, deals::board::column(&few, column.1.id, &filter, &page)).await;
        }
    }
}
