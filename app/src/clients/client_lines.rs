//! The lines of the table: clients, and under an unfolded one its deals. Pure; a line's place is its index.

use crate::ui::LineId;
use domain::{clients::ClientRow, deals::DealCard, filter::Cursor, ids::ClientId};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// What is known of an unfolded client's deals.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unfolded {
    /// Those that came, newest first.
    pub deals: Vec<Arc<DealCard>>,
    /// Where the next ones begin.
    pub next: Option<Cursor>,
    /// Where the loading is.
    pub state: Loading,
    /// The number of the latest question about them: only its answer counts.
    pub asked: u32,
    /// Whether that question is about what became of those that are shown.
    pub looks: bool,
    /// Whether they changed while others of them were on their way.
    pub changed: bool,
}

/// Where a loading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Loading {
    /// Under way.
    #[default]
    Waiting,
    /// Done.
    Done,
    /// Failed; may be asked again.
    Failed,
}

/// Which clients are unfolded, with their deals.
pub type UnfoldedClients = HashMap<ClientId, Unfolded>;

/// One line of the table.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// A client.
    Client(Arc<ClientRow>),
    /// A deal; the last line of its client draws the border.
    Deal(ClientId, Arc<DealCard>, bool),
    /// Deals are on their way.
    Waiting(ClientId),
    /// Deals did not come.
    Failed(ClientId),
    /// There are none, and the person may add none.
    NoDeals(ClientId),
    /// So many more can be loaded.
    More(ClientId, i64),
    /// «+ Быстрая сделка».
    Quick(ClientId),
    /// The next clients are on their way.
    NextClients,
}

impl Line {
    /// Which line it is, however its record changes.
    pub fn place(&self) -> (Uuid, i64) {
        match self {
            Line::Deal(_, deal, _) => (deal.id.0, 0),
            Line::Client(row) => (row.id.0, 0),
            Line::Waiting(client) => (client.0, 1),
            Line::Failed(client) => (client.0, 2),
            Line::NoDeals(client) => (client.0, 3),
            Line::More(client, _) => (client.0, 4),
            Line::Quick(client) => (client.0, 5),
            Line::NextClients => (Uuid::nil(), 0),
        }
    }

    /// What keeps the line the same line while others come and go: a client as it was last changed, with its deals and their stages; a
    /// deal as it was last changed; or a line of its kind under the client, where a number tells states of one kind apart.
    pub fn key(&self) -> LineId {
        let under = |client: &ClientId, kind: i64, number: i64| (client.0.as_u128(), -kind, number, 0);
        match self {
            Line::Client(row) => (row.id.0.as_u128(), mark(row), row.updated_at.timestamp_micros(), row.deals),
            Line::Deal(_, deal, last) => (deal.id.0.as_u128(), deal.version, i64::from(*last), 0),
            Line::Waiting(client) => under(client, 1, 0),
            Line::Failed(client) => under(client, 2, 0),
            Line::NoDeals(client) => under(client, 3, 0),
            Line::More(client, left) => under(client, 4, *left),
            Line::Quick(client) => under(client, 5, 0),
            Line::NextClients => (0, 0, 0, 0),
        }
    }
}

/// A number for the stages that a row shows, of the sign that other lines under the client do not have.
fn mark(row: &ClientRow) -> i64 {
    let mark = row.stages.iter().fold(0u64, |mark, stage| mark.rotate_left(7) ^ stage.0.as_u128() as u64);
    (mark >> 1) as i64
}

/// All lines of what is loaded. `quick` is whether a quick deal may be offered; `more` whether clients are still to come.
pub fn lines(rows: &[Arc<ClientRow>], unfolded: &UnfoldedClients, quick: bool, more: bool) -> Vec<Line> {
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for row in rows {
        lines.push(Line::Client(row.clone()));
        if let Some(unfolded) = unfolded.get(&row.id) {
            push_deals(&mut lines, row, unfolded, quick);
        }
    }
    if more {
        lines.push(Line::NextClients);
    }
    lines
}

fn push_deals(lines: &mut Vec<Line>, row: &ClientRow, unfolded: &Unfolded, quick: bool) {
    let begin = lines.len();
    lines.extend(unfolded.deals.iter().map(|deal| Line::Deal(row.id, deal.clone(), false)));
    match unfolded.state {
        Loading::Waiting => lines.push(Line::Waiting(row.id)),
        Loading::Failed => lines.push(Line::Failed(row.id)),
        Loading::Done if unfolded.next.is_some() => {
            lines.push(Line::More(row.id, (row.deals - unfolded.deals.len() as i64).max(1)));
        }
        Loading::Done => {}
    }
    if quick {
        lines.push(Line::Quick(row.id));
    } else if lines.len() == begin {
        lines.push(Line::NoDeals(row.id));
    }
    if let Some(Line::Deal(_, _, last)) = lines.last_mut() {
        *last = true;
    }
}

