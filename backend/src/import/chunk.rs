//! Rows looked at together: drafts, their clients looked up at once, and the outcome of each. Both the dry run and the
//! run take their rows from here.

use super::{
    desk::Desk,
    draft::{Drafted, Drafter, Record},
    read::Row,
    store::claim::Progress,
    table::Table,
};
use crate::{
    clients::lookup::{Fits, lookup},
    cx::Cx,
};
use domain::{
    clients::NewClient,
    deals::NewDeal,
    error::{AppError, Problem},
    fields::Noun,
    ids::ClientId,
    import::{ImportPlan, RowIssue},
};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of one transaction.
pub(super) const CHUNK: usize = 1_000;

/// So many rows are looked at in one go.
const BREATH: usize = 32;

/// What a chunk's good rows become.
pub(super) enum Records {
    /// Clients.
    Clients(Vec<NewClient>),
    /// Deals, and the names of the clients they are tied to.
    Deals(Vec<NewDeal>, BTreeMap<ClientId, String>),
}

/// Some rows with their outcomes.
pub(super) struct Chunk {
    /// Records to create, in the file's order.
    pub records: Records,
    /// Everything that is wrong with the other rows.
    pub issues: Vec<RowIssue>,
    /// The counts.
    pub progress: Progress,
}

/// An open file, read chunk by chunk.
pub(super) struct Source {
    table: Table,
    drafter: Drafter,
    after_row: u32,
}

impl Source {
    /// Opens the file of a plan behind the row that is done already.
    pub async fn open(
        desk: &Desk,
        file: (Vec<u8>, &str),
        (drafter, plan): (Drafter, &ImportPlan),
        after_row: u32,
    ) -> Result<Self, AppError> {
        let table = desk.open(file, plan.sheet.as_deref(), drafter.known.lang).await?;
        table.check(plan)?;
        Ok(Source { table, drafter, after_row })
    }

    /// What rows are checked against.
    pub fn drafter(&self) -> &Drafter {
        &self.drafter
    }

    /// The next rows; none after the last one.
    pub async fn next(&mut self, cx: &Cx) -> Result<Option<Chunk>, AppError> {
        let mut drafts = Vec::with_capacity(CHUNK);
        while drafts.len() < CHUNK {
            match self.table.next().await? {
                Some(Row { number, .. }) if number <= self.after_row => {}
                Some(row) => drafts.push(self.drafter.draft(&row)),
                None => break,
            }
            // The chunk before this one is being written on the same task, and everybody else's writes wait for it.
            if drafts.len() % BREATH == 0 {
                tokio::task::yield_now().await;
            }
        }
        let Some(last) = drafts.last() else { return Ok(None) };
        self.after_row = last.row;
        let names = tie_clients(cx, &mut drafts).await?;
        Ok(Some(sort_out(self.drafter.mapping.noun, drafts, names)))
    }
}

/// Finds the clients of deals; a row whose client is none or several gets an issue.
async fn tie_clients(cx: &Cx, drafts: &mut [Drafted]) -> Result<BTreeMap<ClientId, String>, AppError> {
    let wanted = drafts.iter().filter_map(|draft| match &draft.record {
        Some(Record::Deal(_, Some(wanted))) => Some(&wanted.key),
        _ => None,
    });
    let keys: BTreeSet<_> = wanted.collect();
    let found = lookup(cx, &keys).await?;
    let mut names = BTreeMap::new();
    for draft in drafts {
        let Some(Record::Deal(deal, Some(wanted))) = &mut draft.record else { continue };
        let problem = match found.get(&wanted.key) {
            Some(Fits::One(id, name)) => {
                deal.client = Some(*id);
                names.insert(*id, name.clone());
                continue;
            }
            Some(Fits::Several(one, other)) => Problem::Namesakes(one.clone(), other.clone()),
            None => Problem::NoSuch(Noun::Client),
        };
        let value = super::cells::shown(&wanted.value);
        draft.issues.push(RowIssue { row: draft.row, column: wanted.column.clone(), value, problem });
    }
    Ok(names)
}

fn sort_out(noun: Noun, drafts: Vec<Drafted>, names: BTreeMap<ClientId, String>) -> Chunk {
    let (mut clients, mut deals, mut issues) = (Vec::new(), Vec::new(), Vec::new());
    let mut progress = Progress::default();
    for mut draft in drafts {
        progress.done_row = draft.row;
        match draft.record {
            Some(Record::Client(client)) if draft.issues.is_empty() => clients.push(client),
            Some(Record::Deal(deal, _)) if draft.issues.is_empty() => deals.push(deal),
            _ => {
                progress.failed += 1;
                issues.append(&mut draft.issues);
            }
        }
    }
    progress.created = (clients.len() + deals.len()) as u32;
    progress.issues = issues.len() as u32;
    let records = if noun == Noun::Deal { Records::Deals(deals, names) } else { Records::Clients(clients) };
    Chunk { records, issues, progress }
}
