//! The hand in the browser: listens, asks the machine, and does what it says.

use super::{
    Copy, Point, Step,
    machine::{Deed, HOLD_MS, Hand, Input, Pointer},
    mark::Mark,
    scroll::scroll,
};
use crate::browser;
use leptos::{ev, leptos_dom::helpers::WindowListenerHandle, prelude::*};
use send_wrapper::SendWrapper;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent, WheelEvent};

/// A line of a wheel that counts in lines, in pixels.
const LINE: f64 = 16.0;

/// What happens to the things of a list.
pub struct Deeds<T: 'static> {
    /// The thing that an element belongs to, with the element that shows it.
    pub find: fn(&Element) -> Option<(T, Element)>,
    /// The element that shows a thing now.
    pub shown: fn(T) -> Option<Element>,
    /// What scrolls when a thing is held at its edge.
    pub scrolls: fn(Point) -> Vec<Element>,
    /// A thing was taken up, by the pointer or by the keyboard.
    pub lift: Callback<(T, bool)>,
    /// The pointer carries it.
    pub carry: Callback<(T, Point)>,
    /// An arrow key takes it on.
    pub walk: Callback<(T, Step)>,
    /// It is put down where it was carried.
    pub drop: Callback<T>,
    /// It goes back to where it came from.
    pub back: Callback<T>,
}

// By hand: the derived ones would ask the same of the things.
impl<T> Clone for Deeds<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> std::marker::Copy for Deeds<T> {}

/// A list whose things can be dragged.
pub struct Drag<T: 'static> {
    deeds: Deeds<T>,
    hand: StoredValue<Hand<T>>,
    at: StoredValue<Point>,
    /// Where the thing was shown last.
    followed: StoredValue<Point>,
    mark: StoredValue<Option<SendWrapper<Mark>>>,
    pressed: StoredValue<Option<SendWrapper<Element>>>,
    copy: StoredValue<Option<SendWrapper<Copy>>>,
    listeners: StoredValue<Vec<WindowListenerHandle>>,
    /// Keeps the page still under a finger that holds something.
    still: StoredValue<Option<SendWrapper<browser::Listener>>>,
    /// Counts presses: a timer of an earlier one is too late.
    turn: StoredValue<u32>,
}

impl<T> Clone for Drag<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> std::marker::Copy for Drag<T> {}

