//! Files that become records (S0.63-S0.71, S4.16-S4.19, R5, R6): mapping, problems by row and column, the report.
//! Reading files and writing rows lives in `backend/src/import`.

use crate::{
    clients::ClientKind,
    dates::DateFormat,
    error::Problem,
    fields::{FieldKind, Noun},
    ids::{FieldId, ImportId, OptionId, StageId, UserId},
    pipelines::StageGroup,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// The largest file, in megabytes.
pub const FILE_LIMIT_MB: u64 = 25;
/// So many issues are kept, one for each row of the longest file; all of them are counted.
pub const ISSUES_KEPT: usize = 200_000;
/// So many issues are told at once.
pub const ISSUES_PAGE: usize = 1000;
/// So many different values of a column can be mapped one by one.
pub const VALUES_LIMIT: usize = 200;

/// What an upload answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    /// The import that the file belongs to.
    pub id: ImportId,
}

/// Where a column's cells go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Target {
    /// Nowhere.
    Skip,
    /// A client's ФИО; several columns are joined by spaces in their order, or in that of a name where each is a part of it (R21).
    Name,
    /// A client's phone; several columns add up.
    Phone,
    /// A client's e-mail; several columns add up.
    Email,
    /// A deal's title.
    Title,
    /// A deal's client by name, phone or e-mail.
    Client,
    /// A deal's budget in the company's currency.
    Budget,
    /// A deal's stage.
    Stage,
    /// Ответственный.
    Owner,
    /// An existing custom field.
    Field(FieldId),
    /// A custom field to be created.
    NewField(FieldKind, String),
}

impl Target {
    /// Built-in targets of a noun, in the order the interface offers them.
    pub fn builtin(noun: Noun) -> &'static [Target] {
        const CLIENT: &[Target] = &[Target::Name, Target::Phone, Target::Email, Target::Owner];
        const DEAL: &[Target] = &[Target::Title, Target::Client, Target::Budget, Target::Stage, Target::Owner];
        if noun == Noun::Deal { DEAL } else { CLIENT }
    }

    /// Whether values of this column are mapped one by one.
    pub fn maps_values(&self) -> bool {
        matches!(self, Target::Stage | Target::Owner)
    }

    /// What values that fit nothing mean, where there are too many to map them one by one, until a person says so: records
    /// of unknown owners go to whoever imports, other values are problems of their rows.
    pub fn meaning_of_others(&self) -> Option<Meaning> {
        (*self == Target::Owner).then_some(Meaning::Nothing)
    }
}

/// What one value of a stage, owner or choice column means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Meaning {
    /// This stage.
    Stage(StageId),
    /// A stage to be created with the value's name in this group.
    NewStage(StageGroup),
    /// This person.
    Owner(UserId),
    /// This choice.
    Option(OptionId),
    /// A choice to be created with the value's name.
    NewOption,
    /// As if the cell were empty.
    Nothing,
}

/// One column of the file and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnPlan {
    /// The heading in the file's first row.
    pub heading: String,
    /// Where it goes.
    pub target: Target,
    /// How its dates are written, when not ГГГГ-ММ-ДД (R6).
    pub dates: Option<DateFormat>,
    /// What its values mean, by the value as written; for stage, owner and choice columns.
    pub values: BTreeMap<String, Meaning>,
    /// What other values mean that are no name of a stage, a person or a choice; without it they are problems of their rows.
    #[serde(default)]
    pub others: Option<Meaning>,
}

/// A column as people are told of it: its heading, with the column's letters where another one has the same; only those
/// where it has none.
pub fn column_name(columns: &[ColumnPlan], index: usize) -> String {
    let heading = columns.get(index).map_or("", |column| &column.heading);
    let alike = columns.iter().filter(|column| column.heading == heading).count();
    match heading {
        "" => column_letters(index),
        _ if alike > 1 => format!("{heading} ({})", column_letters(index)),
        _ => heading.to_owned(),
    }
}

