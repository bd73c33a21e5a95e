//! What a hand may do with a thing, step by step. Pure: no browser, no clock; whoever holds it does what it says.

/// What points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pointer {
    /// Takes a thing by moving some pixels.
    Mouse,
    /// A finger or a pen: takes a thing by staying on it, since moving scrolls.
    Finger,
}

/// A place on the screen, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

impl Point {
    fn is_near(self, other: Point, pixels: f64) -> bool {
        (self.x - other.x).hypot(self.y - other.y) <= pixels
    }
}

/// Where an arrow key leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One place up.
    Up,
    /// One place down.
    Down,
    /// To the list at the left.
    Left,
    /// To the list at the right.
    Right,
}

/// What happens to the hand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Input<T> {
    /// A thing was pressed.
    Press(T, Pointer, Point),
    /// The pointer went on.
    Move(Point),
    /// The finger has rested on the thing for [`HOLD_MS`].
    Held,
    /// The pointer was released.
    Release,
    /// Space on a thing; once it is lifted, Enter as well.
    Grip(T),
    /// An arrow key.
    Arrow(Step),
    /// Escape, Tab, a lost pointer, another tab, a page that changed below the hand.
    Cancel,
}

/// Where the hand is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Hand<T> {
    /// It holds nothing.
    #[default]
    Empty,
    /// It has pressed a thing, which is a click so far.
    Pressed(T, Pointer, Point),
    /// It carries a thing with the pointer.
    Carries(T),
    /// It has lifted a thing by the keyboard.
    Lifted(T),
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Deed<T> {
    /// Nothing.
    Nothing,
    /// Tell the hand after [`HOLD_MS`] that it still rests.
    Wait,
    /// Take the thing up: by the pointer that pressed here, or by the keyboard.
    Lift(T, Option<Point>),
    /// The pointer carries the thing here.
    Carry(T, Point),
    /// The keyboard takes the thing one step on.
    Walk(T, Step),
    /// Put the thing down where it is.
    Drop(T),
    /// Put the thing back where it came from.
    Return(T),
}

/// A mouse that moves so far drags, and does not click.
const SLOP: f64 = 5.0;
/// A finger that moves so far scrolls.
const SWIPE: f64 = 8.0;
/// So long a finger rests on a thing to take it, in milliseconds.
pub const HOLD_MS: u64 = 250;

impl<T: Copy> Hand<T> {
    /// What the hand holds, if it has taken it up.
    pub fn holds(self) -> Option<T> {
        match self {
            Hand::Carries(thing) | Hand::Lifted(thing) => Some(thing),
            Hand::Empty | Hand::Pressed(..) => None,
        }
    }

