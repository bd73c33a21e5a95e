use super::*;
use domain::{
    access::Rank,
    clients::ClientKind,
    colour::Colour,
    dates::DateFormat,
    fields::FieldOption,
    ids::{FieldId, OptionId, StageId},
};
use uuid::Uuid;

fn id<T: From<Uuid>>(number: u128) -> T {
    T::from(Uuid::from_u128(number))
}

fn known() -> Known {
    let options = vec![FieldOption { id: id(21), name: "Сайт".into() }];
    let field = |number, kind, name: &str, options| FieldDef {
        id: id(number),
        noun: Noun::Deal,
        kind,
        name: name.into(),
        options,
        version: 1,
    };
    let anna =
        User { id: id(1), first_name: "Анна".into(), last_name: "Каримова".into(), rank: Rank::Director };
    Known {
        noun: Noun::Deal,
        fields: vec![field(11, FieldKind::Choice, "Источник", options), field(12, FieldKind::Date, "Срок", Vec::new())],
        stages: vec![Stage {
            id: id(31),
            group: StageGroup::InWork,
            name: "Переговоры".into(),
            colour: Colour::preset(1),
        }],
        owners: vec![anna],
        may_create_fields: true,
        may_create_stages: true,
    }
}

fn glimpse(heading: &str, values: &[&str]) -> ColumnGlimpse {
    ColumnGlimpse {
        heading: heading.into(),
        samples: values.iter().map(|value| (*value).to_owned()).collect(),
        values: values.iter().map(|value| ((*value).to_owned(), 1)).collect(),
        filled: 1,
        kind: FieldKind::Text,
    }
}

fn plan(targets: &[Target]) -> ImportPlan {
    let column = |target: &Target| ColumnPlan {
        heading: String::new(),
        target: target.clone(),
        dates: None,
        values: Default::default(),
        others: None,
    };
    let columns = targets.iter().map(column).collect();
    ImportPlan { noun: Noun::Deal, sheet: None, client_kind: ClientKind::Person, columns }
}

#[test]
fn values_mean_the_thing_of_the_same_name_or_what_can_be_created() {
    let known = known();
    let stage = |value| known.first_meaning(&Target::Stage, value);
    assert_eq!(stage(" переговоры"), Meaning::Stage(id::<StageId>(31)));
    assert_eq!(stage("Думает"), Meaning::NewStage(StageGroup::InWork));
    assert_eq!(known.first_meaning(&Target::Owner, "Каримова Анна"), Meaning::Owner(id(1)));
    assert_eq!(known.first_meaning(&Target::Owner, "Пётр"), Meaning::Nothing);
    let source = Target::Field(id::<FieldId>(11));
    assert_eq!(known.first_meaning(&source, "сайт"), Meaning::Option(id::<OptionId>(21)));
    assert_eq!(known.first_meaning(&source, "Звонок"), Meaning::NewOption);
    assert_eq!(known.first_meaning(&source, "Сайт+"), Meaning::NewOption);
    assert_eq!(stage("Переговоры?"), Meaning::NewStage(StageGroup::InWork));
}

#[test]
fn who_may_create_nothing_is_offered_nothing_new() {
    let known = Known { may_create_fields: false, may_create_stages: false, ..known() };
    assert_eq!(known.first_meaning(&Target::Stage, "Думает"), Meaning::Nothing);
    assert_eq!(known.meanings(&Target::Stage), [Meaning::Stage(id(31)), Meaning::Nothing]);
    let source = Target::Field(id::<FieldId>(11));
    assert_eq!(known.meanings(&source), [Meaning::Option(id(21)), Meaning::Nothing]);
}

#[test]
fn a_column_sent_elsewhere_begins_its_values_and_dates_anew() {
    let mut column = plan(&[Target::Field(id(12))]).columns.remove(0);
    column.dates = Some(DateFormat::DayMonthYear);
    retarget(&mut column, Target::Stage, &glimpse("Этап", &["Переговоры", "Думает"]), &known());
    assert_eq!(column.dates, None);
    assert_eq!(column.values.len(), 2);
    retarget(&mut column, Target::Budget, &glimpse("Этап", &["Переговоры", "Думает"]), &known());
    assert!(column.values.is_empty());
}

