//! Elements that never change by themselves, such as the cells of a row, which is drawn anew when it changes: a list of what they
//! are made of rather than a tree of views, which was a third of what a page of a list cost the server.

use super::icon;
use leptos::{
    prelude::*,
    tachys::{
        html::attribute::{AttributeValue, any_attribute::AnyAttribute},
        hydration::Cursor,
        no_attrs,
        renderer::{CastFrom, Rndr, types},
        view::{Mountable, Position, PositionState},
    },
};
use std::fmt::{Display, Write};

const SVG: &str = "http://www.w3.org/2000/svg";

/// What elements are made of; whose words, that tells the place where they end among all words.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    Open(&'static str),
    Attribute(&'static str, usize),
    Text(usize),
    Close,
}

/// Elements beside each other, at least one: without any there would be no place for what follows them. Words become text and values of
/// attributes, never markup.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inert {
    parts: Vec<Part>,
    words: String,
}

impl Inert {
    /// With room for so many cells of usual length.
    pub fn with_room(cells: usize) -> Self {
        Inert { parts: Vec::with_capacity(cells * 8), words: String::with_capacity(cells * 64) }
    }

    /// Begins an element; its attributes come first.
    pub fn open(&mut self, tag: &'static str) -> &mut Self {
        self.parts.push(Part::Open(tag));
        self
    }

    /// An attribute of the element that has just begun.
    pub fn attr(&mut self, name: &'static str, value: impl Display) -> &mut Self {
        let end = self.write(value);
        self.parts.push(Part::Attribute(name, end));
        self
    }

    /// A text in the element.
    pub fn text(&mut self, text: impl Display) -> &mut Self {
        let (from, end) = (self.words.len(), self.write(text));
        if end > from {
            self.parts.push(Part::Text(end));
        }
        self
    }

    /// Ends the element.
    pub fn close(&mut self) -> &mut Self {
        self.parts.push(Part::Close);
        self
    }

    /// A small symbol of the sprite.
    pub fn icon(&mut self, name: &'static str) -> &mut Self {
        self.open("svg").attr("class", "i s").attr("aria-hidden", true);
        self.open("use").attr("href", icon::address(name)).close().close()
    }

    fn write(&mut self, words: impl Display) -> usize {
        // A text has room for any words.
        let _ = write!(self.words, "{words}");
        self.words.len()
    }

    fn each(&self, mut visit: impl FnMut(Part, &str)) {
        let mut from = 0;
        for part in &self.parts {
            let end = match part {
                Part::Attribute(_, end) | Part::Text(end) => *end,
                Part::Open(_) | Part::Close => from,
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
            Part::Attribute(..) | Part::Text(_) => {}
        });
        count
    }
}

/// What stands in the page.
pub struct InertState {
    inert: Inert,
    elements: Vec<types::Element>,
}

impl Mountable for InertState {
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

impl Render for Inert {
    type State = InertState;

    fn build(self) -> InertState {
        let (mut elements, mut open) = (Vec::new(), Vec::<types::Element>::new());
        self.each(|part, words| match (part, open.last()) {
            (Part::Open(tag), parent) => {
                let element = Rndr::create_element(tag, matches!(tag, "svg" | "use").then_some(SVG));
                if let Some(parent) = parent {
                    Rndr::insert_node(parent, &element, None);
                }
                open.push(element);
            }
            (Part::Attribute(name, _), Some(element)) => Rndr::set_attribute(element, name, words),
            (Part::Text(_), Some(element)) => Rndr::insert_node(element, &Rndr::create_text_node(words), None),
            (Part::Close, Some(_)) => {
                let element = open.pop();
                if open.is_empty() {
                    elements.extend(element);
                }
            }
            (Part::Attribute(..) | Part::Text(_) | Part::Close, None) => {}
        });
        InertState { elements, inert: self }
    }

    fn rebuild(self, state: &mut InertState) {
        if self != state.inert {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
        }
    }
}

no_attrs!(Inert);

impl RenderHtml for Inert {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn html_len(&self) -> usize {
        self.words.len() + self.parts.len() * 8
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, buf: &mut String, position: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {
        let (mut open, mut in_tag) = (Vec::new(), false);
        self.each(|part, words| {
            if in_tag && !matches!(part, Part::Attribute(..)) {
                buf.push('>');
            }
            in_tag = matches!(part, Part::Open(_) | Part::Attribute(..));
            match part {
                Part::Open(tag) => {
                    buf.push('<');
                    buf.push_str(tag);
                    open.push(tag);
                }
                Part::Attribute(name, _) => AttributeValue::to_html(words, name, buf),
                Part::Text(_) => words.to_html_with_buf(buf, &mut Position::FirstChild, true, false, Vec::new()),
                Part::Close => {
                    buf.push_str("</");
                    buf.push_str(open.pop().unwrap_or_default());
                    buf.push('>');
                }
            }
        });
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> InertState {
        let next = |_| {
            match position.get() {
                Position::FirstChild => cursor.child(),
                Position::Current => {}
                _ => cursor.sibling(),
            }
            position.set(Position::NextChild);
            types::Element::cast_from(cursor.current())
        };
        InertState { elements: (0..self.count()).filter_map(next).collect(), inert: self }
    }

    fn into_owned(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_typed_cannot_become_markup() {
        let typed = "</a><script>\"'&";
        let mut inert = Inert::default();
        inert.open("a").attr("title", typed).text(typed).close();
        let (attribute, text) = ("&lt;/a&gt;&lt;script&gt;&quot;'&amp;", "&lt;/a&gt;&lt;script&gt;\"'&amp;");
        assert_eq!(inert.to_html(), format!("<a title=\"{attribute}\">{text}</a>"));
    }

    #[test]
    fn elements_beside_each_other_are_counted_without_those_within() {
        let mut cells = Inert::default();
        cells.open("td").attr("class", "c-name").open("a").text("Анна").close().close().open("td").close();
        assert_eq!(cells.count(), 2);
        assert_eq!(cells.to_html(), "<td class=\"c-name\"><a>Анна</a></td><td></td>");
    }
}