/// The client's row after one more deal: counted, and its stage in front of the others.
pub fn with_deal(row: &ClientRow, deal: &DealCard) -> ClientRow {
    let mut row = row.clone();
    row.deals += 1;
    row.stages.insert(0, deal.stage);
    row.stages.truncate(ClientRow::STAGES);
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use domain::{
        fields::FieldValues,
        ids::{DealId, StageId, UserId},
        money::Currency,
    };

    fn row(id: u128) -> Arc<ClientRow> {
        Arc::new(ClientRow {
            id: ClientId(Uuid::from_u128(id)),
            number: 1,
            name: "Анна".into(),
            phone: None,
            email: None,
            owner: UserId(Uuid::from_u128(1)),
            stages: vec![],
            deals: 3,
            access: Default::default(),
            custom: FieldValues::new(),
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        })
    }

    fn deal(id: u128) -> Arc<DealCard> {
        Arc::new(DealCard {
            id: DealId(Uuid::from_u128(id)),
            number: 1,
            title: "Поставка".into(),
            client: None,
            budget: None,
            currency: Currency::UZS,
            stage: StageId(Uuid::from_u128(id)),
            stage_since: DateTime::UNIX_EPOCH,
            position: String::new(),
            owner: UserId(Uuid::from_u128(1)),
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
            custom: Default::default(),
            version: 1,
        })
    }

    fn unfolded(client: u128, deals: usize, next: bool) -> UnfoldedClients {
        let deals = (0..deals as u128).map(deal).collect();
        let next = next.then(|| Cursor("further".into()));
        let all = Unfolded { deals, next, state: Loading::Done, ..Unfolded::default() };
        [(ClientId(Uuid::from_u128(client)), all)].into()
    }

    #[test]
    fn deals_stand_under_their_client_and_the_quick_deal_under_them() {
        let lines = lines(&[row(1), row(2)], &unfolded(1, 2, false), true, false);
        assert!(matches!(
            lines.as_slice(),
            [Line::Client(_), Line::Deal(..), Line::Deal(..), Line::Quick(_), Line::Client(_)]
        ));
    }

    #[test]
    fn the_border_is_drawn_by_the_last_line_of_a_client() {
        let lines = lines(&[row(1)], &unfolded(1, 2, false), false, false);
        assert!(matches!(lines.as_slice(), [_, Line::Deal(_, _, false), Line::Deal(_, _, true)]));
    }

    #[test]
    fn a_client_without_deals_says_so_where_nothing_may_be_added() {
        assert!(matches!(lines(&[row(1)], &unfolded(1, 0, false), false, false)[1], Line::NoDeals(_)));
        assert!(matches!(lines(&[row(1)], &unfolded(1, 0, false), true, false)[1], Line::Quick(_)));
    }

    #[test]
    fn deals_that_did_not_come_yet_are_counted() {
        let lines = lines(&[row(1)], &unfolded(1, 1, true), true, true);
        assert!(matches!(lines.as_slice(), [_, _, Line::More(_, 2), Line::Quick(_), Line::NextClients]));
    }

    #[test]
    fn no_two_lines_have_one_key() {
        let lines = lines(&[row(1), row(2)], &unfolded(1, 2, true), true, true);
        let keys: std::collections::HashSet<_> = lines.iter().map(Line::key).collect();
        assert_eq!(keys.len(), lines.len());
    }

    #[test]
    fn a_new_deal_is_counted_and_its_dot_comes_first() {
        let full = ClientRow { stages: vec![deal(9).stage; ClientRow::STAGES], ..(*row(1)).clone() };
        let after = with_deal(&full, &deal(4));
        assert_eq!((after.deals, after.stages.len(), after.stages[0]), (4, ClientRow::STAGES, deal(4).stage));
        let moved = ClientRow { stages: vec![deal(5).stage], ..full.clone() };
        let keys = [full, after, moved].map(|row| Line::Client(Arc::new(row)).key());
        assert!(keys[0] != keys[1] && keys[0] != keys[2], "the line is drawn anew");
    }
}
