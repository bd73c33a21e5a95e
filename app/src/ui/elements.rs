//! Elements as a list of what they are made of rather than a tree of views, for what a page has hundreds of, such as the cells of a row:
//! as trees they were most of what a page of a list cost the server. Only attributes can follow what changes; a row whose cells change
//! is drawn anew.

use super::{icon, words::Words};
use leptos::{
    prelude::*,
    tachys::{
        html::attribute::{AttributeValue, any_attribute::AnyAttribute},
        hydration::Cursor,
        no_attrs,
        renderer::{CastFrom, RemoveEventHandler, Rndr, types},
        view::{Mountable, Position, PositionState},
    },
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MouseEvent;

const SVG: &str = "http://www.w3.org/2000/svg";

/// What elements are made of; whose words, that tells the place where they end among all words.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    Open(&'static str),
    Class(&'static str),
    Attribute(&'static str, usize),
    Text(usize),
    /// The next of the acts belongs to the element that has just begun.
    Act,
    Close,
}

/// What an element does in the browser.
enum Act {
    Follow(&'static str, Box<dyn Fn() -> Option<String> + Send + Sync>),
    Click(Box<dyn Fn(MouseEvent) + Send + Sync>),
}

/// Elements beside each other, at least one: without any there would be no place for what follows them. Words become text and values of
/// attributes, never markup.
#[derive(Default)]
pub struct Elements {
    made: Made,
    acts: Vec<Act>,
}

/// All of them but what they do.
#[derive(Debug, Clone, PartialEq, Default)]
struct Made {
    parts: Vec<Part>,
    words: String,
}

impl Elements {
    /// With room for so many cells of usual length.
    pub fn with_room(cells: usize) -> Self {
        let made = Made { parts: Vec::with_capacity(cells * 8), words: String::with_capacity(cells * 64) };
        Elements { made, acts: Vec::new() }
    }

    /// Begins an element; its attributes come first.
    pub fn open(&mut self, tag: &'static str) -> &mut Self {
        self.made.parts.push(Part::Open(tag));
        self
    }

    /// The class of the element that has just begun: a name of the style sheet, which is written as it is.
    pub fn class(&mut self, class: &'static str) -> &mut Self {
        self.made.parts.push(Part::Class(class));
        self
    }

    /// An attribute of the element that has just begun.
    pub fn attr(&mut self, name: &'static str, value: impl Words) -> &mut Self {
        let end = self.made.write(value);
        self.made.parts.push(Part::Attribute(name, end));
        self
    }

    /// An attribute that follows what its value is read from; without a value it is not there.
    pub fn follow(
        &mut self,
        name: &'static str,
        value: impl Fn() -> Option<String> + Send + Sync + 'static,
    ) -> &mut Self {
        self.act(Act::Follow(name, Box::new(value)))
    }

    /// What happens when the element that has just begun is clicked.
    pub fn on_click(&mut self, answer: impl Fn(MouseEvent) + Send + Sync + 'static) -> &mut Self {
        self.act(Act::Click(Box::new(answer)))
    }

    fn act(&mut self, act: Act) -> &mut Self {
        self.made.parts.push(Part::Act);
        self.acts.push(act);
        self
    }

    /// A text in the element.
    pub fn text(&mut self, text: impl Words) -> &mut Self {
        let (from, end) = (self.made.words.len(), self.made.write(text));
        if end > from {
            self.made.parts.push(Part::Text(end));
        }
        self
    }

    /// Ends the element.
    pub fn close(&mut self) -> &mut Self {
        self.made.parts.push(Part::Close);
        self
    }

    /// A symbol of the sprite.
    pub fn icon(&mut self, name: &'static str) -> &mut Self {
        self.symbol(name, "i")
    }

    /// A small symbol of the sprite.
    pub fn small_icon(&mut self, name: &'static str) -> &mut Self {
        self.symbol(name, "i s")
    }

    /// The symbol of what is chosen; seen where the element around it says that it is.
    pub fn tick(&mut self) -> &mut Self {
        self.symbol("check", "i tick")
    }

    fn symbol(&mut self, name: &'static str, class: &'static str) -> &mut Self {
        self.open("svg").class(class).attr("aria-hidden", "true");
        self.open("use").attr("href", icon::address(name)).close().close()
    }
}

impl Made {
    fn write(&mut self, words: impl Words) -> usize {
        words.append(&mut self.words);
        self.words.len()
    }

    fn each(&self, mut visit: impl FnMut(Part, &str)) {
        let mut from = 0;
        for part in &self.parts {
            let end = match part {
                Part::Attribute(_, end) | Part::Text(end) => *end,
                Part::Open(_) | Part::Class(_) | Part::Act | Part::Close => from,
            };
            visit(*part, self.words.get(from..end).unwrap_or_default());
            from = end;
        }
    }

    /// How many elements stand beside each other.
    fn count(&self) -> usize {
        let (mut depth, mut count) = (0, 0);
        self.each(|part, _| match part {
            Part::Open(_) => {
                count += usize::from(depth == 0);
                depth += 1;
            }
            Part::Close => depth -= 1,
            Part::Class(_) | Part::Attribute(..) | Part::Text(_) | Part::Act => {}
        });
        count
    }

    /// Makes the elements, and tells `act` which of them act, in order.
    fn build(&self, mut act: impl FnMut(&types::Element)) -> Vec<types::Element> {
        let (mut elements, mut open) = (Vec::new(), Vec::<types::Element>::new());
        self.each(|part, words| match (part, open.last()) {
            (Part::Open(tag), parent) => {
                let element = Rndr::create_element(tag, matches!(tag, "svg" | "use").then_some(SVG));
                if let Some(parent) = parent {
                    Rndr::insert_node(parent, &element, None);
                }
                open.push(element);
            }
            (Part::Class(class), Some(element)) => Rndr::set_attribute(element, "class", class),
            (Part::Attribute(name, _), Some(element)) => Rndr::set_attribute(element, name, words),
            (Part::Text(_), Some(element)) => Rndr::insert_node(element, &Rndr::create_text_node(words), None),
            (Part::Act, Some(element)) => act(element),
            (Part::Close, Some(_)) => {
                let element = open.pop();
                if open.is_empty() {
                    elements.extend(element);
                }
            }
            (Part::Class(_) | Part::Attribute(..) | Part::Text(_) | Part::Act | Part::Close, None) => {}
        });
        elements
    }

    /// Walks through the elements that the server made up to the last one of so many that act, and tells `act` of these.
    fn walk(&self, elements: &[types::Element], mut acts: usize, mut act: impl FnMut(&types::Element)) {
        let (mut tops, mut open) = (elements.iter(), Vec::<(types::Element, Option<types::Element>)>::new());
        self.each(|part, _| match part {
            Part::Open(_) if acts > 0 => {
                let element = match open.last_mut() {
                    None => tops.next().cloned(),
                    Some((parent, before)) => {
                        let next = match before {
                            None => parent.first_element_child(),
                            Some(before) => before.next_element_sibling(),
                        };
                        before.clone_from(&next);
                        next
                    }
                };
                open.extend(element.map(|element| (element, None)));
            }
            Part::Act if acts > 0 => {
                acts -= 1;
                if let Some((element, _)) = open.last() {
                    act(element);
                }
            }
            Part::Close => drop(open.pop()),
            Part::Open(_) | Part::Class(_) | Part::Act | Part::Attribute(..) | Part::Text(_) => {}
        });
    }
}

/// An act as long as its element stands in the page.
enum Acting {
    Follow { _effect: RenderEffect<()> },
    Click { _handler: RemoveEventHandler<types::Element> },
}

impl Act {
    /// Begins; what the server wrote already need not be written again.
    fn begin(self, element: &types::Element, written: bool) -> Acting {
        match self {
            Act::Follow(name, value) => {
                let element = element.clone();
                let effect = RenderEffect::new(move |before: Option<()>| match value() {
                    _ if written && before.is_none() => {}
                    Some(value) => Rndr::set_attribute(&element, name, &value),
                    None => Rndr::remove_attribute(&element, name),
                });
                Acting::Follow { _effect: effect }
            }
            Act::Click(answer) => {
                let answer = Box::new(move |event: JsValue| answer(event.unchecked_into()));
                Acting::Click { _handler: Rndr::add_event_listener(element, "click", answer) }
            }
        }
    }
}

/// What stands in the page.
pub struct ElementsState {
    made: Made,
    elements: Vec<types::Element>,
    acting: Vec<Acting>,
}

impl Mountable for ElementsState {
    fn unmount(&mut self) {
        self.elements.iter_mut().for_each(Mountable::unmount);
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        self.elements.iter_mut().for_each(|element| element.mount(parent, marker));
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.elements.first().is_some_and(|first| first.insert_before_this(child))
    }

    fn elements(&self) -> Vec<types::Element> {
        self.elements.clone()
    }
}

impl Render for Elements {
    type State = ElementsState;

    fn build(self) -> ElementsState {
        let (mut acts, mut acting) = (self.acts.into_iter(), Vec::new());
        let elements = self.made.build(|element| acting.extend(acts.next().map(|act| act.begin(element, false))));
        ElementsState { made: self.made, elements, acting }
    }

    fn rebuild(self, state: &mut ElementsState) {
        // What elements do cannot be compared.
        if self.made != state.made || !self.acts.is_empty() || !state.acting.is_empty() {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
        }
    }
}

no_attrs!(Elements);

impl RenderHtml for Elements {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn html_len(&self) -> usize {
        self.made.words.len() + self.made.parts.len() * 8
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, buf: &mut String, position: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {
        let (mut acts, mut open, mut in_tag) = (self.acts.into_iter(), Vec::new(), false);
        self.made.each(|part, words| {
            let of_tag = matches!(part, Part::Class(_) | Part::Attribute(..) | Part::Act);
            if in_tag && !of_tag {
                buf.push('>');
            }
            in_tag = of_tag || matches!(part, Part::Open(_));
            match part {
                Part::Open(tag) => {
                    buf.push('<');
                    buf.push_str(tag);
                    open.push(tag);
                }
                Part::Class(class) => {
                    buf.push_str(" class=\"");
                    buf.push_str(class);
                    buf.push('"');
                }
                Part::Attribute(name, _) => AttributeValue::to_html(words, name, buf),
                Part::Act => {
                    if let Some(Act::Follow(name, value)) = acts.next() {
                        AttributeValue::to_html(value(), name, buf);
                    }
                }
                Part::Text(_) => words.to_html_with_buf(buf, &mut Position::FirstChild, true, false, Vec::new()),
                Part::Close => match open.pop() {
                    // Nothing can be in it: there is no end to write.
                    Some("hr") | None => {}
                    Some(tag) => {
                        buf.push_str("</");
                        buf.push_str(tag);
                        buf.push('>');
                    }
                },
            }
        });
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> ElementsState {
        let next = |_| {
            match position.get() {
                Position::FirstChild => cursor.child(),
                Position::Current => {}
                _ => cursor.sibling(),
            }
            position.set(Position::NextChild);
            types::Element::cast_from(cursor.current())
        };
        let elements: Vec<_> = (0..self.made.count()).filter_map(next).collect();
        let (count, mut acts, mut acting) = (self.acts.len(), self.acts.into_iter(), Vec::new());
        self.made.walk(&elements, count, |element| {
            acting.extend(acts.next().map(|act| act.begin(element, true)));
        });
        ElementsState { made: self.made, elements, acting }
    }

    fn into_owned(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests;
