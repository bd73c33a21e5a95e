//! The board as data: moves and their way back, pages joined, counts and sums kept right. Pure.

use chrono::{DateTime, Utc};
use domain::{
    deals::{Board, Deal, DealCard, DealClient, Slot, StageTotal},
    filter::{Cursor, Rows},
    ids::{DealId, StageId},
    live::LiveNews,
    money::Money,
    pipelines::{Stage, StageGroup},
};
use std::collections::HashSet;

/// A stage with its total and as many of its cards as have been fetched.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    /// The stage.
    pub stage: Stage,
    /// Count and sums over all its deals, fetched or not.
    pub total: StageTotal,
    /// The fetched cards from the top, in the order of their keys.
    pub cards: Vec<DealCard>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// The board «Воронка».
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BoardModel {
    /// The columns in the order of the stages.
    pub columns: Vec<Column>,
}

/// A move that can be taken back.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moved {
    /// The card before the move; its key brings it back to its exact place.
    pub card: DealCard,
    /// The slot it came from, to be asked for when the move is undone.
    pub from: Slot,
    /// The stage it went to.
    pub to: StageId,
    /// The slot it went to; none when it was sent there through the menu.
    pub slot: Option<Slot>,
}

impl From<Board> for BoardModel {
    fn from(board: Board) -> Self {
        let columns = board.stages.into_iter().zip(board.totals).zip(board.columns);
        let column = |((stage, total), page): ((Stage, StageTotal), Rows<DealCard>)| Column {
            stage,
            total,
            cards: page.rows,
            next: page.next,
        };
        BoardModel { columns: columns.map(column).collect() }
    }
}

impl BoardModel {
    /// The column of a stage.
    pub fn column(&self, stage: StageId) -> Option<&Column> {
        self.columns.iter().find(|column| column.stage.id == stage)
    }

    fn column_mut(&mut self, stage: StageId) -> Option<&mut Column> {
        self.columns.iter_mut().find(|column| column.stage.id == stage)
    }

    fn find(&self, id: DealId) -> Option<(StageId, usize)> {
        self.columns.iter().find_map(|column| {
            let place = column.cards.iter().position(|card| card.id == id)?;
            Some((column.stage.id, place))
        })
    }

    /// A fetched card.
    pub fn card(&self, id: DealId) -> Option<&DealCard> {
        let (stage, place) = self.find(id)?;
        self.column(stage)?.cards.get(place)
    }

    /// How many deals there are.
    pub fn count(&self) -> i64 {
        self.columns.iter().map(|column| column.total.count).sum()
    }

    /// Count and sums of the stages that are neither won nor lost.
    pub fn open_total(&self) -> (i64, Vec<Money>) {
        let open = |column: &&Column| matches!(column.stage.group, StageGroup::Unprocessed | StageGroup::InWork);
        self.columns.iter().filter(open).fold((0, Vec::new()), |(count, mut sums), column| {
            column.total.sums.iter().for_each(|sum| add(&mut sums, *sum));
            (count + column.total.count, sums)
        })
    }

    /// Whether its columns are those of these stages, as they are named and coloured.
    pub fn has_stages(&self, stages: &[Stage]) -> bool {
        self.columns.iter().map(|column| &column.stage).eq(stages)
    }

    /// Every fetched card.
    pub fn cards(&self) -> impl Iterator<Item = &DealCard> {
        self.columns.iter().flat_map(|column| &column.cards)
    }

    /// The fetched cards that name a client who is told of.
    pub fn told_by_clients(&self, news: &LiveNews) -> Vec<DealId> {
        let is_told = |client: &DealClient| news.all_clients || news.clients.contains(&client.id);
        self.cards().filter(|card| card.client.as_ref().is_some_and(is_told)).map(|card| card.id).collect()
    }

    /// The stage of a fetched card, and its place there.
    pub fn place(&self, id: DealId) -> Option<(StageId, usize)> {
        self.find(id)
    }

    /// Puts a card elsewhere: at a place of a stage, counted as if the card were not there, or on top of another stage
    /// (R24). Both totals change at once. Nothing happens to a card that is there already.
    pub fn apply_move(
        &mut self,
        id: DealId,
        (to, place): (StageId, Option<usize>),
        now: DateTime<Utc>,
    ) -> Option<Moved> {
        let (from, was) = self.find(id)?;
        self.column(to)?;
        if from == to && place.is_none_or(|place| place == was) {
            return None;
        }
        let card = self.column_mut(from)?.take(was);
        let left = self.column(from)?.slot(was);
        let column = self.column_mut(to)?;
        let place = place.map(|place| place.min(column.cards.len()));
        let slot = place.map(|place| column.slot(place));
        let stage_since = if from == to { card.stage_since } else { now };
        let position = column.key_at(place.unwrap_or(0));
        column.put(DealCard { stage: to, stage_since, position, ..card.clone() });
        Some(Moved { card, from: left, to, slot })
    }

    /// The place of a slot in a stage now, counted as if the card were not there.
    pub fn place_of(&self, stage: StageId, id: DealId, slot: Slot) -> usize {
        let Some(column) = self.column(stage) else { return 0 };
        let others: Vec<DealId> = column.cards.iter().map(|card| card.id).filter(|other| *other != id).collect();
        let place = |neighbour: Option<DealId>| others.iter().position(|other| Some(*other) == neighbour);
        place(slot.above).map(|above| above + 1).or_else(|| place(slot.below)).unwrap_or(0)
    }

