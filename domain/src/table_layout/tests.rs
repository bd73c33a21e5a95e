use super::*;
use crate::{
    fields::{FieldKind, Noun},
    filter::Field,
    ids::FieldId,
};
use proptest::prelude::*;
use uuid::Uuid;

fn field(number: u128) -> FieldDef {
    let id = FieldId(Uuid::from_u128(number));
    let (name, options) = (number.to_string(), Vec::new());
    FieldDef { id, noun: Noun::Client, kind: FieldKind::Text, name, options, version: 1 }
}

fn fields(count: u128) -> Vec<FieldDef> {
    (1..=count).map(field).collect()
}

fn tables() -> impl Strategy<Value = Table> {
    prop_oneof![Just(Table::Clients), Just(Table::Deals)]
}

/// Any column that was ever stored: of this table, of the other, of a field that is gone.
fn columns() -> impl Strategy<Value = Column> {
    let builtin: Vec<BuiltinColumn> = Table::Clients.builtin().iter().chain(Table::Deals.builtin()).copied().collect();
    prop_oneof![
        proptest::sample::select(builtin).prop_map(Column::Builtin),
        (1u128..12).prop_map(|number| Column::Custom(FieldId(Uuid::from_u128(number)))),
    ]
}

fn layouts() -> impl Strategy<Value = TableLayout> {
    let sorts =
        (columns(), any::<bool>()).prop_map(|(column, descending)| column.sorts().map(|by| Sort { by, descending }));
    (
        proptest::option::of(proptest::collection::vec(columns(), 0..20)),
        proptest::collection::vec((columns(), any::<u16>()), 0..20),
        proptest::option::of(any::<u8>()),
        sorts,
    )
        .prop_map(|(columns, widths, pinned, sort)| TableLayout { columns, widths, pinned, sort })
}

proptest! {
    #[test]
    fn a_healed_layout_shows_existing_columns_once_and_the_name(layout in layouts(), table in tables(), count in 0u128..10) {
        let fields = fields(count);
        let all = table.all(&fields);
        let healed = layout.healed(table, &fields);
        let shown = healed.shown(table, &fields);
        prop_assert!(shown.contains(&NAME));
        prop_assert!(shown.iter().all(|column| all.contains(column)));
        prop_assert_eq!(shown.iter().collect::<std::collections::BTreeSet<_>>().len(), shown.len());
        let mut both: Vec<Column> = shown.into_iter().chain(healed.hidden(table, &fields)).collect();
        both.sort();
        let mut expected = all;
        expected.sort();
        prop_assert_eq!(both, expected, "each column is either shown or hidden");
    }

    #[test]
    fn healed_widths_pins_and_orders_are_within_their_bounds(layout in layouts(), table in tables(), count in 0u128..10) {
        let fields = fields(count);
        let healed = layout.healed(table, &fields);
        prop_assert!(healed.widths.iter().all(|(_, width)| (MIN_WIDTH..=MAX_WIDTH).contains(width)));
        prop_assert!(healed.pinned.is_none() || healed.pinned(table) <= table.all(&fields).len());
        let by = healed.sort().by;
        prop_assert!(by == Field::UpdatedAt || table.all(&fields).iter().any(|column| column.sorts() == Some(by)));
    }

    #[test]
    fn healing_twice_is_healing_once(layout in layouts(), table in tables(), count in 0u128..10) {
        let fields = fields(count);
        let once = layout.healed(table, &fields);
        prop_assert_eq!(once.clone().healed(table, &fields), once);
    }

    #[test]
    fn a_sound_layout_survives_new_fields_and_offers_them_as_hidden(layout in layouts(), table in tables(), count in 0u128..6) {
        let (before, after) = (fields(count), fields(count + 3));
        let healed = layout.healed(table, &before);
        let later = healed.clone().healed(table, &after);
        prop_assert_eq!(&later, &healed);
        if healed.columns.is_some() {
            let hidden = later.hidden(table, &after);
            prop_assert!(after.iter().skip(before.len()).all(|field| hidden.contains(&Column::Custom(field.id))));
        }
    }

    #[test]
    fn a_choice_over_another_keeps_what_it_leaves_open(new in layouts(), old in layouts()) {
        let both = new.clone().over(&old);
        prop_assert_eq!(&both.columns, if new.columns.is_some() { &new.columns } else { &old.columns });
        prop_assert_eq!(both.sort, new.sort.or(old.sort));
        prop_assert_eq!(both.pinned, new.pinned.or(old.pinned));
        for (column, _) in new.widths.iter().chain(&old.widths) {
            prop_assert_eq!(both.width(*column), new.width(*column).or(old.width(*column)));
        }
    }

    #[test]
    fn what_is_stored_is_read_back(layout in layouts()) {
        let stored = serde_json::to_string(&layout).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<TableLayout>(&stored).expect("a layout"), layout);
    }
}

#[test]
fn nothing_chosen_is_the_table_as_it_ships() {
    let fields = fields(10);
    let layout = TableLayout::default().healed(Table::Clients, &fields);
    assert_eq!(layout.shown(Table::Clients, &fields), Table::Clients.defaults(&fields));
    assert_eq!((layout.pinned(Table::Clients), layout.sort()), (1, Sort::default()));
    assert_eq!(layout.pinned(Table::Deals), 2, "number and name");
    assert_eq!(serde_json::to_string(&layout).expect("JSON"), "{}");
}
