//! What a list is asked for, as its address says it: `?q=…&sort=…&dir=…` and its filters ⇄ [`ListQuery`]. Pure.

use crate::filters::{Filters, Terms};
use domain::{
    columns::{Column, Table, sort_key},
    fields::FieldDef,
    filter::{Cursor, Filter, ListQuery, Page, Sort},
    percent,
};

/// The search, the order and the filters of a list (S0.21, S0.25, S0.41, R16, R17).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListState {
    /// What stands in the search box, without spaces around it.
    pub search: String,
    /// The order of the rows.
    pub sort: Sort,
    /// The order that the address need not say: the one that the table was opened with.
    pub usual: Sort,
    /// The filters that are set.
    pub filters: Filters,
}

/// The parts of the address that a list understands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// `q`.
    pub search: Option<String>,
    /// `sort`: a column's key.
    pub sort: Option<String>,
    /// `dir`: `asc` or `desc`.
    pub dir: Option<String>,
    /// The filters, read already.
    pub filters: Filters,
}

impl ListState {
    /// Reads the address of a table; what it names wrongly is as if it were not there.
    pub fn read(asked: Asked, (table, usual): (Table, Sort), fields: &[FieldDef]) -> Self {
        let search = asked.search.unwrap_or_default().trim().to_owned();
        let column = asked.sort.and_then(|key| table.column(&key, fields));
        let sort = column.and_then(|column| {
            let by = column.sorts()?;
            let descending = match asked.dir.as_deref() {
                Some("asc") => false,
                Some("desc") => true,
                _ => column.starts_descending(fields),
            };
            Some(Sort { by, descending })
        });
        ListState { search, sort: sort.unwrap_or(usual), usual, filters: asked.filters }
    }

    /// The address of this list; the usual order is not said.
    pub fn href(&self, root: &str) -> String {
        let mut parts = Vec::new();
        if !self.search.is_empty() {
            parts.push(format!("q={}", percent::encoded(&self.search)));
        }
        if self.sort != self.usual {
            parts.push(format!("sort={}&dir={}", sort_key(self.sort.by), direction(self.sort)));
        }
        parts.extend(self.filters.pairs().iter().map(|(key, value)| format!("{key}={}", percent::encoded(value))));
        if parts.is_empty() { root.to_owned() } else { format!("{root}?{}", parts.join("&")) }
    }

    /// Which records are asked for.
    pub fn filter(&self, terms: &Terms) -> Filter {
        let search = if self.search.is_empty() { Filter::All } else { Filter::Search(self.search.clone()) };
        search.and(terms.filter(&self.filters))
    }

    /// The question to the server: the page after this cursor.
    pub fn query(&self, terms: &Terms, after: Option<Cursor>) -> ListQuery {
        ListQuery { filter: self.filter(terms), sort: self.sort, page: Page { after, size: Page::DEFAULT } }
    }

    /// The list after this column's header is pressed: turned round, or begun anew by the column's kind.
    pub fn pressed(&self, column: &Column, fields: &[FieldDef]) -> Self {
        let Some(by) = column.sorts() else { return self.clone() };
        let descending = if self.sort.by == by { !self.sort.descending } else { column.starts_descending(fields) };
        ListState { sort: Sort { by, descending }, ..self.clone() }
    }

    /// The same order for another search.
    pub fn searching(&self, text: &str) -> Self {
        ListState { search: text.trim().to_owned(), ..self.clone() }
    }

    /// The same search and order under other filters.
    pub fn filtered(&self, filters: Filters) -> Self {
        ListState { filters, ..self.clone() }
    }

    /// The same order of all records.
    pub fn reset(&self) -> Self {
        ListState { sort: self.sort, usual: self.usual, ..ListState::default() }
    }

    /// Whether the address need not say anything: all records in the usual order.
    pub fn is_usual(&self) -> bool {
        !self.is_narrowed() && self.sort == self.usual
    }

    /// Whether some records may be left out.
    pub fn is_narrowed(&self) -> bool {
        !self.search.is_empty() || !self.filters.is_empty()
    }
}