#[test]
fn only_names_phones_and_emails_take_several_columns() {
    let look = glimpse("x", &[]);
    let twice = |target: Target| state(&plan(&[target.clone(), target]), 1, &look, &known());
    assert_eq!(twice(Target::Budget), ColumnState::Repeated);
    assert_eq!(twice(Target::Name), ColumnState::Ready);
    let new = |name: &str| Target::NewField(FieldKind::Text, name.into());
    assert_eq!(state(&plan(&[new("ИНН"), new("инн")]), 0, &look, &known()), ColumnState::Repeated);
    assert_eq!(state(&plan(&[new("ИНН"), new("КПП")]), 0, &look, &known()), ColumnState::Creates);
    assert_eq!(state(&plan(&[new(" ")]), 0, &look, &known()), ColumnState::Unnamed);
}

#[test]
fn dates_that_do_not_fit_their_format_are_told_before_the_check() {
    let look = glimpse("Срок", &["03.04.2026", "2026-05-01"]);
    let mut plan = plan(&[Target::Field(id(12))]);
    assert_eq!(state(&plan, 0, &look, &known()), ColumnState::Dates);
    plan.columns[0].dates = Some(DateFormat::DayMonthYear);
    assert_eq!(state(&plan, 0, &look, &known()), ColumnState::Ready);
}

#[test]
fn values_without_a_meaning_are_counted_and_too_many_of_them_are_told() {
    let look = glimpse("Кто", &["Пётр", "Анна Каримова"]);
    let mut plan = plan(&[Target::Owner]);
    retarget(&mut plan.columns[0], Target::Owner, &look, &known());
    assert_eq!(state(&plan, 0, &look, &known()), ColumnState::Unmapped(1));
    let crowd = ColumnGlimpse { values: Vec::new(), filled: 500, ..look };
    assert_eq!(state(&plan, 0, &crowd, &known()), ColumnState::TooManyValues);
}

#[test]
fn too_many_values_fit_what_is_there_or_get_one_meaning_but_make_no_new_list() {
    let known = known();
    let crowd = ColumnGlimpse { values: Vec::new(), filled: 500, ..glimpse("Кто", &[]) };
    let mut plan = plan(&[Target::Title, Target::Skip]);
    let mut sent = |target: Target| {
        retarget(&mut plan.columns[1], target, &crowd, &known);
        (plan.columns[1].others.clone(), state(&plan, 1, &crowd, &known))
    };
    assert_eq!(sent(Target::Owner), (Some(Meaning::Nothing), ColumnState::TooManyValues));
    assert_eq!(sent(Target::Stage), (None, ColumnState::TooManyValues));
    assert_eq!(sent(Target::Field(id(11))), (None, ColumnState::TooManyValues));
    assert_eq!(known.meanings_of_others(&Target::Stage), [Meaning::Stage(id(31)), Meaning::Nothing]);
    assert_eq!(known.meanings_of_others(&Target::Field(id(11))), [Meaning::Option(id(21)), Meaning::Nothing]);
    let new = |kind| Target::NewField(kind, "Кто".into());
    assert_eq!(sent(new(FieldKind::Choice)), (None, ColumnState::TooManyChoices));
    assert_eq!(sent(new(FieldKind::Text)), (None, ColumnState::Creates));
    assert!(!ColumnState::TooManyChoices.is_fine() && ColumnState::TooManyValues.is_fine());
}

#[test]
fn a_file_is_checked_only_with_a_title_and_without_repeats() {
    let (known, looks) = (known(), [glimpse("a", &[]), glimpse("b", &[])]);
    assert!(!can_check(&plan(&[Target::Budget, Target::Skip]), &looks, &known));
    assert!(can_check(&plan(&[Target::Title, Target::Budget]), &looks, &known));
    assert!(!can_check(&plan(&[Target::Title, Target::Title]), &looks, &known));
}

#[test]
fn a_kept_mapping_is_taken_up_for_the_same_columns_and_known_fields_only() {
    let column = |heading: &str, target| ColumnPlan {
        heading: heading.into(),
        target,
        dates: None,
        values: [].into(),
        others: None,
    };
    let plan = |columns| ImportPlan { columns, ..plan(&[]) };
    let guess = plan(vec![column("Тема", Target::Title), column("Источник", Target::Skip)]);
    let kept = |target| plan(vec![column("Тема", Target::Skip), column("Источник", target)]);
    assert!(fits(&kept(Target::Field(id(11))), &guess, &known()));
    assert!(!fits(&kept(Target::Field(id(99))), &guess, &known()), "a field that is gone");
    assert!(!fits(&plan(vec![column("Тема", Target::Title)]), &guess, &known()), "another file");
    assert!(!fits(&ImportPlan { sheet: Some("Лист2".into()), ..guess.clone() }, &guess, &known()), "another sheet");
}
