//! Custom fields of a record that is being made: typed in its dialog, and checked before it is sent (S0.3).

use super::custom::value;
use crate::{
    api_error::ApiError,
    i18n::t,
    session::with_viewer,
    told,
    ui::{SelectField, TextField},
};
use domain::{
    error::FieldIssue,
    fields::{FieldDef, FieldKind, FieldValues},
    ids::FieldId,
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What is typed or chosen in each field.
#[derive(Clone, Copy)]
pub struct CustomDraft(StoredValue<Vec<(FieldId, RwSignal<String>)>>);

impl CustomDraft {
    /// Empty fields.
    pub fn new(fields: &[FieldDef]) -> Self {
        CustomDraft(StoredValue::new(fields.iter().map(|field| (field.id, RwSignal::default())).collect()))
    }

    /// What stands in the fields.
    pub fn typed(self) -> BTreeMap<FieldId, String> {
        self.0.with_value(|texts| texts.iter().map(|(id, text)| (*id, text.get_untracked())).collect())
    }

    /// Empties the fields.
    pub fn clear(self) {
        self.0.with_value(|texts| texts.iter().for_each(|(_, text)| text.set(String::new())));
    }
}

/// What was typed as values, or every broken rule in the order of the fields.
pub fn checked_custom(
    fields: &[FieldDef],
    typed: &BTreeMap<FieldId, String>,
    text_limit: usize,
) -> Result<FieldValues, Vec<FieldIssue>> {
    let (mut values, mut issues) = (FieldValues::new(), Vec::new());
    for field in fields {
        match value(field, typed.get(&field.id).map(|text| text.trim()).unwrap_or_default(), text_limit) {
            Ok(Some(value)) => drop(values.insert(field.id, value)),
            Ok(None) => {}
            Err(problem) => issues.push(FieldIssue { field: field.id.to_string(), problem }),
        }
    }
    if issues.is_empty() { Ok(values) } else { Err(issues) }
}

/// One control per field, by its kind. Its element's id is the prefix and the field's id.
#[component]
pub fn CustomInputs(
    draft: CustomDraft,
    fields: Vec<FieldDef>,
    prefix: &'static str,
    error: RwSignal<Option<ApiError>>,
) -> impl IntoView {
    let limit = with_viewer(|viewer| viewer.workspace.text_limit);
    let made = draft.0.get_value().into_iter().filter_map(|(id, text)| {
        let field = fields.iter().find(|field| field.id == id)?;
        let problem = Signal::derive(move || error.with(|error| told::of_field(error.as_ref(), &id.to_string())));
        Some(input((format!("{prefix}-{id}"), field), (text, problem), limit))
    });
    made.collect::<Vec<_>>()
}

fn input(
    (id, field): (String, &FieldDef),
    (text, error): (RwSignal<String>, Signal<Option<String>>),
    limit: usize,
) -> AnyView {
    let label = field.name.clone();
    match field.kind {
        FieldKind::Text => view! { <TextField id label value=text error max=limit/> }.into_any(),
        FieldKind::Number => view! { <TextField id label value=text error kind="decimal"/> }.into_any(),
        FieldKind::Date => view! { <TextField id label value=text error kind="date"/> }.into_any(),
        FieldKind::Choice => {
            let none = [(String::new(), t("clients.no_choice"))];
            let choices = field.options.iter().map(|option| (option.id.to_string(), option.name.clone()));
            let options = none.into_iter().chain(choices).collect::<Vec<_>>();
            view! { <SelectField id label value=text options error/> }.into_any()
        }
    }
}