    /// Shows a card as it is, whatever was shown of it: it lies at its exact place. One that is not shown stays so.
    pub fn correct(&mut self, mut card: DealCard) {
        let Some((stage, place)) = self.find(card.id) else { return };
        if self.column(card.stage).is_none() {
            card.stage = stage;
        }
        if let Some(column) = self.column_mut(stage) {
            column.take(place);
        }
        if let Some(column) = self.column_mut(card.stage) {
            column.put(card);
        }
    }

    /// A deal as the server knows it now: its card follows, to another column where need be.
    pub fn refresh(&mut self, deal: &Deal) {
        if let Some(card) = self.card(deal.id) {
            self.correct(told(card.clone(), deal));
        }
    }

    /// A deal that was just created lies on top of its stage.
    pub fn add(&mut self, card: DealCard) {
        if self.find(card.id).is_none()
            && let Some(column) = self.column_mut(card.stage)
        {
            column.put(card);
        }
    }

    /// Takes over what became of deals that others changed. What lies below the fetched cards of a column is not shown.
    /// An answer that is older than a card, which the person has changed meanwhile, says nothing of it.
    pub fn take_news(&mut self, ids: &[DealId], mut cards: Vec<DealCard>) {
        let is_late = |news: &DealCard| self.card(news.id).is_some_and(|shown| shown.version > news.version);
        let late: HashSet<DealId> = cards.iter().filter(|news| is_late(news)).map(|news| news.id).collect();
        cards.retain(|news| !late.contains(&news.id));
        for id in ids.iter().filter(|id| !late.contains(id)) {
            if let Some((stage, place)) = self.find(*id)
                && let Some(column) = self.column_mut(stage)
            {
                column.take(place);
            }
        }
        for card in cards {
            let Some(column) = self.column_mut(card.stage) else { continue };
            let last = column.cards.last().filter(|_| column.next.is_some());
            if last.is_none_or(|last| card.position < last.position) {
                column.put(card);
            }
        }
    }

    /// Where the next page of a column begins, unless so many cards are there already.
    pub fn next_within(&self, stage: StageId, cards: usize) -> Option<Cursor> {
        self.column(stage).filter(|column| column.cards.len() < cards)?.next.clone()
    }

    /// Joins the next page of a column; what was moved meanwhile is not doubled.
    pub fn join_page(&mut self, stage: StageId, page: Rows<DealCard>) {
        let known: HashSet<DealId> = self.cards().map(|card| card.id).collect();
        if let Some(column) = self.column_mut(stage) {
            column.cards.extend(page.rows.into_iter().filter(|card| !known.contains(&card.id)));
            // A card that was dropped at the end of what was fetched may lie within this page.
            column.cards.sort_by(|one, other| one.position.cmp(&other.position));
            column.next = page.next;
        }
    }

    /// Takes the totals that the server keeps.
    pub fn set_totals(&mut self, totals: Vec<StageTotal>) {
        for total in totals {
            if let Some(column) = self.column_mut(total.stage) {
                column.total = total;
            }
        }
    }
}

/// The card of a deal as the server tells of it.
pub(super) fn told(card: DealCard, deal: &Deal) -> DealCard {
    DealCard {
        title: deal.title.clone(),
        client: deal.client.clone().map(|client| client.known_as(card.client.as_ref())),
        budget: deal.budget,
        currency: deal.currency,
        stage: deal.stage,
        stage_since: deal.stage_since,
        position: deal.position.clone(),
        owner: deal.owner,
        updated_at: deal.updated_at,
        custom: deal.custom.clone(),
        version: deal.version,
        ..card
    }
}

impl Column {
    fn take(&mut self, place: usize) -> DealCard {
        let card = self.cards.remove(place);
        self.total.count -= 1;
        if let Some(money) = card.money() {
            add(&mut self.total.sums, Money { minor: -money.minor, ..money });
        }
        card
    }

    fn put(&mut self, card: DealCard) {
        self.total.count += 1;
        if let Some(money) = card.money() {
            add(&mut self.total.sums, money);
        }
        let place = self.cards.partition_point(|other| other.position < card.position);
        self.cards.insert(place, card);
    }

    /// The cards around a place.
    fn slot(&self, place: usize) -> Slot {
        let id = |place: usize| self.cards.get(place).map(|card| card.id);
        Slot { above: place.checked_sub(1).and_then(id), below: id(place) }
    }

    /// A key for a card that goes to a place, until the server gives it its own: behind that of the card above, before
    /// every other. No key of the server ends in a zero, but for those of sixteen digits.
    fn key_at(&self, place: usize) -> String {
        let above = place.checked_sub(1).and_then(|above| self.cards.get(above));
        above.map(|card| format!("{}0", card.position)).unwrap_or_default()
    }
}

/// Adds an amount to the sum of its own currency; a currency without money is left out.
fn add(sums: &mut Vec<Money>, money: Money) {
    match sums.iter_mut().find(|sum| sum.currency == money.currency) {
        Some(sum) => sum.minor += money.minor,
        None => sums.push(money),
    }
    sums.retain(|sum| sum.minor != 0);
}

#[cfg(test)]
pub(super) mod tests;