/// The letters that a spreadsheet program shows above a column counted from 0: A, B, … Z, AA.
pub fn column_letters(index: usize) -> String {
    let last = char::from(b'A' + (index % 26) as u8);
    let before = if index < 26 { String::new() } else { column_letters(index / 26 - 1) };
    format!("{before}{last}")
}

/// The whole mapping of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportPlan {
    /// Clients or deals.
    pub noun: Noun,
    /// The sheet to read; the first filled one without.
    pub sheet: Option<String>,
    /// What every client of the file is, a person or a company.
    #[serde(default)]
    pub client_kind: ClientKind,
    /// One entry per column of the file, in order.
    pub columns: Vec<ColumnPlan>,
}

/// What is known of a column before it is mapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnGlimpse {
    /// The heading in the file's first row.
    pub heading: String,
    /// Cells of the first rows, as text.
    pub samples: Vec<String>,
    /// Different values with their counts, most frequent first; empty when there are more than [`VALUES_LIMIT`].
    pub values: Vec<(String, u32)>,
    /// Rows with a value; an error of a formula is none.
    pub filled: u32,
    /// The kind that fits every value.
    pub kind: FieldKind,
}

impl ColumnGlimpse {
    /// Whether its values cannot be mapped one by one.
    pub fn has_too_many_values(&self) -> bool {
        self.values.is_empty() && self.filled > 0
    }
}

/// What is known of a file before it is mapped, with a guess of the mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileGlimpse {
    /// Names of the sheets; one for .csv.
    pub sheets: Vec<String>,
    /// The sheet looked at.
    pub sheet: String,
    /// Rows below the heading.
    pub rows: u32,
    /// The first rows below the heading: the row's number in the file, and its cells as text up to the last filled one.
    pub first: Vec<(u32, Vec<String>)>,
    /// Its columns.
    pub columns: Vec<ColumnGlimpse>,
    /// A mapping guessed from headings in Russian and English.
    pub guess: ImportPlan,
}

impl FileGlimpse {
    /// As many cells of a first row are shown.
    pub const CELLS: usize = 50;
}

/// Why a file, or the rest of it, cannot be imported: a key of the locale files and the values of its sentence (S2.14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileProblem {
    /// The message's key, such as `import.read.broken`.
    pub code: String,
    /// Values by the names that the message uses, such as `after_row`.
    pub args: HashMap<String, String>,
}

impl FileProblem {
    /// A problem whose sentence has no values.
    pub fn new(code: &str) -> Self {
        FileProblem { code: code.to_owned(), args: HashMap::new() }
    }

    /// The same with one more value.
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}

/// A broken rule of one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowIssue {
    /// The row's number as the spreadsheet program shows it, from 1 (S2.14).
    pub row: u32,
    /// The column by [`column_name`]; several for a name of several columns.
    pub column: String,
    /// The cell as text, shortened.
    pub value: String,
    /// What is wrong.
    pub problem: Problem,
}

/// Of issues by row those that are told at once. No row is told in two parts, so that the next page begins after the last row.
pub fn issues_page(mut issues: Vec<RowIssue>) -> Vec<RowIssue> {
    let Some(next) = issues.get(ISSUES_PAGE).map(|issue| issue.row) else { return issues };
    issues.truncate(ISSUES_PAGE);
    if issues.iter().any(|issue| issue.row != next) {
        issues.retain(|issue| issue.row != next);
    }
    issues
}

/// Every row has exactly one outcome: created + updated + skipped + failed = rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Outcomes {
    /// Rows below the heading that hold anything.
    pub rows: u32,
    /// New records.
    pub created: u32,
    /// Changed records.
    pub updated: u32,
    /// Rows left out on purpose.
    pub skipped: u32,
    /// Rows with at least one issue; nothing of them is stored.
    pub failed: u32,
}

impl Outcomes {
    /// Rows that have their outcome.
    pub fn done(&self) -> u32 {
        self.created + self.updated + self.skipped + self.failed
    }
}

