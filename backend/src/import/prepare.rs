//! Creates the fields, stages and choices that a plan asks for, and rewrites the plan to their ids. A dry run does the
//! same in a transaction that it gives up.

use super::mapping::column_key;
use crate::{cx::Tx, fields, pipelines};
use domain::{
    colour::Colour,
    error::{AppError, ConflictKind, FieldIssue, Problem},
    fields::{FieldDef, FieldKind, NewField, Noun},
    ids::FieldId,
    import::{ColumnPlan, Creates, ImportPlan, Meaning, Target},
    pipelines::StageGroup,
    search_text::name_key,
    text::clean,
};
use std::collections::BTreeMap;

/// Gives the plan with ids only, and what was created.
pub(super) async fn create_missing_in(tx: &mut Tx, mut plan: ImportPlan) -> Result<(ImportPlan, Creates), AppError> {
    let mut creates = Creates::default();
    let noun = plan.noun;
    for (index, column) in plan.columns.iter_mut().enumerate() {
        let created = match &column.target {
            Target::Stage => create_stages(tx, column, &mut creates).await,
            Target::Field(_) | Target::NewField(..) => create_field(tx, noun, column, &mut creates).await,
            _ => Ok(()),
        };
        created.map_err(|error| of_column(index, error))?;
    }
    Ok((plan, creates))
}

/// Says of which column a name was refused.
fn of_column(index: usize, error: AppError) -> AppError {
    let at = |problem| FieldIssue { field: column_key(index), problem };
    match error {
        AppError::Invalid(issues) => AppError::Invalid(issues.into_iter().map(|issue| at(issue.problem)).collect()),
        AppError::Conflict(ConflictKind::NameTaken) => AppError::Invalid(vec![at(Problem::Taken)]),
        other => other,
    }
}

async fn create_stages(tx: &mut Tx, column: &mut ColumnPlan, creates: &mut Creates) -> Result<(), AppError> {
    let stages = pipelines::stages_in(tx).await?;
    let mut by_name: BTreeMap<String, _> = stages.iter().map(|stage| (name_key(&stage.name), stage.id)).collect();
    for (value, meaning) in &mut column.values {
        let Meaning::NewStage(group) = *meaning else { continue };
        let name = clean(value);
        let id = match by_name.get(&name_key(&name)) {
            Some(id) => *id,
            None => pipelines::create_in(tx, group, &name, colour(group, by_name.len())).await?,
        };
        if by_name.insert(name_key(&name), id).is_none() {
            creates.stages.push((name, group));
        }
        *meaning = Meaning::Stage(id);
    }
    Ok(())
}

/// Green for success, red for failure, the others apart from each other.
fn colour(group: StageGroup, count: usize) -> Colour {
    match group {
        StageGroup::Successful => Colour::preset(7),
        StageGroup::Failed => Colour::preset(1),
        _ => Colour::preset(u8::try_from(count % usize::from(Colour::PRESETS)).unwrap_or_default() + 1),
    }
}

async fn create_field(tx: &mut Tx, noun: Noun, column: &mut ColumnPlan, creates: &mut Creates) -> Result<(), AppError> {
    let field = match &column.target {
        Target::NewField(kind, name) => {
            let new = NewField { noun, kind: *kind, name: name.clone(), options: Vec::new() };
            let field = fields::create_in(tx, new).await?;
            creates.fields.push(field.name.clone());
            field
        }
        Target::Field(id) => match find(tx, noun, *id).await? {
            Some(field) => field,
            // The mapping says so with the others that are wrong.
            None => return Ok(()),
        },
        _ => return Ok(()),
    };
    column.target = Target::Field(field.id);
    if field.kind == FieldKind::Choice { create_options(tx, field, column, creates).await } else { Ok(()) }
}

async fn find(tx: &mut Tx, noun: Noun, id: FieldId) -> Result<Option<FieldDef>, AppError> {
    Ok(fields::list_in(tx, noun).await?.into_iter().find(|field| field.id == id))
}

async fn create_options(
    tx: &mut Tx,
    mut field: FieldDef,
    column: &mut ColumnPlan,
    creates: &mut Creates,
) -> Result<(), AppError> {
    for (value, meaning) in &mut column.values {
        if *meaning != Meaning::NewOption {
            continue;
        }
        let key = name_key(value);
        let known = |field: &FieldDef| {
            field.options.iter().find(|option| name_key(&option.name) == key).map(|option| option.id)
        };
        if known(&field).is_none() {
            creates.options.push((field.name.clone(), clean(value)));
            field = fields::add_options_in(tx, field, std::slice::from_ref(value)).await?;
        }
        *meaning = known(&field).map_or(Meaning::Nothing, Meaning::Option);
    }
    Ok(())
}
