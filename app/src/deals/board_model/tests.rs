//! A move, its way back, pages and totals.

use super::*;
use domain::{colour::Colour, ids::UserId, money::Currency};
use uuid::Uuid;

pub fn id(number: u128) -> DealId {
    Uuid::from_u128(number).into()
}

pub fn stage_id(number: u128) -> StageId {
    Uuid::from_u128(number).into()
}

pub fn card(number: u128, stage: u128, budget: Option<i64>, currency: Currency) -> DealCard {
    DealCard {
        id: id(number),
        number: number as i64,
        title: format!("Сделка {number}"),
        client: Some(DealClient { id: Uuid::nil().into(), name: Some("Иванов".into()) }),
        budget,
        currency,
        stage: stage_id(stage),
        stage_since: DateTime::UNIX_EPOCH,
        position: key(number),
        owner: UserId(Uuid::nil()),
        created_at: DateTime::UNIX_EPOCH,
        updated_at: DateTime::UNIX_EPOCH,
        custom: Default::default(),
        version: 1,
    }
}

/// What the server tells of a deal that was given another title and budget in this stage.
pub fn deal(number: u128, stage: u128, version: i64) -> Deal {
    let known = card(number, stage, Some(40), Currency::UZS);
    Deal {
        id: known.id,
        number: known.number,
        title: "Новое".into(),
        client: None,
        budget: known.budget,
        currency: known.currency,
        stage: known.stage,
        stage_since: known.stage_since,
        position: known.position,
        owner: known.owner,
        custom: known.custom,
        created_at: known.created_at,
        created_by: known.owner,
        updated_at: known.created_at,
        updated_by: known.owner,
        version,
    }
}

/// Keys as the server gives them: a smaller number lies higher.
fn key(number: u128) -> String {
    format!("{:016x}", number << 16)
}

fn money(minor: i64, currency: Currency) -> Money {
    Money { minor, currency }
}

/// Two stages; the first has so many cards of one soum each, numbered from the top.
fn board(cards: u128) -> BoardModel {
    let column = |number: u128, group, cards: Vec<DealCard>| {
        let count = cards.len() as i64;
        let sums = if count == 0 { Vec::new() } else { vec![money(count, Currency::UZS)] };
        let stage = Stage { id: stage_id(number), group, name: String::new(), colour: Colour::preset(1) };
        Column { stage, total: StageTotal { stage: stage_id(number), count, sums }, cards, next: None }
    };
    let first = (1..=cards).map(|number| card(number, 1, Some(1), Currency::UZS)).collect();
    BoardModel { columns: vec![column(1, StageGroup::InWork, first), column(2, StageGroup::Successful, Vec::new())] }
}

fn order(board: &BoardModel, stage: u128) -> Vec<u128> {
    let column = board.column(stage_id(stage)).expect("a column");
    column.cards.iter().map(|card| card.id.0.as_u128()).collect()
}

fn total(board: &BoardModel, stage: u128) -> (i64, Vec<Money>) {
    let total = &board.column(stage_id(stage)).expect("a column").total;
    (total.count, total.sums.clone())
}

#[test]
fn a_moved_card_lands_on_top_and_both_totals_change_at_once() {
    let mut board = board(3);
    board.apply_move(id(1), (stage_id(2), None), DateTime::UNIX_EPOCH).expect("moved");
    board.apply_move(id(3), (stage_id(2), None), DateTime::UNIX_EPOCH).expect("moved");
    assert_eq!((order(&board, 1), order(&board, 2)), (vec![2], vec![3, 1]));
    assert_eq!(total(&board, 1), (1, vec![money(1, Currency::UZS)]));
    assert_eq!(total(&board, 2), (2, vec![money(2, Currency::UZS)]));
}

#[test]
fn a_column_with_101_cards_keeps_its_order() {
    let mut board = board(101);
    let before = board.clone();
    let moved = board.apply_move(id(57), (stage_id(2), None), DateTime::UNIX_EPOCH).expect("moved");
    let without: Vec<u128> = (1..=101).filter(|number| *number != 57).collect();
    assert_eq!(order(&board, 1), without);
    board.correct(moved.card);
    assert_eq!(board, before);
}