/// What an import would do, found out by the code that does it (nothing is written).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRun {
    /// The outcome that every row would have.
    pub outcomes: Outcomes,
    /// The first page of issues by row: see [`issues_page`].
    pub issues: Vec<RowIssue>,
    /// How many issues there are in all.
    pub issues_total: u32,
    /// What would be created before the first row.
    pub creates: Creates,
    /// Deals per stage, in the order of the board; empty for clients.
    pub stages: Vec<StageCount>,
}

/// What a mapping asks to be created before the first row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Creates {
    /// Names of custom fields.
    pub fields: Vec<String>,
    /// Names of stages with their groups.
    pub stages: Vec<(String, StageGroup)>,
    /// Field and choice, by name; choices of new fields included.
    pub options: Vec<(String, String)>,
}

/// How many deals of a file go to a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageCount {
    /// The stage's name.
    pub name: String,
    /// Its group.
    pub group: StageGroup,
    /// How many deals.
    pub deals: u32,
    /// Their budgets together, in minor units of the company's currency.
    pub amount: i64,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// The file is here, the mapping is not.
    Uploaded,
    /// Waiting for a worker.
    Queued,
    /// Under way.
    Running,
    /// All rows have their outcome.
    Finished,
    /// Stopped by a person; rows written before stay.
    Cancelled,
    /// The file could not be read to its end.
    Failed,
}

impl ImportState {
    /// The stored and localised name.
    pub fn key(self) -> &'static str {
        match self {
            ImportState::Uploaded => "uploaded",
            ImportState::Queued => "queued",
            ImportState::Running => "running",
            ImportState::Finished => "finished",
            ImportState::Cancelled => "cancelled",
            ImportState::Failed => "failed",
        }
    }

    /// Reads a stored name back.
    pub fn from_key(key: &str) -> Option<Self> {
        use ImportState::*;
        [Uploaded, Queued, Running, Finished, Cancelled, Failed].into_iter().find(|state| state.key() == key)
    }
}

/// An import as its page shows it, while it runs and for ever after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Its id.
    pub id: ImportId,
    /// Clients or deals.
    pub noun: Noun,
    /// The file's name.
    pub file_name: String,
    /// How far it is.
    pub state: ImportState,
    /// Counts so far.
    pub outcomes: Outcomes,
    /// The first page of issues by row: see [`issues_page`].
    pub issues: Vec<RowIssue>,
    /// How many issues there are in all.
    pub issues_total: u32,
    /// Why it failed as a whole, such as `import.read.password`.
    pub failure: Option<FileProblem>,
    /// Who brought the file.
    pub created_by: UserId,
    /// When the file came.
    pub created_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_told_from_all_others() {
        let column = |heading: &str| ColumnPlan {
            heading: heading.into(),
            target: Target::Skip,
            dates: None,
            values: BTreeMap::new(),
            others: None,
        };
        let columns = ["ФИО", "", "Телефон", "Телефон", ""].map(column);
        let names: Vec<String> = (0..columns.len()).map(|index| column_name(&columns, index)).collect();
        assert_eq!(names, ["ФИО", "B", "Телефон (C)", "Телефон (D)", "E"]);
        let letters = [0, 25, 26, 51, 52, 255, 701, 702].map(column_letters);
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "BA", "IV", "ZZ", "AAA"]);
    }

    #[test]
    fn no_row_is_told_in_two_parts() {
        let issue =
            |row: u32| RowIssue { row, column: String::new(), value: String::new(), problem: Problem::Required };
        let told = |rows: &[u32]| issues_page(rows.iter().copied().map(issue).collect()).len();
        let ones: Vec<u32> = (1..=1001).collect();
        assert_eq!(told(&ones), ISSUES_PAGE);
        assert_eq!(told(&ones[..999]), 999);
        let threes: Vec<u32> = (3..=1003).map(|number| number / 3).collect();
        assert_eq!(told(&threes), 999, "the row of the thousandth begins the next page");
        assert_eq!(told(&[7; 1001]), ISSUES_PAGE, "a row by itself is told as far as it goes");
    }
}
