use super::*;
use crate::{
    board_layout::Density,
    columns::{BuiltinColumn, Column},
    filter::{Field, Sort},
};

fn sorted(by: Field) -> TableLayout {
    TableLayout { sort: Some(Sort { by, descending: false }), ..TableLayout::default() }
}

fn pinned(pinned: u8) -> TableLayout {
    TableLayout { pinned: Some(pinned), ..TableLayout::default() }
}

#[test]
fn subjects_are_read_back_from_their_keys() {
    for subject in Subject::ALL {
        assert_eq!(Subject::from_key(subject.key()), Some(subject));
        assert!(subject.key().chars().all(|sign| sign.is_ascii_lowercase() || sign == '_'));
    }
    assert_eq!(Subject::from_key("no_table"), None);
}

#[test]
fn each_table_has_a_subject_of_its_own() {
    for table in [Table::Clients, Table::Deals] {
        let other = if table == Table::Clients { Table::Deals } else { Table::Clients };
        let preferences = Preferences { mine: vec![Preference::of_table(table, pinned(3))], company: Vec::new() };
        assert_eq!(preferences.table(table), pinned(3));
        assert_eq!(preferences.table(other), TableLayout::default());
        assert_eq!(Preference::of_table(table, pinned(3)).subject(), Subject::of(table));
    }
}

#[test]
fn ones_own_choice_goes_before_the_companys_and_leaves_the_rest_of_it() {
    let company = TableLayout { sort: sorted(Field::Name).sort, ..pinned(2) };
    let preferences = Preferences {
        mine: vec![Preference::ClientTable(sorted(Field::Phone))],
        company: vec![Preference::ClientTable(company.clone())],
    };
    assert_eq!(preferences.table(Table::Clients), TableLayout { sort: sorted(Field::Phone).sort, ..pinned(2) });
    assert_eq!(preferences.company_table(Table::Clients), company);
}

#[test]
fn a_choice_upon_one_of_another_subject_stays_what_it_is() {
    let new = Preference::DealTable(pinned(1));
    assert_eq!(new.clone().over(&Preference::ClientTable(sorted(Field::Name))), new);
}

#[test]
fn a_table_forgets_columns_of_the_other() {
    let budget = Column::Builtin(BuiltinColumn::Budget);
    let layout = TableLayout { columns: Some(vec![budget]), ..TableLayout::default() };
    let healed = |preference: Preference| match preference.healed(|_| &[]) {
        Preference::ClientTable(layout) | Preference::DealTable(layout) => layout.columns.unwrap_or_default(),
        Preference::Board(_) => Vec::new(),
    };
    assert!(!healed(Preference::ClientTable(layout.clone())).contains(&budget));
    assert!(healed(Preference::DealTable(layout)).contains(&budget));
}

#[test]
fn the_board_has_a_look_of_its_own_and_the_last_choice_counts() {
    let dense = |density| Preference::Board(BoardLayout { density: Some(density), ..BoardLayout::default() });
    let folded = BoardLayout { folded: Some(Vec::new()), ..BoardLayout::default() };
    let mut preferences =
        Preferences { mine: vec![Preference::DealTable(pinned(1))], company: vec![Preference::Board(folded)] };
    preferences.choose(dense(Density::Regular));
    preferences.choose(dense(Density::Compact));
    let board = preferences.board();
    assert_eq!((board.density, board.folded), (Some(Density::Compact), Some(Vec::new())));
    assert_eq!(preferences.table(Table::Deals), pinned(1));
    assert_eq!(preferences.mine.len(), 2);
}
