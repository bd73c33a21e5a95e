//! The mapping as a person edits it: what can be chosen, what a choice means at first, what is still missing. Pure; no
//! views and no words.

use domain::{
    access::Right,
    dates::parse_date,
    fields::{FieldDef, FieldKind, Noun},
    import::{ColumnGlimpse, ColumnPlan, ImportPlan, Meaning, Target},
    pipelines::{Stage, StageGroup},
    search_text::{fold, name_key},
    users::{User, Viewer},
};

/// What columns and values can be mapped to by this person.
#[derive(Debug, Clone)]
pub struct Known {
    /// Clients or deals.
    pub noun: Noun,
    /// Custom fields of the noun.
    pub fields: Vec<FieldDef>,
    /// Stages in order.
    pub stages: Vec<Stage>,
    /// People whom records may be given to.
    pub owners: Vec<User>,
    /// Whether fields and choices may be created.
    pub may_create_fields: bool,
    /// Whether stages may be created.
    pub may_create_stages: bool,
}

impl Known {
    /// What this viewer knows and may do.
    pub fn of(viewer: &Viewer, noun: Noun) -> Self {
        let (me, actor) = (viewer.user.id, viewer.actor.clone());
        let all = actor.can(Right::ChangeOwner);
        let owners = viewer.at_work().filter(|user| all || user.id == me).cloned().collect();
        Known {
            noun,
            fields: viewer.fields(noun).to_vec(),
            stages: viewer.stages.clone(),
            owners,
            may_create_fields: actor.can(Right::SetUpFields),
            may_create_stages: actor.can(Right::SetUpFunnel),
        }
    }

    fn field(&self, target: &Target) -> Option<&FieldDef> {
        let Target::Field(id) = target else { return None };
        self.fields.iter().find(|field| field.id == *id)
    }

    /// The kind of custom field that a target is.
    pub fn kind(&self, target: &Target) -> Option<FieldKind> {
        match target {
            Target::NewField(kind, _) => Some(*kind),
            other => self.field(other).map(|field| field.kind),
        }
    }

    /// Whether values of such a column are mapped one by one.
    pub fn maps_values(&self, target: &Target) -> bool {
        target.maps_values() || self.kind(target) == Some(FieldKind::Choice)
    }

    /// What a value can mean in such a column, in the order it is offered.
    pub fn meanings(&self, target: &Target) -> Vec<Meaning> {
        let mut meanings: Vec<Meaning> = match target {
            Target::Stage => self.stages.iter().map(|stage| Meaning::Stage(stage.id)).collect(),
            Target::Owner => self.owners.iter().map(|user| Meaning::Owner(user.id)).collect(),
            other => {
                let options = self.field(other).map(|field| field.options.as_slice()).unwrap_or_default();
                options.iter().map(|option| Meaning::Option(option.id)).collect()
            }
        };
        match target {
            Target::Stage if self.may_create_stages => meanings.extend(StageGroup::ALL.map(Meaning::NewStage)),
            Target::Stage | Target::Owner => {}
            _ if self.may_create_fields => meanings.push(Meaning::NewOption),
            _ => {}
        }
        meanings.push(Meaning::Nothing);
        meanings
    }

    /// What values that fit nothing can mean in such a column: of values that are not shown nothing is created.
    pub fn meanings_of_others(&self, target: &Target) -> Vec<Meaning> {
        let mut meanings = self.meanings(target);
        meanings.retain(|meaning| !matches!(meaning, Meaning::NewStage(_) | Meaning::NewOption));
        meanings
    }

    /// What a value means before a person says so: the thing of the same name, else what can be created.
    pub fn first_meaning(&self, target: &Target, value: &str) -> Meaning {
        let same = |name: &str| name_key(name) == name_key(value);
        match target {
            Target::Stage => match self.stages.iter().find(|stage| same(&stage.name)) {
                Some(stage) => Meaning::Stage(stage.id),
                None if self.may_create_stages => Meaning::NewStage(StageGroup::InWork),
                None => Meaning::Nothing,
            },
            Target::Owner => {
                let names = |user: &User| [user.name(), format!("{} {}", user.last_name, user.first_name)];
                let is_named = |user: &&User| names(user).iter().any(|name| fold(name) == fold(value));
                let found = self.owners.iter().find(is_named);
                found.map_or(Meaning::Nothing, |user| Meaning::Owner(user.id))
            }
            other => {
                let options = self.field(other).map(|field| field.options.as_slice()).unwrap_or_default();
                match options.iter().find(|option| same(&option.name)) {
                    Some(option) => Meaning::Option(option.id),
                    None if self.may_create_fields => Meaning::NewOption,
                    None => Meaning::Nothing,
                }
            }
        }
    }
}

