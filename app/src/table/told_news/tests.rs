//! What stays, what goes, and when a list is said to have changed.

use super::*;
use crate::{api_error::ApiResult, table::news::Concern};
use domain::{
    filter::{ListQuery, Rows},
    live::LiveNews,
};
use std::future::{Future, pending};
use uuid::Uuid;

/// A row of this id, changed so often.
#[derive(Debug, Clone, PartialEq)]
struct Row(u128, u32);

impl Listed for Row {
    type Id = Uuid;
    type Total = ();

    fn id(&self) -> Uuid {
        Uuid::from_u128(self.0)
    }

    fn page(_query: ListQuery) -> impl Future<Output = ApiResult<Rows<Self>>> {
        pending()
    }

    fn total(_query: ListQuery) -> impl Future<Output = ApiResult<()>> {
        pending()
    }

    fn total_of(_rows: &[Arc<Self>]) -> Option<()> {
        None
    }

    fn concern(_news: &LiveNews, _rows: &[Arc<Self>]) -> Concern<Uuid> {
        Concern { ids: Vec::new(), others: None, all: false }
    }
}

fn rows(ids: &[u128]) -> Vec<Arc<Row>> {
    ids.iter().map(|id| Arc::new(Row(*id, 0))).collect()
}

/// Rows 1 to 5 are shown; these have changed, and the list has those of them and of what is beside them in this order.
fn folded(told: &[u128], answer: &[u128], more: bool) -> Folded<Row> {
    let shown = rows(&[1, 2, 3, 4, 5]);
    let ids: Vec<Uuid> = told.iter().map(|id| Uuid::from_u128(*id)).collect();
    let asked = around(&shown, &ids, more);
    let fresh: Vec<Row> = answer.iter().map(|id| Row(*id, 1)).collect();
    assert!(fresh.iter().all(|row| asked.contains(&row.id())), "more than was asked for");
    Fresh { rows: fresh, asked, more }.fold(&shown)
}

fn ids(folded: &Folded<Row>) -> Vec<u128> {
    folded.rows.iter().map(|row| row.0).collect()
}

#[test]
fn a_row_that_keeps_its_place_follows_its_change_and_nothing_is_said() {
    let folded = folded(&[3], &[2, 3, 4, 5], true);
    assert_eq!((ids(&folded), folded.moved), (vec![1, 2, 3, 4, 5], false));
    let changed: Vec<u32> = folded.rows.iter().map(|row| row.1).collect();
    assert_eq!(changed, [0, 1, 1, 1, 1]);
}

#[test]
fn a_row_that_belongs_elsewhere_stays_where_it_is_shown_and_that_is_said() {
    for answer in [[3, 2, 4, 5], [2, 4, 3, 5], [2, 4, 5, 3]] {
        let folded = folded(&[3], &answer, true);
        assert_eq!((ids(&folded), folded.moved), (vec![1, 2, 3, 4, 5], true), "{answer:?}");
        assert_eq!(folded.rows[2].1, 1, "its change is shown all the same");
    }
    let last = folded(&[5], &[5, 4], true);
    assert!(last.moved);
}

#[test]
fn rows_that_are_gone_go() {
    let folded = folded(&[2, 4], &[1, 3, 5], true);
    assert_eq!((ids(&folded), folded.moved), (vec![1, 3, 5], false));
}

#[test]
fn a_new_row_is_told_of_where_it_would_stand_among_those_that_are_shown() {
    assert!(folded(&[9], &[9, 5], true).moved);
    assert!(!folded(&[9], &[5, 9], true).moved, "the list goes on, and it stands further down");
    assert!(folded(&[9], &[9], false).moved, "the whole list is shown");
    assert!(!folded(&[9], &[5], true).moved, "it is not the person's to see");
    assert_eq!(ids(&folded(&[9], &[9, 5], true)), [1, 2, 3, 4, 5]);
}

#[test]
fn only_what_changed_and_what_is_beside_it_is_asked_for() {
    let shown = rows(&[1, 2, 3, 4, 5]);
    let asked = |told: &[u128], more| {
        let ids: Vec<Uuid> = told.iter().map(|id| Uuid::from_u128(*id)).collect();
        let mut asked: Vec<u128> = around(&shown, &ids, more).iter().map(Uuid::as_u128).collect();
        asked.sort_unstable();
        asked
    };
    assert_eq!(asked(&[1], false), [1, 2]);
    assert_eq!(asked(&[3, 9], true), [2, 3, 4, 5, 9]);
    assert_eq!(asked(&[5], false), [4, 5]);
    assert_eq!(around::<Row>(&[], &[Uuid::from_u128(9)], false).len(), 1);
}

fn anew(list: &[u128], elsewhere: &[u128]) -> Folded<Row> {
    let elsewhere = elsewhere.iter().map(|id| Row(*id, 1)).collect();
    Folded::anew(&rows(&[1, 2, 3]), (rows(list), Some(Cursor("further".into()))), elsewhere)
}

#[test]
fn a_list_that_was_read_again_goes_on_where_it_begins_with_what_is_shown() {
    for list in [&[1, 2, 3, 4][..], &[1, 3, 4], &[2, 3]] {
        let folded = anew(list, &[]);
        assert_eq!((ids(&folded), folded.moved), (list.to_vec(), false));
        assert!(folded.next.is_some());
    }
}

#[test]
fn a_list_in_another_order_keeps_what_is_shown_and_says_so() {
    for (list, elsewhere, shown) in [
        (&[2, 1, 3][..], &[][..], &[1, 2, 3][..]),
        (&[9, 1, 2, 3], &[], &[1, 2, 3]),
        (&[9, 1, 2], &[3], &[1, 2, 3]),
        (&[9, 1, 2], &[], &[1, 2]),
        (&[9], &[], &[]),
    ] {
        let folded = anew(list, elsewhere);
        assert_eq!((ids(&folded), folded.moved), (shown.to_vec(), true), "{list:?}");
        assert!(folded.next.is_none());
    }
}
