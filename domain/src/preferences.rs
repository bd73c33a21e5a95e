//! How pages look: what a person has chosen for one subject, and what the company has chosen for everybody. A new subject is
//! a [`Subject`] with its key, a variant of [`Preference`], and a way to read it in [`Preferences`].

use crate::{
    board_layout::BoardLayout,
    columns::Table,
    fields::{FieldDef, Noun},
    table_layout::TableLayout,
};
use serde::{Deserialize, Serialize};

/// What a choice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The table «Клиенты».
    ClientTable,
    /// The table of deals.
    DealTable,
    /// The board.
    Board,
}

impl Subject {
    /// Every subject.
    pub const ALL: [Subject; 3] = [Subject::ClientTable, Subject::DealTable, Subject::Board];

    /// The stored name, the same that the stored choice begins with.
    pub fn key(self) -> &'static str {
        match self {
            Subject::ClientTable => "client_table",
            Subject::DealTable => "deal_table",
            Subject::Board => "board",
        }
    }

    /// Reads a stored name back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.key() == key)
    }

    /// The subject of a table.
    pub fn of(table: Table) -> Self {
        match table {
            Table::Clients => Subject::ClientTable,
            Table::Deals => Subject::DealTable,
        }
    }
}

/// A choice with its subject; stored as its JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preference {
    /// How the table «Клиенты» looks.
    ClientTable(TableLayout),
    /// How the table of deals looks.
    DealTable(TableLayout),
    /// How the board looks.
    Board(BoardLayout),
}

impl Preference {
    /// What it is about.
    pub fn subject(&self) -> Subject {
        match self {
            Preference::ClientTable(_) => Subject::ClientTable,
            Preference::DealTable(_) => Subject::DealTable,
            Preference::Board(_) => Subject::Board,
        }
    }

    /// The layout of a table.
    pub fn of_table(table: Table, layout: TableLayout) -> Self {
        match table {
            Table::Clients => Preference::ClientTable(layout),
            Table::Deals => Preference::DealTable(layout),
        }
    }

    /// This choice upon an earlier one of the same subject: what it leaves open stays as it was.
    pub fn over(self, earlier: &Preference) -> Preference {
        match (self, earlier) {
            (Preference::ClientTable(new), Preference::ClientTable(old)) => Preference::ClientTable(new.over(old)),
            (Preference::DealTable(new), Preference::DealTable(old)) => Preference::DealTable(new.over(old)),
            (Preference::Board(new), Preference::Board(old)) => Preference::Board(new.over(old)),
            (new, _) => new,
        }
    }

    /// The same without what does not exist.
    pub fn healed<'a>(self, fields: impl Fn(Noun) -> &'a [FieldDef]) -> Preference {
        let heal = |table: Table, layout: TableLayout| layout.healed(table, fields(table.noun()));
        match self {
            Preference::ClientTable(layout) => Preference::ClientTable(heal(Table::Clients, layout)),
            Preference::DealTable(layout) => Preference::DealTable(heal(Table::Deals, layout)),
            Preference::Board(layout) => Preference::Board(layout.healed(fields(Noun::Deal))),
        }
    }
}

/// All choices that count for one person; a subject that nobody chose anything for is not in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Preferences {
    /// Their own.
    pub mine: Vec<Preference>,
    /// The company's, for everybody who has not chosen otherwise.
    pub company: Vec<Preference>,
}

impl Preferences {
    /// The person's own choice.
    pub fn mine(&self, subject: Subject) -> Option<&Preference> {
        self.mine.iter().find(|preference| preference.subject() == subject)
    }

    /// The company's choice.
    pub fn company(&self, subject: Subject) -> Option<&Preference> {
        self.company.iter().find(|preference| preference.subject() == subject)
    }

    /// Puts a choice in the place of the company's earlier one.
    pub fn put_company(&mut self, chosen: Preference) {
        self.company.retain(|other| other.subject() != chosen.subject());
        self.company.push(chosen);
    }

    /// How a table looks to the person: their own choice upon the company's.
    pub fn table(&self, table: Table) -> TableLayout {
        let subject = Subject::of(table);
        layout(self.mine(subject)).over(&layout(self.company(subject)))
    }

    /// How the board looks to the person: their own choice upon the company's.
    pub fn board(&self) -> BoardLayout {
        let layout = |preference: Option<&Preference>| match preference {
            Some(Preference::Board(layout)) => layout.clone(),
            _ => BoardLayout::default(),
        };
        layout(self.mine(Subject::Board)).over(&layout(self.company(Subject::Board)))
    }

    /// Takes over what the person has just chosen.
    pub fn choose(&mut self, chosen: Preference) {
        self.mine.retain(|preference| preference.subject() != chosen.subject());
        self.mine.push(chosen);
    }

    /// How a table looks to whoever chose nothing.
    pub fn company_table(&self, table: Table) -> TableLayout {
        layout(self.company(Subject::of(table)))
    }
}

fn layout(preference: Option<&Preference>) -> TableLayout {
    match preference {
        Some(Preference::ClientTable(layout) | Preference::DealTable(layout)) => layout.clone(),
        Some(Preference::Board(_)) | None => TableLayout::default(),
    }
}

#[cfg(test)]
mod tests;
