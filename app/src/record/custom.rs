//! Custom fields on a card (S0.3, S0.5): one editor per kind.

use super::{Card, Editor, Inline, Record, Spec};
use crate::{format, session::viewer};
use domain::{
    dates::parse_date,
    error::{AppError, Problem},
    fields::{FieldDef, FieldKind, FieldValue},
    number::Number,
};
use leptos::prelude::*;

/// The custom fields of a record, one line each.
#[component]
pub fn CustomFields<R: Record>(card: Card<R>, fields: Vec<FieldDef>) -> impl IntoView {
    let limit = viewer().workspace.text_limit;
    let line = move |field: FieldDef| {
        let id = field.id.to_string();
        view! { <Inline card spec=spec(field, limit) id/> }
    };
    fields.into_iter().map(line).collect_view()
}

fn spec<R: Record>(field: FieldDef, limit: usize) -> Spec<R> {
    let (id, kind) = (field.id, field.kind);
    let names = (id.to_string(), field.name.clone());
    let shown = field.clone();
    let editor = editor(&field);
    let read = move |record: &R| record.custom().get(&id).map(typed).unwrap_or_default();
    let parse = move |_: &R, text: &str| Ok(R::custom_patch(id, value(&field, text, limit)?));
    let spec = Spec::line(names, read, parse).editor(editor).shown(move |text| words(&shown, text));
    if kind == FieldKind::Text { spec.max(limit) } else { spec }
}

fn editor(field: &FieldDef) -> Editor {
    match field.kind {
        FieldKind::Text => Editor::Line("text"),
        FieldKind::Number => Editor::Line("decimal"),
        FieldKind::Date => Editor::Date,
        FieldKind::Choice => {
            let none = (String::new(), "—".to_owned());
            let options = field.options.iter().map(|option| (option.id.to_string(), option.name.clone()));
            Editor::Choice(std::iter::once(none).chain(options).collect())
        }
    }
}

fn typed(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) => text.clone(),
        FieldValue::Number(number) => number.to_plain(),
        FieldValue::Date(date) => date.to_string(),
        FieldValue::Choice(option) => option.to_string(),
    }
}

/// What was typed as a value of the field; nothing typed is no value.
pub(super) fn value(field: &FieldDef, text: &str, limit: usize) -> Result<Option<FieldValue>, Problem> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let value = match field.kind {
        FieldKind::Text => FieldValue::Text(text.to_owned()),
        FieldKind::Number => FieldValue::Number(Number::parse(text)?),
        FieldKind::Date => FieldValue::Date(parse_date(text, None).map_err(|_| Problem::NotADate)?),
        FieldKind::Choice => FieldValue::Choice(text.parse().map_err(|_| Problem::NotAChoice)?),
    };
    match field.check(value, limit) {
        Ok(value) => Ok(Some(value)),
        Err(AppError::Invalid(mut issues)) => Err(issues.pop().map_or(Problem::Unknown, |issue| issue.problem)),
        Err(_) => Err(Problem::WrongKind),
    }
}

fn words(field: &FieldDef, text: &str) -> AnyView {
    let words = match field.kind {
        FieldKind::Text => text.to_owned(),
        FieldKind::Number => Number::parse(text).map(format::number).unwrap_or_default(),
        FieldKind::Date => parse_date(text, None).map(format::date).unwrap_or_default(),
        FieldKind::Choice => {
            let option = text.parse().ok().and_then(|id| field.option(id));
            option.map(|option| option.name.clone()).unwrap_or_default()
        }
    };
    let class = if field.kind == FieldKind::Number { "txt num" } else { "txt" };
    view! { <span class=class>{words}</span> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        fields::Noun,
        ids::{FieldId, OptionId},
    };
    use leptos::prelude::Owner;

    fn field(kind: FieldKind) -> FieldDef {
        let options = Vec::new();
        FieldDef {
            id: FieldId(Default::default()), noun: Noun::Client, kind, name: "Поле".into(), options, version: 1
        }
    }

    #[test]
    fn what_is_typed_comes_back_as_it_was_typed() {
        for (kind, text) in [(FieldKind::Text, "Бухара"), (FieldKind::Number, "-12.5"), (FieldKind::Date, "2026-11-21")]
        {
            let value = value(&field(kind), text, 30).expect("understood").expect("a value");
            assert_eq!(typed(&value), text);
        }
    }

    #[test]
    fn an_emptied_field_has_no_value() {
        assert_eq!(value(&field(FieldKind::Number), "  ", 30), Ok(None));
    }

    #[test]
    fn what_breaks_the_rules_is_refused_with_its_reason() {
        let _owner = Owner::new();
        assert_eq!(value(&field(FieldKind::Number), "12а", 30), Err(Problem::NotANumber));
        let long = "я".repeat(31);
        assert_eq!(value(&field(FieldKind::Text), &long, 30), Err(Problem::TooLong { max: 30, actual: 31 }));
        let unknown = OptionId(Default::default()).to_string();
        assert_eq!(value(&field(FieldKind::Choice), &unknown, 30), Err(Problem::NotAChoice));
    }
}