#[test]
fn a_refused_card_finds_its_place_although_others_left_meanwhile() {
    let mut board = board(5);
    let refused = board.apply_move(id(4), (stage_id(2), None), DateTime::UNIX_EPOCH).expect("moved");
    board.apply_move(id(1), (stage_id(2), None), DateTime::UNIX_EPOCH).expect("moved");
    board.correct(refused.card);
    assert_eq!((order(&board, 1), order(&board, 2)), (vec![2, 3, 4, 5], vec![1]));
}

#[test]
fn a_card_cannot_be_moved_where_it_is_nor_to_a_stage_that_is_not_there() {
    let mut board = board(2);
    let before = board.clone();
    assert_eq!(board.apply_move(id(1), (stage_id(1), None), DateTime::UNIX_EPOCH), None);
    assert_eq!(board.apply_move(id(1), (stage_id(9), None), DateTime::UNIX_EPOCH), None);
    assert_eq!(board, before);
}

#[test]
fn currencies_are_never_added_to_each_other() {
    let mut board = board(1);
    board.add(card(7, 1, Some(5), Currency::RUB));
    board.add(card(8, 1, None, Currency::RUB));
    assert_eq!(total(&board, 1), (3, vec![money(1, Currency::UZS), money(5, Currency::RUB)]));
    board.apply_move(id(7), (stage_id(2), None), DateTime::UNIX_EPOCH).expect("moved");
    assert_eq!(total(&board, 1), (2, vec![money(1, Currency::UZS)]));
    assert_eq!(board.open_total(), (2, vec![money(1, Currency::UZS)]));
}

#[test]
fn a_page_joins_below_without_doubling_what_was_moved() {
    let mut board = board(2);
    board.apply_move(id(2), (stage_id(2), None), DateTime::UNIX_EPOCH).expect("moved");
    let rows = vec![card(2, 1, None, Currency::UZS), card(3, 1, None, Currency::UZS)];
    board.join_page(stage_id(1), Rows { rows, next: Some(Cursor("x".into())) });
    assert_eq!((order(&board, 1), order(&board, 2)), (vec![1, 3], vec![2]));
    assert_eq!(total(&board, 1).0, 1, "totals are the server's, not the page's");
}

#[test]
fn the_totals_of_the_server_are_taken_as_they_are() {
    let mut board = board(2);
    let told = StageTotal { stage: stage_id(1), count: 100_000, sums: vec![money(9, Currency::USD)] };
    board.set_totals(vec![told]);
    assert_eq!(total(&board, 1), (100_000, vec![money(9, Currency::USD)]));
    assert_eq!(board.count(), 100_000);
}

#[test]
fn a_deal_changed_elsewhere_changes_its_card_and_the_sums() {
    let mut board = board(2);
    board.refresh(&deal(1, 2, 2));
    let shown = board.card(id(1)).expect("a card");
    assert_eq!((shown.title.as_str(), &shown.client, shown.version), ("Новое", &None, 2));
    assert_eq!(total(&board, 2), (1, vec![money(40, Currency::UZS)]));
    assert_eq!(total(&board, 1), (1, vec![money(1, Currency::UZS)]));
}

#[test]
fn a_card_is_dropped_between_two_others_of_any_column() {
    let mut board = board(5);
    let moved = board.apply_move(id(4), (stage_id(1), Some(1)), DateTime::UNIX_EPOCH).expect("moved");
    assert_eq!(order(&board, 1), [1, 4, 2, 3, 5]);
    assert_eq!(moved.slot, Some(Slot { above: Some(id(1)), below: Some(id(2)) }));
    assert_eq!(moved.from, Slot { above: Some(id(3)), below: Some(id(5)) });
    assert_eq!(total(&board, 1), (5, vec![money(5, Currency::UZS)]));
    board.correct(moved.card);
    assert_eq!(order(&board, 1), [1, 2, 3, 4, 5]);
    board.apply_move(id(1), (stage_id(2), Some(9)), DateTime::UNIX_EPOCH).expect("moved");
    let moved = board.apply_move(id(2), (stage_id(2), Some(1)), DateTime::UNIX_EPOCH).expect("moved");
    assert_eq!((order(&board, 2), moved.slot), (vec![1, 2], Some(Slot { above: Some(id(1)), below: None })));
    let moved = board.apply_move(id(3), (stage_id(2), Some(0)), DateTime::UNIX_EPOCH).expect("moved");
    assert_eq!((order(&board, 2), moved.slot), (vec![3, 1, 2], Some(Slot { above: None, below: Some(id(1)) })));
}

