//! Stages in the hand: taken by their three dots, put anywhere in the funnel.

use super::funnel_page::Editing;
use crate::{
    browser::all,
    drag::{Deeds, Drag, HANDLE, Point, Step, focus_on},
    i18n::{t, ta},
};
use domain::pipelines::StageGroup;
use leptos::prelude::*;
use web_sys::Element;

/// The name of a stage, within its line.
pub(super) const NAME: &str = ".main > .inp";
/// The button that leaves a stage out, within its line.
pub(super) const DELETE: &str = "[data-delete]";

/// Dragging in the funnel.
pub(super) fn funnel_drag(editing: Editing) -> Drag<u32> {
    Drag::new(Deeds {
        find,
        shown: line_of,
        scrolls: |_| all(".settings, .setbody"),
        lift: Callback::new(move |(key, _)| {
            editing.before.set_value(Some(editing.model.get_untracked()));
            editing.held.set(Some(key));
            say_place(editing, key);
        }),
        carry: Callback::new(move |(key, at)| carry(editing, key, at)),
        walk: Callback::new(move |(key, step)| {
            if matches!(step, Step::Up | Step::Down) {
                walk(editing, key, step);
                focus_on(move || line_of(key), HANDLE);
            }
        }),
        drop: Callback::new(move |key| {
            editing.held.set(None);
            focus_on(move || line_of(key), HANDLE);
        }),
        back: Callback::new(move |key| {
            if let Some(before) = editing.before.try_update_value(Option::take).flatten() {
                editing.model.set(before);
            }
            editing.held.set(None);
            editing.said.set(t("settings.stage_back"));
            focus_on(move || line_of(key), HANDLE);
        }),
    })
}

/// One press of a line's buttons.
pub(super) fn nudge(editing: Editing, key: u32, step: Step) {
    walk(editing, key, step);
    focus_on(move || line_of(key), step.button());
}

fn walk(editing: Editing, key: u32, step: Step) {
    editing.model.update(|model| model.step(key, step == Step::Down));
    say_place(editing, key);
}

fn say_place(editing: Editing, key: u32) {
    if let Some((group, place)) = editing.model.with_untracked(|model| model.place(key)) {
        let group = t(&format!("board.group.{}", group.key()));
        editing.said.set(ta("settings.stage_at", &[("group", &group), ("place", &(place + 1).to_string())]));
    }
}

fn carry(editing: Editing, key: u32, at: Point) {
    let Some(to) = place_at(key, at) else { return };
    if editing.model.with_untracked(|model| model.place(key)) != Some(to) {
        editing.model.update(|model| model.put(key, to));
    }
}

/// The group at this height, and the place among its other lines.
fn place_at(key: u32, at: Point) -> Option<(StageGroup, usize)> {
    let lists = all("[data-funnel-group]");
    let list = lists.iter().rfind(|list| list.get_bounding_client_rect().top() <= at.y).or(lists.first())?;
    let group = StageGroup::from_key(&list.get_attribute("data-funnel-group")?)?;
    let above = |line: &Element| {
        let rect = line.get_bounding_client_rect();
        key_of(line) != Some(key) && rect.top() + rect.height() / 2.0 < at.y
    };
    Some((
        group,
        all(&format!("[data-funnel-group={}] > [data-line]", group.key())).iter().filter(|line| above(line)).count(),
    ))
}

fn find(element: &Element) -> Option<(u32, Element)> {
    let line = element.closest(".handle").ok().flatten()?.closest("[data-line]").ok().flatten()?;
    Some((key_of(&line)?, line))
}

fn key_of(line: &Element) -> Option<u32> {
    line.get_attribute("data-line")?.parse().ok()
}

/// The line that the funnel begins with.
pub(super) fn first_line() -> Option<Element> {
    all("[data-line]").into_iter().next()
}

pub(super) fn line_of(key: u32) -> Option<Element> {
    all(&format!("[data-line=\"{key}\"]")).into_iter().next()
}
