//! A plan checked against the company: what each column becomes, with ids only. Every broken rule is told by its column.

use super::{
    headings::{NamePart, name_part},
    known::{Known, owner_keys},
};
use crate::cx::Cx;
use domain::{
    access::Right,
    clients::ClientKind,
    dates::DateFormat,
    error::{AppError, FieldIssue, Problem},
    fields::{FieldKind, Noun},
    ids::{FieldId, OptionId, StageId, UserId},
    import::{ColumnPlan, ImportPlan, Meaning, Target, column_name},
    search_text::name_key,
};
use std::collections::HashMap;

/// The columns that matter.
pub(super) struct Mapping {
    /// Clients or deals.
    pub noun: Noun,
    /// What the clients are.
    pub client_kind: ClientKind,
    /// In the file's order.
    pub columns: Vec<Column>,
}

/// A column that goes somewhere.
pub(super) struct Column {
    /// Its place in a row, from 0.
    pub index: usize,
    /// What people call it.
    pub name: String,
    /// What its cells are.
    pub take: Take,
}

/// What the company has, by keys of its names, and what makes the keys of a value.
type Namesakes<T> = (HashMap<String, T>, fn(&str) -> Vec<String>);

/// What the values of a column mean; none of a meaning is an empty cell.
pub(super) struct Meanings<T> {
    /// By the value as written, as a person chose.
    chosen: HashMap<String, Option<T>>,
    /// What the company has, by the keys of its names.
    same: HashMap<String, T>,
    /// The keys of a value.
    keys: fn(&str) -> Vec<String>,
    /// Every other value.
    others: Option<Option<T>>,
}

impl<T: Copy> Meanings<T> {
    fn of(
        column: &ColumnPlan,
        (same, keys): Namesakes<T>,
        read: impl Fn(&Meaning) -> Result<Option<T>, Problem>,
    ) -> Result<Self, Problem> {
        let chosen = column.values.iter().map(|(value, meaning)| Ok((value.clone(), read(meaning)?)));
        let chosen = chosen.collect::<Result<_, Problem>>()?;
        Ok(Meanings { chosen, same, keys, others: column.others.as_ref().map(read).transpose()? })
    }

    /// What a value means: what was chosen for it, else what has its name, else what all others mean.
    pub fn get(&self, value: &str) -> Option<Option<T>> {
        let same = || (self.keys)(value).iter().find_map(|key| self.same.get(key)).map(|found| Some(*found));
        self.chosen.get(value).copied().or_else(same).or(self.others)
    }
}

/// Names of stages or choices by their keys; the first of equal ones.
fn by_name<T: Copy>(names: impl Iterator<Item = (T, String)>) -> Namesakes<T> {
    let mut same = HashMap::new();
    for (id, name) in names {
        same.entry(name_key(&name)).or_insert(id);
    }
    (same, |value: &str| vec![name_key(value)])
}

/// What becomes of a cell.
pub(super) enum Take {
    Name,
    Part(NamePart),
    Phone,
    Email,
    Title,
    Client,
    Budget,
    Stage(Meanings<StageId>),
    Owner(Meanings<UserId>),
    Text(FieldId),
    Number(FieldId),
    Date(FieldId, Option<DateFormat>),
    Choice(FieldId, Meanings<OptionId>),
}

impl Mapping {
    /// Checks a plan whose new fields, stages and choices exist by now.
    pub fn of(cx: &Cx, known: &Known, plan: &ImportPlan) -> Result<Self, AppError> {
        let mut issues = Vec::new();
        let mut columns = Vec::new();
        for (index, column) in plan.columns.iter().enumerate() {
            let repeats = !may_repeat(&column.target)
                && plan.columns[..index].iter().any(|earlier| earlier.target == column.target);
            let take = if repeats { Err(Problem::Taken) } else { take(cx, known, (plan.noun, column)) };
            match take {
                Ok(Some(take)) => columns.push(Column { index, name: column_name(&plan.columns, index), take }),
                Ok(None) => {}
                Err(problem) => issues.push(FieldIssue { field: column_key(index), problem }),
            }
        }
        let (required, key) = if plan.noun == Noun::Deal { (Target::Title, "title") } else { (Target::Name, "name") };
        if !plan.columns.iter().any(|column| column.target == required) {
            issues.push(FieldIssue { field: key.into(), problem: Problem::Required });
        }
        let ImportPlan { noun, client_kind, .. } = *plan;
        if noun == Noun::Client && client_kind == ClientKind::Person {
            take_parts(&mut columns, plan);
        }
        if issues.is_empty() { Ok(Mapping { noun, client_kind, columns }) } else { Err(AppError::Invalid(issues)) }
    }
}

