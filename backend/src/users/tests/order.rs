//! Random organisations, random questions: every page that several ways lead to holds the rows that one plain condition over
//! the whole company's list leaves, in the same order, and goes on where that goes on.

use super::{
    firm::{Firm, PEOPLE, RECORDS, organisation},
    model::{Person, works_with},
};
use crate::{
    Cx, clients,
    db::{Reads, dialect::Dialect},
    db_test, deals,
    demo_data::dice::Dice,
    test_crm::{TestCrm, actor::parsed},
};
use chrono::TimeDelta;
use domain::{
    access::{Actor, Sees},
    clients::ClientPatch,
    deals::DealPatch,
    filter::{Condition, Cursor, Field, Filter, ListQuery, Operator, Page, Sort, Value},
    ids::UserId,
    money::Currency,
};
use uuid::Uuid;

/// 25 organisations, 8 lists of each, 25 pages of each list: 5,000 cases on each database, and none on both.
const ROUNDS: usize = 25;
const LISTS: usize = 8;
const PAGES: usize = 25;
/// Places from which pages of one list begin, its head beside them.
const STARTS: usize = 3;

#[derive(Debug, Clone, Copy)]
enum Of {
    Clients,
    Deals,
}

/// A list as somebody who sees everything walks it by one plain condition, and where pages may begin.
struct Plain {
    of: Of,
    query: ListQuery,
    rows: Vec<Uuid>,
    starts: Vec<(usize, Option<Cursor>)>,
}

/// A page as both tell it: its rows in order, and whether there are more.
type Told = (Vec<Uuid>, bool);

async fn page(cx: &Cx, of: Of, query: &ListQuery) -> (Vec<Uuid>, Option<Cursor>) {
    match of {
        Of::Clients => {
            let found = clients::list(cx, query).await.expect("a page");
            (found.rows.iter().map(|row| row.id.0).collect(), found.next)
        }
        Of::Deals => {
            let found = deals::list::page(cx, query).await.expect("a page");
            (found.rows.iter().map(|row| row.id.0).collect(), found.next)
        }
    }
}

/// The same person, as if they saw the records of so many more people, of whom there are none: more than are merged.
fn with_strangers(cx: &Cx) -> Cx {
    match cx.actor().sees.clone() {
        Sees::Everything => cx.clone(),
        Sees::Owners(mut owners) => {
            owners.extend((0..70).map(|number| UserId(Uuid::from_u128(number))));
            Cx::new(cx.backend().clone(), Actor { sees: Sees::Owners(owners), ..cx.actor().clone() })
        }
    }
}

impl Firm {
    /// Changes a few records, one after the other, so that they move in every order.
    async fn scatter(&mut self) {
        for _ in 0..4 {
            // Sometimes several change in the same moment: then their ids decide.
            if self.dice.percent(70) {
                self.crm.pass(TimeDelta::milliseconds(1));
            }
            let (client, deal) = (self.clients[self.dice.below(RECORDS)].0, self.deals[self.dice.below(RECORDS)].0);
            let name = ["Иванов", "Петрова", "Андреева", "иванченко", "Юсупов"][self.dice.below(5)];
            let number = self.dice.below(9);
            let patch = match self.dice.below(3) {
                0 => ClientPatch::Name(format!("{name} {number}")),
                1 => ClientPatch::Phones(vec![parsed(&format!("90 123 45 6{number}"))]),
                _ => ClientPatch::Phones(Vec::new()),
            };
            self.crm.anna().edits(client, patch).await;
            let patch = match self.dice.below(2) {
                0 => DealPatch::Title(format!("{name} {number}")),
                _ => DealPatch::Budget((number > 3).then_some(100 * number as i64), Currency::UZS),
            };
            self.crm.anna().edits_deal(deal, patch).await;
        }
    }

    fn some_people(&mut self) -> Vec<UserId> {
        (0..self.dice.below(5)).map(|_| self.people[self.dice.below(PEOPLE)]).collect()
    }

    fn condition(&mut self, of: Of) -> Filter {
        let owned = Filter::owned_by(self.some_people());
        let number = Filter::Is(Condition {
            field: Field::Number,
            operator: [Operator::AtLeast, Operator::Below][self.dice.below(2)],
            value: Value::Integer(self.dice.below(RECORDS) as i64),
        });
        let ids: Vec<Uuid> = (0..8).map(|_| self.some_record(of)).collect();
        match (self.dice.below(8), of) {
            (0 | 1, _) => Filter::All,
            (2 | 3, _) => owned,
            (4, _) => Filter::Not(Box::new(owned)),
            (5, _) => Filter::Or(vec![owned, number]),
            (6, _) => Filter::These(ids),
            // A deal is found by its client as well, as far as somebody sees that: no condition of the deal alone.
            (_, Of::Clients) => Filter::Search(["иван", "ан", "7", "петрова"][self.dice.below(4)].into()),
            (_, Of::Deals) => number,
        }
    }

