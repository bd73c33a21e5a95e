//! Which lines of a long list are worth drawing: arithmetic only, for every line has one height.

use std::ops::Range;

/// So many lines are drawn before the browser has measured anything: the first page with room to spare.
pub const UNMEASURED: usize = 60;
/// The window moves in steps of so many lines, not at every pixel.
const STEP: usize = 8;

/// What the browser measured, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Scrolled {
    /// How far the list is scrolled.
    pub top: f64,
    /// The height of what is seen.
    pub height: f64,
    /// The height of one line.
    pub line: f64,
}

impl Scrolled {
    fn measured(&self) -> bool {
        self.height > 0.0 && self.line > 0.0
    }

    /// How many lines one screen shows.
    fn screen(&self) -> usize {
        (self.height / self.line).ceil() as usize
    }

    /// The lines to draw of so many: the seen ones and a screen above and below.
    pub fn window(&self, lines: usize) -> Range<usize> {
        if !self.measured() {
            return 0..lines.min(UNMEASURED);
        }
        let first = ((self.top.max(0.0) / self.line) as usize).min(lines.saturating_sub(1));
        let start = first.saturating_sub(self.screen()) / STEP * STEP;
        let end = (first + 2 * self.screen()).div_ceil(STEP) * STEP;
        start..end.min(lines)
    }

    /// How far the first line that is seen has gone down, in pixels; or the next one after it that is still there.
    pub fn shift<Line: Eq>(&self, was: &[Line], now: &[Line]) -> f64 {
        if !self.measured() {
            return 0.0;
        }
        let first = (self.top.max(0.0) / self.line) as usize;
        if was.get(first) == now.get(first) {
            return 0.0;
        }
        let still_there = was.iter().enumerate().skip(first).take(self.screen());
        let found =
            still_there.filter_map(|(place, line)| Some((place, now.iter().position(|now| now == line)?))).next();
        found.map_or(0.0, |(was, now)| (now as f64 - was as f64) * self.line)
    }

    /// Whether the next page should be on its way: less than two screens are left below. Who has not scrolled yet waits
    /// for nothing: only what does not fill the screen goes on by itself.
    pub fn wants_more(&self, lines: usize) -> bool {
        let ahead = if self.top > 0.0 { 3 * self.screen() } else { self.screen() };
        self.measured() && (self.top / self.line) as usize + ahead >= lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(top: f64) -> Scrolled {
        Scrolled { top, height: 720.0, line: 36.0 }
    }

    #[test]
    fn before_measuring_the_first_page_is_drawn() {
        assert_eq!(Scrolled::default().window(100_000), 0..UNMEASURED);
        assert_eq!(Scrolled::default().window(3), 0..3);
        assert!(!Scrolled::default().wants_more(0));
    }

    #[test]
    fn a_screen_above_and_below_the_seen_lines_is_drawn_and_no_more() {
        for top in [0.0, 17.0, 3_600.0, 359_000.0] {
            let window = at(top).window(10_000);
            let first = (top / 36.0) as usize;
            assert!(window.start <= first.saturating_sub(20), "{top}: {window:?}");
            assert!(window.end >= (first + 40).min(10_000), "{top}: {window:?}");
            assert!(window.len() <= 60 + 2 * STEP, "{top}: {window:?}");
        }
    }

    #[test]
    fn what_is_seen_stays_while_lines_come_and_go_above_it() {
        let was: Vec<u32> = (0..100).collect();
        let without = |gone: &[u32]| was.iter().copied().filter(|line| !gone.contains(line)).collect::<Vec<_>>();
        let shift = |top, now: &[u32]| at(top).shift(&was, now);
        assert_eq!(shift(720.0, &without(&[3, 4, 5])), -108.0);
        assert_eq!(shift(720.0, &without(&[20, 21])), -72.0, "what is seen below them");
        assert_eq!(shift(720.0, &without(&[19, 20])), -72.0);
        assert_eq!(shift(720.0, &without(&[40])), 0.0);
        assert_eq!(shift(720.0, &[&[500, 501], was.as_slice()].concat()), 72.0);
        assert_eq!(shift(720.0, &[]), 0.0);
        assert_eq!(Scrolled::default().shift(&was, &without(&[0])), 0.0);
    }

    #[test]
    fn a_list_that_became_shorter_still_has_a_window_inside_it() {
        let window = at(359_000.0).window(5);
        assert!(window.start <= window.end && window.end == 5, "{window:?}");
        assert_eq!(at(500.0).window(0), 0..0);
    }

    #[test]
    fn the_window_stays_while_less_than_a_step_is_scrolled() {
        assert_eq!(at(3_600.0).window(10_000), at(3_600.0 + 36.0).window(10_000));
    }

    #[test]
    fn the_next_page_is_wanted_near_the_end_only() {
        assert!(!at(36.0).wants_more(1_000));
        assert!(at(36.0).wants_more(50));
        assert!(at(34_000.0).wants_more(1_000));
    }

    #[test]
    fn who_has_not_scrolled_is_sent_only_what_fills_the_screen() {
        assert!(!at(0.0).wants_more(50));
        assert!(at(0.0).wants_more(20));
    }
}