/// Sends a column elsewhere; its values and its date format begin anew.
pub fn retarget(column: &mut ColumnPlan, target: Target, glimpse: &ColumnGlimpse, known: &Known) {
    let meant = |value: &String| (value.clone(), known.first_meaning(&target, value));
    column.values = match known.maps_values(&target) {
        true => glimpse.values.iter().map(|(value, _)| meant(value)).collect(),
        false => Default::default(),
    };
    column.others = target.meaning_of_others().filter(|_| glimpse.has_too_many_values());
    column.dates = None;
    column.target = target;
}

/// Whether a mapping made earlier is one of this file and of what the company has now.
pub fn fits(plan: &ImportPlan, guess: &ImportPlan, known: &Known) -> bool {
    let headings = |plan: &ImportPlan| plan.columns.iter().map(|column| column.heading.clone()).collect::<Vec<_>>();
    let is_known = |target: &Target| !matches!(target, Target::Field(_)) || known.field(target).is_some();
    (plan.noun, &plan.sheet) == (guess.noun, &guess.sheet)
        && headings(plan) == headings(guess)
        && plan.columns.iter().all(|column| is_known(&column.target))
}

/// How far the mapping of a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnState {
    /// It is not imported.
    Skipped,
    /// It goes to something that is there.
    Ready,
    /// It goes to a field that will be created.
    Creates,
    /// Another column goes to the same place.
    Repeated,
    /// A new field without a name.
    Unnamed,
    /// Its dates do not fit the chosen format.
    Dates,
    /// It has more different values than can be mapped one by one.
    TooManyValues,
    /// It has more different values than a new list takes.
    TooManyChoices,
    /// So many values get no meaning.
    Unmapped(usize),
}

impl ColumnState {
    /// Whether the file can be checked like this.
    pub fn is_fine(self) -> bool {
        !matches!(self, ColumnState::Repeated | ColumnState::Unnamed | ColumnState::TooManyChoices)
    }
}

/// How far the mapping of this column is.
pub fn state(plan: &ImportPlan, index: usize, glimpse: &ColumnGlimpse, known: &Known) -> ColumnState {
    let Some(column) = plan.columns.get(index) else { return ColumnState::Skipped };
    let nothing = column.values.values().filter(|meaning| **meaning == Meaning::Nothing).count();
    match &column.target {
        Target::Skip => ColumnState::Skipped,
        Target::NewField(_, name) if name.trim().is_empty() => ColumnState::Unnamed,
        target if is_repeated(plan, index, target) => ColumnState::Repeated,
        target if known.maps_values(target) && glimpse.has_too_many_values() => match target {
            Target::NewField(..) => ColumnState::TooManyChoices,
            _ => ColumnState::TooManyValues,
        },
        target if known.kind(target) == Some(FieldKind::Date) && !dates_fit(column, glimpse) => ColumnState::Dates,
        _ if nothing > 0 => ColumnState::Unmapped(nothing),
        Target::NewField(..) => ColumnState::Creates,
        _ => ColumnState::Ready,
    }
}

fn is_repeated(plan: &ImportPlan, index: usize, target: &Target) -> bool {
    let may_repeat = matches!(target, Target::Skip | Target::Name | Target::Phone | Target::Email);
    let same = |other: &Target| match (target, other) {
        (Target::NewField(_, one), Target::NewField(_, other)) => name_key(one) == name_key(other),
        (one, other) => one == other,
    };
    !may_repeat && plan.columns.iter().enumerate().any(|(other, column)| other != index && same(&column.target))
}

fn dates_fit(column: &ColumnPlan, glimpse: &ColumnGlimpse) -> bool {
    let fits = |text: &String| parse_date(text, None).is_ok() || parse_date(text, column.dates).is_ok();
    glimpse.samples.iter().all(fits)
}

/// What every record needs: a client's ФИО, a deal's title.
pub fn required(noun: Noun) -> Target {
    if noun == Noun::Deal { Target::Title } else { Target::Name }
}

/// Whether a column goes to what every record needs.
pub fn has_required(plan: &ImportPlan) -> bool {
    plan.columns.iter().any(|column| column.target == required(plan.noun))
}

/// Whether the server can be asked what this mapping would do.
pub fn can_check(plan: &ImportPlan, glimpses: &[ColumnGlimpse], known: &Known) -> bool {
    let fine = |(index, glimpse)| state(plan, index, glimpse, known).is_fine();
    has_required(plan) && glimpses.iter().enumerate().all(fine)
}

#[cfg(test)]
#[path = "plan_model_tests.rs"]
mod tests;
