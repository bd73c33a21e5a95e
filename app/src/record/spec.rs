//! What one field of a card is: how it is read, edited and understood.

use super::{Record, money_parts};
use crate::{
    i18n::t,
    session::{may, person, with_viewer},
    ui::Avatar,
};
use domain::{access::Right, error::Problem, ids::UserId, money::Currency, users::User};
use leptos::prelude::*;
use std::sync::Arc;

/// How a field is typed.
#[derive(Clone, PartialEq)]
pub enum Editor {
    /// A line of text; the input mode, such as `tel`.
    Line(&'static str),
    /// A day of the calendar.
    Date,
    /// One of these: stored text and words.
    Choice(Vec<(String, String)>),
    /// Somebody who can be given records, or whoever has this one.
    Person,
    /// An amount in one of these currencies, the first one without another; both are one text.
    Money(Vec<Currency>),
}

impl Editor {
    /// Whether this text is that of an empty field.
    pub fn is_blank(&self, text: &str) -> bool {
        match self {
            Editor::Money(_) => money_parts(text).0.trim().is_empty(),
            _ => text.is_empty(),
        }
    }
}

type Reads<R> = Arc<dyn Fn(&R) -> String + Send + Sync>;
type Understands<R> = Arc<dyn Fn(&R, &str) -> Result<<R as Record>::Patch, Problem> + Send + Sync>;
type Promotes<R> = Arc<dyn Fn(&R) -> <R as Record>::Patch + Send + Sync>;
type Shows = Arc<dyn Fn(&str) -> AnyView + Send + Sync>;

/// One field of a card.
pub struct Spec<R: Record> {
    /// The key by which the server names it when it refuses.
    pub key: String,
    /// What people call it.
    pub label: Reads<R>,
    /// How it is typed.
    pub editor: Editor,
    /// The limit in graphemes, shown as a counter (R2).
    pub max: Option<usize>,
    /// Shown but not editable by this person.
    pub locked: bool,
    /// One of several values: it can be removed.
    pub removable: bool,
    /// The change that makes this value the main one of several.
    pub promoted: Option<Promotes<R>>,
    /// The text that is edited.
    pub read: Reads<R>,
    /// The change that a typed text means.
    pub parse: Understands<R>,
    /// The text as it is shown; never asked for an empty one.
    pub shown: Shows,
}

impl<R: Record> Spec<R> {
    /// A line of text.
    pub fn line(
        (key, label): (impl Into<String>, impl Into<String>),
        read: impl Fn(&R) -> String + Send + Sync + 'static,
        parse: impl Fn(&R, &str) -> Result<R::Patch, Problem> + Send + Sync + 'static,
    ) -> Self {
        let label = label.into();
        Spec {
            key: key.into(),
            label: Arc::new(move |_| label.clone()),
            editor: Editor::Line("text"),
            max: None,
            locked: !may(R::EDIT),
            removable: false,
            promoted: None,
            read: Arc::new(read),
            parse: Arc::new(parse),
            shown: Arc::new(|text| view! { <span class="txt">{text.to_owned()}</span> }.into_any()),
        }
    }

    /// The same, called so by what the record is.
    pub fn called(mut self, called: impl Fn(&R) -> String + Send + Sync + 'static) -> Self {
        self.label = Arc::new(called);
        self
    }

    /// The same with another way of typing.
    pub fn editor(mut self, editor: Editor) -> Self {
        self.editor = editor;
        self
    }

    /// The same with a limit.
    pub fn max(mut self, max: usize) -> Self {
        self.max = Some(max);
        self
    }

    /// The same, locked without this right.
    pub fn needs(mut self, right: Right) -> Self {
        self.locked |= !may(right);
        self
    }

    /// The same as one of several values.
    pub fn removable(mut self) -> Self {
        self.removable = true;
        self
    }

    /// The same with a change that makes this value the main one.
    pub fn promoted(mut self, promoted: impl Fn(&R) -> R::Patch + Send + Sync + 'static) -> Self {
        self.promoted = Some(Arc::new(promoted));
        self
    }

    /// The same, shown in another way than typed.
    pub fn shown(mut self, shown: impl Fn(&str) -> AnyView + Send + Sync + 'static) -> Self {
        self.shown = Arc::new(shown);
        self
    }
}

/// «Ответственный» (S0.59).
pub fn owner_spec<R: Record>() -> Spec<R> {
    let parse = |_: &R, text: &str| text.parse().map(R::owner_patch).map_err(|_| Problem::NotAChoice);
    Spec::line(("owner", t("record.field.owner")), |record: &R| record.owner().to_string(), parse)
        .editor(Editor::Person)
        .needs(Right::ChangeOwner)
        .shown(|text| owner_view(text.parse().ok()))
}

/// Those who can be given a record of this owner's, and the owner, whom the choice begins with.
pub(super) fn owners(now: &str) -> Vec<(String, String)> {
    let option = |user: &User| (user.id.to_string(), user.name());
    with_viewer(|viewer| {
        let owner = now.parse().ok().and_then(|id| viewer.person(id)).map(option);
        let mut offered: Vec<_> = viewer.at_work().map(option).collect();
        offered.extend(owner.filter(|(id, _)| offered.iter().all(|(other, _)| other != id)));
        offered
    })
}

fn owner_view(owner: Option<UserId>) -> AnyView {
    match owner.and_then(person) {
        Some(user) => {
            let name = user.name();
            view! { <span class="owner"><Avatar user/><span>{name}</span></span> }.into_any()
        }
        None => view! { <span class="txt muted">{t("record.former")}</span> }.into_any(),
    }
}
