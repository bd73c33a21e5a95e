//! The mapping that a person is offered first: targets by heading and by what the cells say, values by equal names.

use super::{
    headings::{builtin_targets, client_kind, field_named, stage_group},
    known::Known,
};
use crate::cx::Cx;
use domain::{
    access::Right,
    error::AppError,
    fields::{FieldKind, Noun},
    import::{ColumnGlimpse, ColumnPlan, ImportPlan, Meaning, Target},
    search_text::{fold, name_key},
};
use std::collections::{BTreeMap, BTreeSet};

/// Guesses the mapping of a sheet.
pub(super) async fn guess(
    cx: &Cx,
    noun: Noun,
    sheet: Option<String>,
    columns: &[ColumnGlimpse],
) -> Result<ImportPlan, AppError> {
    let known = Known::load(cx, noun).await?;
    let headings: Vec<String> = columns.iter().map(|column| column.heading.clone()).collect();
    let mut taken = BTreeSet::new();
    let guessed = builtin_targets(noun, &headings, &known.fields).into_iter().zip(columns).map(|(target, column)| {
        let target = target.unwrap_or_else(|| custom_target(cx, &known, column, &mut taken));
        let values = meanings(cx, &known, (&target, column));
        let others = target.meaning_of_others().filter(|_| column.has_too_many_values());
        ColumnPlan { heading: column.heading.clone(), target, dates: None, values, others }
    });
    let guessed: Vec<ColumnPlan> = guessed.collect();
    let names = guessed.iter().filter(|column| column.target == Target::Name).map(|column| column.heading.as_str());
    let client_kind = client_kind(names, columns);
    Ok(ImportPlan { noun, sheet, client_kind, columns: guessed })
}

/// An existing field of the heading's name, else a new one; each field takes one column.
fn custom_target(cx: &Cx, known: &Known, column: &ColumnGlimpse, taken: &mut BTreeSet<String>) -> Target {
    let name = fold(&column.heading);
    if name.is_empty() || column.filled == 0 || !taken.insert(name) {
        return Target::Skip;
    }
    match field_named(&known.fields, &column.heading) {
        Some(field) => Target::Field(field.id),
        None if cx.actor().can(Right::SetUpFields) => Target::NewField(column.kind, column.heading.clone()),
        None => Target::Skip,
    }
}

fn meanings(cx: &Cx, known: &Known, (target, column): (&Target, &ColumnGlimpse)) -> BTreeMap<String, Meaning> {
    let mean = |value: &str| match target {
        Target::Stage => Some(stage_meaning(cx, known, value)),
        Target::Owner => Some(Meaning::Owner(known.owner_called(value).unwrap_or(cx.user()))),
        Target::NewField(FieldKind::Choice, _) => Some(Meaning::NewOption),
        Target::Field(id) => {
            let field = known.fields.iter().find(|field| field.id == *id && field.kind == FieldKind::Choice)?;
            let option = field.options.iter().find(|option| name_key(&option.name) == name_key(value));
            Some(match option {
                Some(option) => Meaning::Option(option.id),
                None if cx.actor().can(Right::SetUpFields) => Meaning::NewOption,
                None => Meaning::Nothing,
            })
        }
        _ => None,
    };
    column.values.iter().filter_map(|(value, _)| Some((value.clone(), mean(value)?))).collect()
}

fn stage_meaning(cx: &Cx, known: &Known, value: &str) -> Meaning {
    let key = name_key(value);
    match known.stages.iter().find(|stage| name_key(&stage.name) == key) {
        Some(stage) => Meaning::Stage(stage.id),
        None if cx.actor().can(Right::SetUpFunnel) => Meaning::NewStage(stage_group(value)),
        None => Meaning::Nothing,
    }
}