/// Columns that are the parts of a name, each of them once and at least Фамилия and Имя, are kept as such: then the name is made of them
/// in its own order (R21). Others are joined in the file's order.
fn take_parts(columns: &mut [Column], plan: &ImportPlan) {
    let names = plan.columns.iter().filter(|column| column.target == Target::Name);
    let Some(parts) = names.map(|column| name_part(&column.heading)).collect::<Option<Vec<NamePart>>>() else { return };
    let mut sorted = parts.clone();
    sorted.sort_unstable();
    if !matches!(
        sorted.as_slice(),
        [NamePart::Last, NamePart::First] | [NamePart::Last, NamePart::First, NamePart::Middle]
    ) {
        return;
    }
    for (column, part) in columns.iter_mut().filter(|column| matches!(column.take, Take::Name)).zip(parts) {
        column.take = Take::Part(part);
    }
}

/// How issues name a column of the plan, counted from 0.
pub(super) fn column_key(index: usize) -> String {
    format!("columns.{index}")
}

fn may_repeat(target: &Target) -> bool {
    matches!(target, Target::Skip | Target::Name | Target::Phone | Target::Email)
}

fn take(cx: &Cx, known: &Known, (noun, column): (Noun, &ColumnPlan)) -> Result<Option<Take>, Problem> {
    let is_custom = matches!(column.target, Target::Skip | Target::Field(_) | Target::NewField(..));
    if !is_custom && !Target::builtin(noun).contains(&column.target) {
        return Err(Problem::WrongKind);
    }
    Ok(Some(match &column.target {
        Target::Skip => return Ok(None),
        Target::Name => Take::Name,
        Target::Phone => Take::Phone,
        Target::Email => Take::Email,
        Target::Title => Take::Title,
        Target::Client => Take::Client,
        Target::Budget => Take::Budget,
        Target::Stage => {
            let names = by_name(known.stages.iter().map(|stage| (stage.id, stage.name.clone())));
            Take::Stage(Meanings::of(column, names, |meaning| stage(known, meaning))?)
        }
        Target::Owner => {
            let names = (known.owners.clone(), owner_keys as fn(&str) -> Vec<String>);
            Take::Owner(Meanings::of(column, names, |meaning| owner(cx, known, meaning))?)
        }
        Target::Field(id) => field(known, *id, column)?,
        // Created before this check; a plan that still has one was never prepared.
        Target::NewField(..) => return Err(Problem::NoSuch(Noun::Field)),
    }))
}

fn stage(known: &Known, meaning: &Meaning) -> Result<Option<StageId>, Problem> {
    match meaning {
        Meaning::Nothing => Ok(None),
        Meaning::Stage(id) if known.stages.iter().any(|stage| stage.id == *id) => Ok(Some(*id)),
        Meaning::Stage(_) => Err(Problem::NoSuch(Noun::Stage)),
        _ => Err(Problem::WrongKind),
    }
}

/// Whoever may not change owners imports for himself only.
fn owner(cx: &Cx, known: &Known, meaning: &Meaning) -> Result<Option<UserId>, Problem> {
    match meaning {
        Meaning::Nothing => Ok(None),
        Meaning::Owner(id) if *id == cx.user() => Ok(Some(*id)),
        Meaning::Owner(id) if cx.actor().can(Right::ChangeOwner) && known.people.iter().any(|user| user.id == *id) => {
            Ok(Some(*id))
        }
        Meaning::Owner(_) => Err(Problem::NoSuch(Noun::User)),
        _ => Err(Problem::WrongKind),
    }
}

fn field(known: &Known, id: FieldId, column: &ColumnPlan) -> Result<Take, Problem> {
    let field = known.fields.iter().find(|field| field.id == id).ok_or(Problem::NoSuch(Noun::Field))?;
    let option = |meaning: &Meaning| match meaning {
        Meaning::Nothing => Ok(None),
        Meaning::Option(id) if field.option(*id).is_some() => Ok(Some(*id)),
        Meaning::Option(_) => Err(Problem::NotAChoice),
        _ => Err(Problem::WrongKind),
    };
    Ok(match field.kind {
        FieldKind::Text => Take::Text(id),
        FieldKind::Number => Take::Number(id),
        FieldKind::Date => Take::Date(id, column.dates),
        FieldKind::Choice => {
            let names = by_name(field.options.iter().map(|option| (option.id, option.name.clone())));
            Take::Choice(id, Meanings::of(column, names, option)?)
        }
    })
}
