//! Names of targets, meanings and formats: keys for `<select>`, and what a person reads.

use super::plan_model::Known;
use crate::i18n::{t, ta};
use domain::{
    clients::ClientKind,
    dates::DateFormat,
    fields::{FieldKind, Noun},
    import::{ImportState, Meaning, Target},
};

/// The key of a target in a `<select>`.
pub fn target_key(target: &Target) -> String {
    match target {
        Target::Skip => "skip".into(),
        Target::Name => "name".into(),
        Target::Phone => "phone".into(),
        Target::Email => "email".into(),
        Target::Title => "title".into(),
        Target::Client => "client".into(),
        Target::Budget => "budget".into(),
        Target::Stage => "stage".into(),
        Target::Owner => "owner".into(),
        Target::Field(id) => format!("field:{id}"),
        Target::NewField(kind, _) => format!("new:{}", kind.key()),
    }
}

/// The target of a key; a new field gets the heading as its name.
pub fn target_of(key: &str, noun: Noun, heading: &str) -> Option<Target> {
    if let Some(kind) = key.strip_prefix("new:") {
        return Some(Target::NewField(FieldKind::from_key(kind)?, heading.to_owned()));
    }
    if let Some(id) = key.strip_prefix("field:") {
        return id.parse().ok().map(Target::Field);
    }
    let mut builtin = Target::builtin(noun).iter().chain([&Target::Skip]);
    builtin.find(|&target| target_key(target) == key).cloned()
}

/// The name of a built-in target; companies are named otherwise than people.
pub fn target(target: &Target, who: ClientKind) -> String {
    if (target, who) == (&Target::Name, ClientKind::Company) {
        return t("clients.company_name");
    }
    t(&format!("import.target.{}", target_key(target)))
}

/// A meaning as the person chooses it.
pub fn meaning(meaning: &Meaning, value: &str, known: &Known) -> String {
    let name = match meaning {
        Meaning::Stage(id) => known.stages.iter().find(|stage| stage.id == *id).map(|stage| stage.name.clone()),
        Meaning::Owner(id) => known.owners.iter().find(|user| user.id == *id).map(|user| user.name()),
        Meaning::Option(id) => {
            known.fields.iter().find_map(|field| field.option(*id)).map(|option| option.name.clone())
        }
        Meaning::NewStage(group) => {
            let group = t(&format!("import.group.{}", group.key()));
            Some(ta("import.new_stage", &[("name", value), ("group", &group)]))
        }
        Meaning::NewOption => Some(ta("import.new_option", &[("name", value)])),
        Meaning::Nothing => Some(t("import.nothing")),
    };
    name.unwrap_or_else(|| t("problems.unknown"))
}

/// Every order of day, month and year that a person may choose (R6).
pub const DATE_FORMATS: [DateFormat; 4] =
    [DateFormat::Iso, DateFormat::DayMonthYear, DateFormat::MonthDayYear, DateFormat::YearMonthDay];

/// The key of a date format.
pub fn date_key(format: DateFormat) -> &'static str {
    match format {
        DateFormat::Iso => "iso",
        DateFormat::DayMonthYear => "day_month_year",
        DateFormat::MonthDayYear => "month_day_year",
        DateFormat::YearMonthDay => "year_month_day",
    }
}

/// «Импорт клиентов», «Импорт сделок».
pub fn title(noun: Noun) -> String {
    t(if noun == Noun::Deal { "import.title_deals" } else { "import.title_clients" })
}

/// The badge of a state: its colour and its word.
pub fn state(state: ImportState) -> (&'static str, String) {
    let colour = match state {
        ImportState::Finished => "badge good",
        ImportState::Failed => "badge bad",
        ImportState::Cancelled => "badge warn",
        ImportState::Running | ImportState::Queued => "badge accent",
        ImportState::Uploaded => "badge",
    };
    (colour, t(&format!("import.state.{}", state.key())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_comes_back_from_its_key() {
        for noun in [Noun::Client, Noun::Deal] {
            for target in Target::builtin(noun).iter().chain([&Target::Skip]) {
                assert_eq!(target_of(&target_key(target), noun, "x").as_ref(), Some(target));
            }
        }
        let field = Target::Field(uuid::Uuid::from_u128(7).into());
        assert_eq!(target_of(&target_key(&field), Noun::Deal, "x"), Some(field));
        let new = Target::NewField(FieldKind::Date, "Срок".into());
        assert_eq!(target_of(&target_key(&new), Noun::Deal, "Срок"), Some(new));
        assert_eq!(target_of("budget", Noun::Client, "x"), None, "clients have no budget");
        assert_eq!(target_of("new:pictures", Noun::Deal, "x"), None);
    }
}
