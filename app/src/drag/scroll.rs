//! Lists that scroll on by themselves while a thing is held at their edge.

use super::Point;
use web_sys::Element;

/// So near to an edge it scrolls, in pixels.
const EDGE: f64 = 56.0;
/// The fastest, in pixels per frame.
const FASTEST: f64 = 22.0;

/// How far a list of this extent goes on in a frame, with the pointer at this place.
fn pace(at: f64, start: f64, end: f64) -> f64 {
    // A narrow list has narrow edges, and a middle that rests.
    let edge = EDGE.min((end - start) / 4.0);
    let depth = if at < start + edge { (at - start - edge) / edge } else { ((at - end + edge) / edge).max(0.0) };
    FASTEST * depth.clamp(-1.0, 1.0)
}

/// Lets a list go on for a frame; whether it did.
pub(super) fn scroll(list: &Element, at: Point) -> bool {
    let rect = list.get_bounding_client_rect();
    let inside_x = (rect.left()..=rect.right()).contains(&at.x);
    let inside_y = (rect.top()..=rect.bottom()).contains(&at.y);
    let goes = |more: bool, pace: f64| if more { pace } else { 0.0 };
    let down = goes(inside_x && list.scroll_height() > list.client_height(), pace(at.y, rect.top(), rect.bottom()));
    let right = goes(inside_y && list.scroll_width() > list.client_width(), pace(at.x, rect.left(), rect.right()));
    let before = (list.scroll_left(), list.scroll_top());
    if down != 0.0 || right != 0.0 {
        list.scroll_by_with_x_and_y(right, down);
    }
    before != (list.scroll_left(), list.scroll_top())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_rests_in_its_middle_and_goes_faster_towards_its_edges() {
        assert_eq!(pace(300.0, 0.0, 600.0), 0.0);
        assert!(pace(50.0, 0.0, 600.0) < 0.0 && pace(50.0, 0.0, 600.0) > pace(10.0, 0.0, 600.0));
        assert!(pace(590.0, 0.0, 600.0) > pace(560.0, 0.0, 600.0));
        assert_eq!(pace(-40.0, 0.0, 600.0), -FASTEST);
        assert_eq!(pace(900.0, 0.0, 600.0), FASTEST);
        assert_eq!(pace(40.0, 0.0, 80.0), 0.0, "a narrow list rests in its middle, too");
    }
}
