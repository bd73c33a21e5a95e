//! Which cards of a column are in the page: those in sight and half a screen around them. Pure.

use domain::{
    board_layout::{BoardLayout, Density},
    deals::DealCard,
};
use std::ops::Range;

/// What of a column is in sight, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Window {
    /// The height of a card with its gap.
    pub pitch: f64,
    /// How far the column is scrolled.
    pub top: f64,
    /// The height of the column.
    pub height: f64,
}

impl Window {
    /// What the server shows before anybody has measured: the cards of a usual screen. A higher one is filled once it is measured.
    pub fn unmeasured(layout: &BoardLayout) -> Self {
        // As the style sheet has it.
        let (bare, row) = match layout.density() {
            Density::Regular => (66.0, 18.0),
            Density::Compact => (36.0, 18.0),
        };
        Window { pitch: bare + row * rows(layout) as f64, top: 0.0, height: 440.0 }
    }

    /// The same column with cards of another height: what was on top stays there.
    pub fn stretched(self, pitch: f64) -> Self {
        Window { pitch, top: self.top * pitch / self.pitch, ..self }
    }

    /// The next page is fetched when so few fetched cards are left below.
    const NEAR_END: usize = 10;

    /// The places of the cards that are in the page.
    pub fn range(&self, cards: usize) -> Range<usize> {
        let around = self.height / 2.0;
        let first = ((self.top - around) / self.pitch).floor().max(0.0) as usize;
        let last = ((self.top + self.height + around) / self.pitch).ceil().max(0.0) as usize;
        let last = last.min(cards);
        first.min(last)..last
    }

    /// The heights of what is left out above and below.
    pub fn gaps(&self, cards: usize) -> (f64, f64) {
        let range = self.range(cards);
        (range.start as f64 * self.pitch, (cards - range.end) as f64 * self.pitch)
    }

    /// Whether the next page is due. Who has not scrolled yet waits for nothing: only what does not fill the column goes
    /// on by itself.
    pub fn wants_more(&self, cards: usize) -> bool {
        let ahead = if self.top > 0.0 { Self::NEAR_END } else { 1 };
        self.range(cards).end + ahead > cards
    }
}

/// The rows of a card below its title: the days in the stage have one of their own where there is room.
pub(super) fn rows(layout: &BoardLayout) -> usize {
    match layout.density() {
        Density::Regular => layout.lines(),
        Density::Compact => layout.lines().max(1),
    }
}

/// What stands at a place of a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    /// A card.
    Card(Box<DealCard>),
    /// The slot that the card in the air would take.
    Slot,
}

/// What stands at these places: the cards but for the one in the air, and the slot where it is held.
pub(super) fn shown(cards: &[DealCard], lifted: Option<usize>, slot: Option<usize>, places: Range<usize>) -> Vec<Item> {
    let item = |place: usize| {
        if slot == Some(place) {
            return Some(Item::Slot);
        }
        let place = place - usize::from(slot.is_some_and(|slot| slot < place));
        let place = place + usize::from(lifted.is_some_and(|lifted| lifted <= place));
        cards.get(place).map(|card| Item::Card(Box::new(card.clone())))
    };
    places.filter_map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::board_model::tests::card, *};
    use domain::money::Currency;

    fn places(lifted: Option<usize>, slot: Option<usize>) -> Vec<i64> {
        let cards: Vec<DealCard> = (0..4).map(|number| card(number, 1, None, Currency::UZS)).collect();
        let count = 4 - usize::from(lifted.is_some()) + usize::from(slot.is_some());
        let items = shown(&cards, lifted, slot, 0..count);
        let told = |item: &Item| if let Item::Card(card) = item { card.number } else { -1 };
        items.iter().map(told).collect()
    }

    #[test]
    fn a_card_in_the_air_leaves_its_place_and_a_slot_opens_where_it_is_held() {
        assert_eq!(places(None, None), [0, 1, 2, 3]);
        assert_eq!(places(Some(1), Some(1)), [0, -1, 2, 3]);
        assert_eq!(places(Some(1), Some(3)), [0, 2, 3, -1]);
        assert_eq!(places(Some(3), Some(0)), [-1, 0, 1, 2]);
        assert_eq!(places(Some(0), None), [1, 2, 3]);
        assert_eq!(places(None, Some(2)), [0, 1, -1, 2, 3]);
    }

    const SEEN: Window = Window { pitch: 84.0, top: 8_400.0, height: 840.0 };

    #[test]
    fn only_cards_in_sight_and_half_a_screen_around_are_in_the_page() {
        assert_eq!(SEEN.range(10_000), 95..115);
        assert_eq!(SEEN.gaps(10_000), (95.0 * 84.0, 9_885.0 * 84.0));
    }

    #[test]
    fn a_column_shorter_than_its_scroll_ends_where_its_cards_end() {
        assert_eq!(SEEN.range(50), 50..50);
        assert_eq!(Window::unmeasured(&BoardLayout::default()).range(3), 0..3);
    }

    #[test]
    fn denser_cards_are_more_to_a_screen_and_the_topmost_one_stays() {
        let compact = BoardLayout { density: Some(Density::Compact), ..BoardLayout::default() };
        assert_eq!(Window::unmeasured(&BoardLayout::default()).range(100), 0..8);
        assert_eq!(Window::unmeasured(&compact).range(100), 0..13);
        let bare = BoardLayout { fields: Some(Vec::new()), ..compact };
        assert_eq!((rows(&bare), rows(&BoardLayout { density: None, ..bare.clone() })), (1, 0));
        let dense = SEEN.stretched(42.0);
        assert_eq!((dense.top / dense.pitch, dense.height), (SEEN.top / SEEN.pitch, SEEN.height));
    }

    #[test]
    fn the_next_page_is_fetched_before_the_last_card_comes_in_sight() {
        assert!(SEEN.wants_more(124));
        assert!(!SEEN.wants_more(125));
        let still = Window { top: 0.0, ..SEEN };
        assert!(still.wants_more(15));
        assert!(!still.wants_more(16));
    }
}