#[test]
fn a_card_dropped_where_it_was_is_not_moved() {
    let mut board = board(3);
    let before = board.clone();
    assert_eq!(board.apply_move(id(2), (stage_id(1), Some(1)), DateTime::UNIX_EPOCH), None);
    assert_eq!(board, before);
}

#[test]
fn cards_dropped_one_after_the_other_stand_in_order_before_the_server_answers() {
    let mut board = board(4);
    for number in [4, 3, 2] {
        board.apply_move(id(number), (stage_id(1), Some(1)), DateTime::UNIX_EPOCH);
    }
    assert_eq!(order(&board, 1), [1, 2, 3, 4]);
}

#[test]
fn what_others_moved_lands_in_its_order_and_what_they_hid_is_gone() {
    let mut board = board(4);
    let news = DealCard { position: format!("{}8", key(1)), ..card(4, 1, Some(1), Currency::UZS) };
    board.take_news(&[id(4), id(2)], vec![news]);
    assert_eq!(order(&board, 1), [1, 4, 3]);
    board.columns[0].next = Some(Cursor("x".into()));
    board.take_news(&[id(9), id(1)], vec![card(9, 1, None, Currency::UZS), card(1, 2, None, Currency::UZS)]);
    assert_eq!((order(&board, 1), order(&board, 2)), (vec![4, 3], vec![1]), "9 lies below what was fetched");
}

#[test]
fn cards_follow_the_clients_that_they_name() {
    let mut board = board(2);
    let client = DealClient { id: Uuid::from_u128(9).into(), name: None };
    board.add(DealCard { client: Some(client.clone()), ..card(7, 2, None, Currency::UZS) });
    board.add(DealCard { client: None, ..card(8, 2, None, Currency::UZS) });
    let told = |news: LiveNews| board.told_by_clients(&news);
    assert_eq!(told(LiveNews { clients: vec![client.id], ..LiveNews::default() }), [id(7)]);
    assert_eq!(told(LiveNews { all_clients: true, ..LiveNews::default() }), [id(1), id(2), id(7)]);
    assert_eq!(told(LiveNews { deals: vec![id(1)], ..LiveNews::default() }), []);
}

#[test]
fn an_answer_older_than_what_the_person_did_meanwhile_moves_nothing() {
    let mut board = board(3);
    let old = card(2, 1, Some(1), Currency::UZS);
    board.apply_move(id(2), (stage_id(2), None), DateTime::UNIX_EPOCH).expect("a move");
    let answered = DealCard { version: 2, ..board.card(id(2)).expect("the card").clone() };
    board.take_news(&[id(2)], vec![answered]);
    let (first, second) = (total(&board, 1), total(&board, 2));
    board.take_news(&[id(2), id(3)], vec![old]);
    assert_eq!((order(&board, 1), order(&board, 2)), (vec![1], vec![2]), "only 3, of which nothing was done, is gone");
    assert_eq!((first.0 - 1, second), (total(&board, 1).0, total(&board, 2)));
}

#[test]
fn what_is_looked_at_anew_is_fetched_as_deep_as_one_has_scrolled() {
    let mut board = board(3);
    board.columns[0].next = Some(Cursor(key(3)));
    assert_eq!(board.next_within(stage_id(1), 3), None);
    assert_eq!(board.next_within(stage_id(1), 4), Some(Cursor(key(3))));
    board.join_page(stage_id(1), Rows { rows: vec![card(4, 1, Some(1), Currency::UZS)], next: None });
    assert_eq!(board.next_within(stage_id(1), 9), None, "there are no more");
    assert_eq!(board.next_within(stage_id(2), 9), None);
}