    /// The next state, and what is to be done.
    pub fn next(self, input: Input<T>) -> (Self, Deed<T>) {
        match (self, input) {
            (Hand::Empty, Input::Press(thing, by, at)) => {
                (Hand::Pressed(thing, by, at), if by == Pointer::Finger { Deed::Wait } else { Deed::Nothing })
            }
            (Hand::Pressed(thing, Pointer::Mouse, from), Input::Move(at)) if !at.is_near(from, SLOP) => {
                (Hand::Carries(thing), Deed::Lift(thing, Some(from)))
            }
            (Hand::Pressed(_, Pointer::Finger, from), Input::Move(at)) if !at.is_near(from, SWIPE) => {
                (Hand::Empty, Deed::Nothing)
            }
            (Hand::Pressed(thing, Pointer::Finger, from), Input::Held) => {
                (Hand::Carries(thing), Deed::Lift(thing, Some(from)))
            }
            (Hand::Pressed(..), Input::Release | Input::Cancel) => (Hand::Empty, Deed::Nothing),
            (Hand::Carries(thing), Input::Move(at)) => (self, Deed::Carry(thing, at)),
            (Hand::Empty, Input::Grip(thing)) => (Hand::Lifted(thing), Deed::Lift(thing, None)),
            (Hand::Lifted(thing), Input::Arrow(step)) => (self, Deed::Walk(thing, step)),
            (Hand::Carries(thing), Input::Release) | (Hand::Lifted(thing), Input::Grip(_)) => {
                (Hand::Empty, Deed::Drop(thing))
            }
            (Hand::Carries(thing) | Hand::Lifted(thing), Input::Cancel) => (Hand::Empty, Deed::Return(thing)),
            // A second finger, a key beside the mouse: one thing at a time.
            (state, _) => (state, Deed::Nothing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const AT: Point = Point { x: 100.0, y: 100.0 };

    fn moved(pixels: f64) -> Input<u8> {
        Input::Move(Point { x: AT.x + pixels, ..AT })
    }

    fn after(inputs: &[Input<u8>]) -> (Hand<u8>, Deed<u8>) {
        inputs.iter().fold((Hand::Empty, Deed::Nothing), |(hand, _), input| hand.next(*input))
    }

    #[test]
    fn a_mouse_takes_a_card_from_five_pixels_on_and_clicks_before() {
        let press = Input::Press(7, Pointer::Mouse, AT);
        assert_eq!(after(&[press, moved(4.0)]).1, Deed::Nothing);
        assert_eq!(after(&[press, moved(4.0), Input::Release]), (Hand::Empty, Deed::Nothing));
        assert_eq!(after(&[press, moved(6.0)]), (Hand::Carries(7), Deed::Lift(7, Some(AT))));
        assert_eq!(after(&[press, moved(6.0), Input::Release]), (Hand::Empty, Deed::Drop(7)));
    }

    #[test]
    fn a_finger_that_swipes_scrolls_and_one_that_rests_takes_the_card() {
        let press = Input::Press(7, Pointer::Finger, AT);
        assert_eq!(after(&[press]).1, Deed::Wait);
        assert_eq!(after(&[press, moved(30.0), Input::Held]), (Hand::Empty, Deed::Nothing));
        assert_eq!(after(&[press, moved(3.0), Input::Held]), (Hand::Carries(7), Deed::Lift(7, Some(AT))));
    }

    #[test]
    fn the_keyboard_lifts_walks_and_drops() {
        let (grip, step) = (Input::Grip(7), Input::Arrow(Step::Left));
        assert_eq!(after(&[grip]), (Hand::Lifted(7), Deed::Lift(7, None)));
        assert_eq!(after(&[grip, step]), (Hand::Lifted(7), Deed::Walk(7, Step::Left)));
        assert_eq!(after(&[grip, step, grip]), (Hand::Empty, Deed::Drop(7)));
        assert_eq!(after(&[grip, step, Input::Cancel]), (Hand::Empty, Deed::Return(7)));
    }

    fn input() -> impl Strategy<Value = Input<u8>> {
        let point = || (0.0..300.0, 0.0..300.0).prop_map(|(x, y)| Point { x, y });
        let pointer = prop_oneof![Just(Pointer::Mouse), Just(Pointer::Finger)];
        prop_oneof![
            (0u8..3, pointer, point()).prop_map(|(thing, by, at)| Input::Press(thing, by, at)),
            point().prop_map(Input::Move),
            Just(Input::Held),
            Just(Input::Release),
            (0u8..3).prop_map(Input::Grip),
            Just(Input::Arrow(Step::Down)),
            Just(Input::Cancel),
        ]
    }

    #[test]
    fn whatever_happens_what_was_lifted_is_put_down_once_and_nothing_stays_in_the_air() {
        proptest!(|(inputs in prop::collection::vec(input(), 0..60))| {
            let (mut hand, mut in_air) = (Hand::Empty, None);
            for input in inputs.into_iter().chain([Input::Cancel]) {
                let (next, deed) = hand.next(input);
                match deed {
                    Deed::Lift(thing, _) => {
                        prop_assert_eq!(in_air, None);
                        in_air = Some(thing);
                    }
                    Deed::Drop(thing) | Deed::Return(thing) => {
                        prop_assert_eq!(in_air, Some(thing));
                        in_air = None;
                    }
                    Deed::Carry(thing, _) | Deed::Walk(thing, _) => prop_assert_eq!(in_air, Some(thing)),
                    Deed::Nothing | Deed::Wait => {}
                }
                prop_assert_eq!(next.holds(), in_air);
                hand = next;
            }
            prop_assert_eq!((hand, in_air), (Hand::Empty, None));
        });
    }
}
