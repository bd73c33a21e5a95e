//! Which cards of a column are in the page: those in sight and half a screen around them. Pure.

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
    /// What the server shows before anybody has measured: a screen's worth of cards, and the half below it.
    pub const UNMEASURED: Window = Window { pitch: 84.0, top: 0.0, height: 660.0 };
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

#[cfg(test)]
mod tests {
    use super::*;

    const SEEN: Window = Window { pitch: 84.0, top: 8_400.0, height: 840.0 };

    #[test]
    fn only_cards_in_sight_and_half_a_screen_around_are_in_the_page() {
        assert_eq!(SEEN.range(10_000), 95..115);
        assert_eq!(SEEN.gaps(10_000), (95.0 * 84.0, 9_885.0 * 84.0));
    }

    #[test]
    fn a_column_shorter_than_its_scroll_ends_where_its_cards_end() {
        assert_eq!(SEEN.range(50), 50..50);
        assert_eq!(Window::UNMEASURED.range(3), 0..3);
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