/// `asc` or `desc`.
pub fn direction(sort: Sort) -> &'static str {
    if sort.descending { "desc" } else { "asc" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filters::Who;
    use domain::{
        columns::BuiltinColumn,
        fields::{FieldKind, Noun},
        filter::Field,
        ids::FieldId,
    };
    use uuid::Uuid;

    fn number_field() -> FieldDef {
        let id = FieldId(Uuid::from_u128(7));
        FieldDef {
            id, noun: Noun::Client, kind: FieldKind::Number, name: "Оборот".into(), options: vec![], version: 1
        }
    }

    fn asked(search: &str, sort: &str, dir: &str) -> Asked {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Asked { search: given(search), sort: given(sort), dir: given(dir), filters: Filters::default() }
    }

    fn terms() -> Terms {
        Terms { noun: Noun::Client, me: Uuid::nil().into(), zone: Default::default(), made: Default::default() }
    }

    fn read(asked: Asked, fields: &[FieldDef]) -> ListState {
        ListState::read(asked, (Table::Clients, Sort::default()), fields)
    }

    #[test]
    fn an_empty_address_is_the_list_by_last_change() {
        let state = read(Asked::default(), &[]);
        assert_eq!(state, ListState::default());
        assert_eq!(state.query(&terms(), None), ListQuery::default());
        assert_eq!(state.href("/clients"), "/clients");
    }

    #[test]
    fn the_address_says_the_search_and_the_order() {
        let state = read(asked(" Пётр & Ко ", "name", "desc"), &[]);
        assert_eq!(state.search, "Пётр & Ко");
        assert_eq!(state.sort, Sort { by: Field::Name, descending: true });
        assert_eq!(
            state.href("/clients"),
            "/clients?q=%D0%9F%D1%91%D1%82%D1%80%20%26%20%D0%9A%D0%BE&sort=name&dir=desc"
        );
        assert_eq!(state.query(&terms(), None).filter, Filter::Search("Пётр & Ко".into()));
    }

    #[test]
    fn another_search_or_order_keeps_the_filters_and_a_reset_keeps_the_order_only() {
        let column = Column::Builtin(BuiltinColumn::Name);
        let mine = Filters { owners: vec![Who::Me], ..Filters::default() };
        let state = ListState::default().filtered(mine.clone()).searching(" Ким ").pressed(&column, &[]);
        assert_eq!(state.href("/clients"), "/clients?q=%D0%9A%D0%B8%D0%BC&sort=name&dir=asc&owner=me");
        assert!(state.is_narrowed());
        assert_eq!(state.reset().href("/clients"), "/clients?sort=name&dir=asc");
        assert!(matches!(state.filter(&terms()), Filter::And(parts) if parts.len() == 2));
    }

    #[test]
    fn a_column_that_does_not_exist_is_as_if_not_said() {
        let ghost = FieldId(Uuid::from_u128(8)).to_string();
        for key in ["deals", "nonsense", ghost.as_str()] {
            assert_eq!(read(asked("", key, "asc"), &[number_field()]).sort, Sort::default(), "{key}");
        }
    }

    #[test]
    fn every_order_that_a_header_makes_is_read_back_from_its_address() {
        let fields = [number_field()];
        for column in Table::Clients.defaults(&fields) {
            let pressed = ListState::default().pressed(&column, &fields);
            let key = column.key();
            let read = read(asked("", &key, direction(pressed.sort)), &fields);
            assert_eq!(read, pressed, "{key}");
            assert!(column.sorts().is_none() || sort_key(pressed.sort.by) == key, "{key}");
        }
    }

    #[test]
    fn the_first_press_puts_large_numbers_first_and_the_second_turns_it_round() {
        let fields = [number_field()];
        let column = Column::Custom(fields[0].id);
        let once = ListState::default().pressed(&column, &fields);
        assert!(once.sort.descending);
        assert!(!once.pressed(&column, &fields).sort.descending);
        let name = Column::Builtin(BuiltinColumn::Name);
        assert!(!once.pressed(&name, &fields).sort.descending);
    }

    #[test]
    fn the_address_goes_before_the_remembered_order_which_it_need_not_say() {
        let by_name = Sort { by: Field::Name, descending: false };
        let remembered = |asked| ListState::read(asked, (Table::Clients, by_name), &[]);
        assert_eq!(remembered(Asked::default()).sort, by_name);
        assert_eq!(remembered(Asked::default()).href("/clients"), "/clients");
        let said = remembered(asked("", "updated_at", "desc"));
        assert_eq!(said.sort, Sort::default());
        assert_eq!(said.href("/clients"), "/clients?sort=updated_at&dir=desc");
    }

    #[test]
    fn a_column_of_another_table_orders_nothing() {
        let read = |table| ListState::read(asked("", "budget", "asc"), (table, Sort::default()), &[]).sort;
        assert_eq!(read(Table::Clients), Sort::default());
        assert_eq!(read(Table::Deals), Sort { by: Field::Budget, descending: false });
    }
}