impl<T: std::marker::Copy + Send + Sync + 'static> Drag<T> {
    /// A list with what happens to its things. What is in the air when the list goes away is gone with it.
    pub fn new(deeds: Deeds<T>) -> Self {
        let drag = Drag {
            deeds,
            hand: StoredValue::new(Hand::Empty),
            at: StoredValue::new(Point::default()),
            followed: StoredValue::new(Point::default()),
            mark: StoredValue::new(None),
            pressed: StoredValue::new(None),
            copy: StoredValue::new(None),
            listeners: StoredValue::new(Vec::new()),
            still: StoredValue::new(None),
            turn: StoredValue::new(0),
        };
        on_cleanup(move || drag.end());
        drag
    }

    /// The pointer went down somewhere in the list.
    pub fn press(self, event: &PointerEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(target) = target.filter(|_| event.button() == 0 && event.is_primary()) else { return };
        // What is pressed by itself is not dragged.
        if target.closest("button, input, select, textarea").ok().flatten().is_some() {
            return;
        }
        let Some((thing, element)) = (self.deeds.find)(&target) else { return };
        let by = if event.pointer_type() == "mouse" { Pointer::Mouse } else { Pointer::Finger };
        if self.hand.get_value().holds().is_some() {
            return;
        }
        self.end();
        if by == Pointer::Finger {
            // The touched element itself hears its touch to the end, even when the list no longer shows it.
            let held = move || self.hand.try_get_value().is_some_and(|hand| hand.holds().is_some());
            self.still.set_value(browser::Listener::still(&target, held).map(SendWrapper::new));
        }
        self.pressed.set_value(Some(SendWrapper::new(element)));
        self.listen();
        self.turn.update_value(|turn| *turn += 1);
        self.feed(Input::Press(thing, by, point(event)));
    }

    /// A key went down somewhere in the list: Space takes up the thing that has the focus.
    pub fn key(self, event: &KeyboardEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let plain = event.key() == " " && !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        let Some(target) = target.filter(|_| plain) else { return };
        if target.closest("button, input, select, textarea").ok().flatten().is_some() {
            return;
        }
        let Some((thing, _)) = (self.deeds.find)(&target) else { return };
        event.prevent_default();
        // Whoever listens while a thing is lifted would take this very key for the next one.
        event.stop_propagation();
        self.listen();
        self.feed(Input::Grip(thing));
    }

    fn listen(self) {
        let feed = move |input| self.feed(input);
        let cancel = move || feed(Input::Cancel);
        let mut all = vec![
            window_event_listener(ev::pointermove, move |event| feed(Input::Move(point(&event)))),
            window_event_listener(ev::pointerup, move |_| feed(Input::Release)),
            window_event_listener(ev::pointercancel, move |_| cancel()),
            window_event_listener(ev::wheel, move |event| self.roll(&event)),
            window_event_listener(ev::blur, move |_| cancel()),
            window_event_listener(ev::visibilitychange, move |_| cancel()),
            window_event_listener(ev::keydown, move |event| self.steer(&event)),
            window_event_listener(ev::contextmenu, move |event| {
                if !matches!(self.hand.get_value(), Hand::Empty) {
                    event.prevent_default();
                }
            }),
        ];
        self.listeners.update_value(|listeners| {
            listeners.drain(..).for_each(WindowListenerHandle::remove);
            listeners.append(&mut all);
        });
    }

    /// The wheel turns what lies below the thing that is carried.
    fn roll(self, event: &WheelEvent) {
        let Hand::Carries(thing) = self.hand.get_value() else { return };
        let step = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL { 1.0 } else { LINE };
        for list in (self.deeds.scrolls)(self.at.get_value()) {
            list.scroll_by_with_x_and_y(event.delta_x() * step, event.delta_y() * step);
        }
        self.follow(thing);
    }

    /// Keys while something is in the air.
    fn steer(self, event: &KeyboardEvent) {
        let Some(thing) = self.hand.get_value().holds() else { return };
        let lifted = matches!(self.hand.get_value(), Hand::Lifted(_));
        let input = match event.key().as_str() {
            // Tab would begin where the thing stood, which is not in the page now: the next Tab goes on from it.
            "Escape" | "Tab" => Input::Cancel,
            " " | "Enter" if lifted => Input::Grip(thing),
            "ArrowUp" if lifted => Input::Arrow(Step::Up),
            "ArrowDown" if lifted => Input::Arrow(Step::Down),
            "ArrowLeft" if lifted => Input::Arrow(Step::Left),
            "ArrowRight" if lifted => Input::Arrow(Step::Right),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        self.feed(input);
    }

    fn feed(self, input: Input<T>) {
        if let Input::Press(_, _, at) | Input::Move(at) = input {
            self.at.try_set_value(at);
        }
        let Some(hand) = self.hand.try_get_value() else { return };
        let (next, deed) = hand.next(input);
        self.hand.set_value(next);
        match deed {
            // A pointer tells of more moves than are drawn: the next frame follows the last of them.
            Deed::Nothing | Deed::Carry(..) => {}
            Deed::Wait => self.wait(),
            Deed::Lift(thing, from) => self.lift(thing, from),
            Deed::Walk(thing, step) => self.deeds.walk.run((thing, step)),
            Deed::Drop(thing) => {
                let by_pointer = matches!(hand, Hand::Carries(_));
                if by_pointer && self.followed.get_value() != self.at.get_value() {
                    self.follow(thing);
                }
                self.end();
                if by_pointer {
                    browser::skip_click();
                }
                self.deeds.drop.run(thing);
            }
            Deed::Return(thing) => {
                let copy = self.copy.try_update_value(Option::take).flatten();
                self.end();
                self.deeds.back.run(thing);
                if let Some(copy) = copy {
                    let shown = self.deeds.shown;
                    copy.take().fly(move || Some(shown(thing)?.get_bounding_client_rect()));
                }
            }
        }
        if matches!(next, Hand::Empty) {
            self.end();
        }
    }

    fn wait(self) {
        let turn = self.turn.get_value();
        let rests = move || {
            if self.turn.try_get_value() == Some(turn) {
                self.feed(Input::Held);
            }
        };
        set_timeout(rests, Duration::from_millis(HOLD_MS));
    }

    fn lift(self, thing: T, from: Option<Point>) {
        if let Some(from) = from {
            let pressed =
                self.pressed.with_value(|pressed| pressed.as_ref().and_then(|element| Copy::of(element, from)));
            self.copy.set_value(pressed.map(SendWrapper::new));
        }
        self.deeds.lift.run((thing, from.is_some()));
        if from.is_some() {
            let mark = self.pressed.with_value(|pressed| pressed.as_ref().and_then(|element| Mark::over(element)));
            self.mark.set_value(mark.map(SendWrapper::new));
            self.follow(thing);
            self.follow_on();
        }
    }

    /// Frame by frame while something is carried.
    fn follow_on(self) {
        request_animation_frame(move || {
            let Some(Hand::Carries(thing)) = self.hand.try_get_value() else { return };
            let at = self.at.get_value();
            // Each of them, not the first that does.
            let scrolled = (self.deeds.scrolls)(at).iter().filter(|list| scroll(list, at)).count();
            if scrolled > 0 || self.followed.get_value() != at {
                self.follow(thing);
            }
            self.follow_on();
        });
    }

    /// The thing is where the pointer is. What is measured comes before what is moved: the browser would have to lay the page out
    /// in between.
    fn follow(self, thing: T) {
        let at = self.at.get_value();
        self.followed.set_value(at);
        self.deeds.carry.run((thing, at));
        self.copy.with_value(|copy| copy.as_ref().inspect(|copy| copy.carry(at)).is_some());
    }

    /// Listens to nothing any more, and holds no copy.
    fn end(self) {
        self.listeners.try_update_value(|listeners| listeners.drain(..).for_each(WindowListenerHandle::remove));
        self.still.try_set_value(None);
        self.pressed.try_set_value(None);
        self.mark.try_set_value(None);
        self.copy.try_set_value(None);
    }
}

fn point(event: &PointerEvent) -> Point {
    Point { x: f64::from(event.client_x()), y: f64::from(event.client_y()) }
}