    fn some_record(&mut self, of: Of) -> Uuid {
        let at = self.dice.below(RECORDS);
        match of {
            Of::Clients => self.clients[at].0.0,
            Of::Deals => self.deals[at].0.0,
        }
    }

    fn sort(&mut self, of: Of) -> Sort {
        let others: &[Field] = match of {
            Of::Clients => &[Field::CreatedAt, Field::Number, Field::Name, Field::Phone, Field::Email, Field::Owner],
            Of::Deals => &[Field::CreatedAt, Field::Number, Field::Name, Field::Budget, Field::Stage, Field::Owner],
        };
        // Several ways are merged in the order of the last change, and within each owner of the order by owners.
        let by = match self.dice.below(10) {
            0..5 => Field::UpdatedAt,
            5 | 6 => Field::Owner,
            _ => others[self.dice.below(others.len())],
        };
        Sort { by, descending: self.dice.percent(50) }
    }

    async fn plain(&mut self, of: Of) -> Plain {
        let filter = self.condition(of).and(if self.dice.percent(30) { self.condition(of) } else { Filter::All });
        let query = ListQuery { filter, sort: self.sort(of), page: Page { after: None, size: Page::MAX } };
        // A part that leads nowhere hides from the planner what could be walked by an index.
        let filter = Filter::Not(Box::new(Filter::Not(Box::new(query.filter.clone()))));
        let hidden = ListQuery { filter, ..query.clone() };
        let everybody = self.crm.anna().cx.clone();
        let (rows, rest) = page(&everybody, of, &hidden).await;
        assert_eq!(rest, None, "one page holds all");
        let mut starts = vec![(0, None)];
        for _ in 0..STARTS {
            let size = 1 + self.dice.below(rows.len());
            let first = Page { after: None, size: size as u16 };
            if let (_, Some(next)) = page(&everybody, of, &ListQuery { page: first, ..hidden.clone() }).await {
                starts.push((size, Some(next)));
            }
        }
        Plain { of, query, rows, starts }
    }

    fn sees(&self, all: &[Person], me: usize, (of, id): (Of, Uuid)) -> bool {
        match of {
            Of::Clients => {
                let found = self.clients.iter().find(|(client, _)| client.0 == id);
                found.is_some_and(|(_, client)| client.is_seen_by(all, me))
            }
            Of::Deals => {
                self.deals.iter().find(|(deal, _)| deal.0 == id).is_some_and(|(_, of)| works_with(all, me, *of))
            }
        }
    }

    /// One page of a list as somebody gets it, and as the plain condition has it.
    async fn both(&mut self, plain: &Plain, (all, me, cx): (&[Person], usize, &Cx)) -> (Told, Told) {
        let (start, after) = plain.starts[self.dice.below(plain.starts.len())].clone();
        let size = [1, 2, 3, 5, 7, 11, 40][self.dice.below(7)];
        let query = ListQuery { page: Page { after, size: size as u16 }, ..plain.query.clone() };
        let (rows, next) = page(cx, plain.of, &query).await;
        let mut left = plain.rows[start..].iter().copied().filter(|id| self.sees(all, me, (plain.of, *id)));
        let expected: Vec<Uuid> = left.by_ref().take(size).collect();
        ((rows, next.is_some()), (expected, left.next().is_some()))
    }
}

db_test! {
    async fn ten_thousand_random_pages_are_those_of_the_plain_condition_in_its_order(crm: TestCrm) {
        let mut firm = Firm::open(crm).await;
        let is_sqlite = firm.crm.base.db().dialect() == Dialect::Sqlite;
        firm.dice = Dice::new(if is_sqlite { 1 } else { 2 });
        let (mut cases, mut filled) = (0, 0);
        for round in 0..ROUNDS {
            let all = organisation(&mut firm.dice);
            firm.turn_into(&all).await;
            firm.share().await;
            firm.scatter().await;
            let mut people = Vec::new();
            for me in 0..PEOPLE {
                people.push(firm.asks(me).await.cx);
            }
            for number in 0..LISTS {
                let plain = firm.plain(if number < 5 { Of::Clients } else { Of::Deals }).await;
                for _ in 0..PAGES {
                    let me = firm.dice.below(PEOPLE);
                    let cx = if firm.dice.percent(10) { with_strangers(&people[me]) } else { people[me].clone() };
                    let (found, expected) = firm.both(&plain, (&all, me, &cx)).await;
                    assert_eq!(found, expected, "round {round}: {:?} {:?}, {me} in {all:?}", plain.of, plain.query);
                    cases += 1;
                    filled += usize::from(!expected.0.is_empty());
                }
            }
        }
        assert_eq!(cases, 5_000);
        assert!(filled > 2_000, "hardly a page held anything: {filled}");
    }
}
