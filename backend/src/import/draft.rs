//! A row of the file becomes a client or a deal, or the list of everything that is wrong with it. Pure: whether a deal's
//! client exists is looked up afterwards, for many rows at once.

use super::{
    cells,
    headings::NamePart,
    known::Known,
    mapping::{Column, Mapping, Meanings, Take},
    read::{Cell, Row},
};
use crate::clients::lookup::ClientKey;
use domain::{
    clients::{NameParts, NewClient},
    deals::{NewDeal, checked_budget},
    email::Email,
    error::{AppError, Problem},
    fields::{FieldValue, FieldValues, Noun},
    ids::{StageId, UserId},
    import::RowIssue,
    phone::{Country, Phone},
};

/// A row that was looked at; a record, or issues.
pub(super) struct Drafted {
    /// The row's number in the file.
    pub row: u32,
    /// What it would become, whatever the issues.
    pub record: Option<Record>,
    /// Everything that is wrong with it.
    pub issues: Vec<RowIssue>,
}

/// What a row becomes.
pub(super) enum Record {
    /// A client.
    Client(NewClient),
    /// A deal, and the client that it names.
    Deal(NewDeal, Option<Wanted>),
}

/// A client by what the file calls it.
pub(super) struct Wanted {
    /// What people call the column.
    pub column: String,
    /// The cell as text.
    pub value: String,
    /// How it is looked up.
    pub key: ClientKey,
}

/// What makes records of rows.
pub(super) struct Drafter {
    /// Where the columns go.
    pub mapping: Mapping,
    /// Limits, currency, fields, stages.
    pub known: Known,
}

/// The values of one row so far.
#[derive(Default)]
struct Values {
    /// ФИО, or a deal's title.
    name: String,
    /// Фамилия, имя и отчество, where they stand in columns of their own.
    parts: NameParts,
    phones: Vec<Phone>,
    emails: Vec<Email>,
    client: Option<Wanted>,
    budget: Option<i64>,
    stage: Option<StageId>,
    owner: Option<UserId>,
    custom: FieldValues,
}

impl Drafter {
    /// Looks at one row.
    pub fn draft(&self, row: &Row) -> Drafted {
        let mut values = Values::default();
        let mut issues = Vec::new();
        let mut is_name_told = false;
        for column in &self.mapping.columns {
            let cell = row.cells.get(column.index).unwrap_or(&Cell::Empty);
            if cell.is_blank() {
                continue;
            }
            if let Err(problem) = self.take(column, cell, &mut values) {
                let value = cells::shown(&cells::text_of(cell));
                issues.push(RowIssue { row: row.number, column: column.name.clone(), value, problem });
                is_name_told |= is_name(column);
            }
        }
        let name = values.name.clone();
        let record = match self.record(values) {
            Ok(record) => Some(record),
            Err(error) => {
                if !is_name_told {
                    issues.extend(self.tell(row.number, &name, error));
                }
                None
            }
        };
        Drafted { row: row.number, record, issues }
    }

    fn take(&self, column: &Column, cell: &Cell, values: &mut Values) -> Result<(), Problem> {
        let workspace = &self.known.workspace;
        let country = Country::default_for(workspace.currency);
        match &column.take {
            Take::Name | Take::Title => join(&mut values.name, &cells::words(cell)?),
            Take::Part(part) => {
                let words = cells::words(cell)?;
                join(&mut values.name, &words);
                let kept = match part {
                    NamePart::Last => &mut values.parts.last,
                    NamePart::First => &mut values.parts.first,
                    NamePart::Middle => &mut values.parts.middle,
                };
                *kept = words;
            }
            Take::Phone => values.phones.extend(cells::phones(cell, country)?),
            Take::Email => values.emails.extend(cells::emails(cell)?),
            Take::Client => {
                let value = cells::words(cell)?;
                let key = ClientKey::of(&value, country);
                values.client = Some(Wanted { column: column.name.clone(), value, key });
            }
            Take::Budget => {
                let budget = cells::budget(cell, workspace.currency)?;
                values.budget = checked_budget(Some(budget)).map_err(|issue| issue.problem)?;
            }
            Take::Stage(stages) => values.stage = meaning(stages, cell, Problem::NoSuch(Noun::Stage))?,
            Take::Owner(people) => values.owner = meaning(people, cell, Problem::NoSuch(Noun::User))?,
            Take::Text(id) => {
                drop(values.custom.insert(*id, FieldValue::Text(cells::text(cell, workspace.text_limit)?)))
            }
            Take::Number(id) => drop(values.custom.insert(*id, FieldValue::Number(cells::number(cell)?))),
            Take::Date(id, format) => drop(values.custom.insert(*id, FieldValue::Date(cells::date(cell, *format)?))),
            Take::Choice(id, options) => {
                if let Some(option) = meaning(options, cell, Problem::NotAChoice)? {
                    values.custom.insert(*id, FieldValue::Choice(option));
                }
            }
        }
        Ok(())
    }

    fn record(&self, values: Values) -> Result<Record, AppError> {
        let Values { name, parts, phones, emails, client, budget, stage, owner, custom } = values;
        if self.mapping.noun == Noun::Deal {
            let new = NewDeal { title: name, client: None, budget, currency: None, stage, owner, custom };
            return Ok(Record::Deal(new.checked()?, client));
        }
        let kind = self.mapping.client_kind;
        let new = NewClient { kind, name, parts: parts.kept(), phones, emails, owner, custom };
        Ok(Record::Client(new.checked(self.known.workspace.name_limit)?))
    }

    /// Issues of the name as a whole.
    fn tell(&self, row: u32, name: &str, error: AppError) -> Vec<RowIssue> {
        let columns = self.mapping.columns.iter().filter(|column| is_name(column));
        let column = columns.map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
        let problems = match error {
            AppError::Invalid(found) => found.into_iter().map(|issue| issue.problem).collect(),
            _ => vec![Problem::Unknown],
        };
        let issue = |problem| RowIssue { row, column: column.clone(), value: cells::shown(name), problem };
        problems.into_iter().map(issue).collect()
    }
}

fn is_name(column: &Column) -> bool {
    matches!(column.take, Take::Name | Take::Part(_) | Take::Title)
}

fn join(name: &mut String, part: &str) {
    if !name.is_empty() && !part.is_empty() {
        name.push(' ');
    }
    name.push_str(part);
}

fn meaning<T: Copy>(meanings: &Meanings<T>, cell: &Cell, unknown: Problem) -> Result<Option<T>, Problem> {
    if let Cell::Error(_) = cell {
        return Err(unknown);
    }
    meanings.get(&cells::text_of(cell)).ok_or(unknown)
}
