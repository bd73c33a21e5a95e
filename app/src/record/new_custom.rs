//! Custom fields of a record that is being made: typed in its dialog, and checked before it is sent (S0.3).

use super::custom::value;
use crate::{
    api_error::ApiError,
    i18n::t,
    session::with_viewer,
    told,
    ui::{SelectField, TextField, is_half_typed},
};
use domain::{
    error::FieldIssue,
    fields::{FieldDef, FieldKind, FieldValues},
    ids::FieldId,
};
use leptos::{html, prelude::*};
use std::collections::BTreeMap;

/// What stands for a date that is half typed, in the place of the nothing that it reads as.
const HALF_TYPED: &str = "?";

/// What is typed or chosen in each field.
#[derive(Clone, Copy)]
pub struct CustomDraft(StoredValue<Vec<(FieldId, Typed)>>);

/// What is typed in a field, and where.
#[derive(Clone, Copy, Default)]
struct Typed {
    text: RwSignal<String>,
    node: NodeRef<html::Input>,
}

impl Typed {
    fn read(self) -> String {
        if is_half_typed(self.node) { HALF_TYPED.to_owned() } else { self.text.get_untracked() }
    }
}

impl CustomDraft {
    /// Empty fields.
    pub fn new(fields: &[FieldDef]) -> Self {
        CustomDraft(StoredValue::new(fields.iter().map(|field| (field.id, Typed::default())).collect()))
    }

    /// What stands in the fields.
    pub fn typed(self) -> BTreeMap<FieldId, String> {
        self.0.with_value(|texts| texts.iter().map(|(id, typed)| (*id, typed.read())).collect())
    }

    /// Empties the fields.
    pub fn clear(self) {
        self.0.with_value(|texts| texts.iter().for_each(|(_, typed)| typed.text.set(String::new())));
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
    let made = draft.0.get_value().into_iter().filter_map(|(id, typed)| {
        let field = fields.iter().find(|field| field.id == id)?;
        let problem = Signal::derive(move || error.with(|error| told::of_field(error.as_ref(), &id.to_string())));
        Some(input((format!("{prefix}-{id}"), field), (typed, problem), limit))
    });
    made.collect::<Vec<_>>()
}

fn input(
    (id, field): (String, &FieldDef),
    (Typed { text, node }, error): (Typed, Signal<Option<String>>),
    limit: usize,
) -> AnyView {
    let label = field.name.clone();
    match field.kind {
        FieldKind::Text => view! { <TextField id label value=text error max=limit/> }.into_any(),
        FieldKind::Number => view! { <TextField id label value=text error kind="decimal"/> }.into_any(),
        FieldKind::Date => view! { <TextField id label value=text error kind="date" node/> }.into_any(),
        FieldKind::Choice => {
            let none = [(String::new(), t("clients.no_choice"))];
            let choices = field.options.iter().map(|option| (option.id.to_string(), option.name.clone()));
            let options = none.into_iter().chain(choices).collect::<Vec<_>>();
            view! { <SelectField id label value=text options error/> }.into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{error::Problem, fields::Noun};

    #[test]
    fn a_date_that_is_half_typed_is_none_and_not_no_date() {
        let id = FieldId(Default::default());
        let (options, name) = (Vec::new(), "День".to_owned());
        let field = FieldDef { id, noun: Noun::Deal, kind: FieldKind::Date, name, options, version: 1 };
        let checked = |text: &str| checked_custom(std::slice::from_ref(&field), &[(id, text.to_owned())].into(), 30);
        assert_eq!(checked(""), Ok(FieldValues::new()));
        let refused = vec![FieldIssue { field: id.to_string(), problem: Problem::NotADate }];
        assert_eq!(checked(HALF_TYPED), Err(refused));
    }
}
