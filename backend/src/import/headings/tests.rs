//! Headings as files have them.

use super::*;
use Target::*;

fn check(noun: Noun, headings: &[&str], expect: &[Option<Target>]) {
    let headings: Vec<String> = headings.iter().map(|heading| (*heading).to_owned()).collect();
    assert_eq!(builtin_targets(noun, &headings, &[]), expect, "{headings:?}");
}

fn field(number: u128, name: &str) -> FieldDef {
    FieldDef {
        id: uuid::Uuid::from_u128(number).into(),
        noun: Noun::Deal,
        kind: domain::fields::FieldKind::Number,
        name: name.into(),
        options: Vec::new(),
        version: 1,
    }
}

#[test]
fn clients_headings_are_known_in_russian_and_english() {
    let client = |headings: &[&str], expect: &[Option<Target>]| check(Noun::Client, headings, expect);
    client(&["ФИО", "Телефон", "E-mail"], &[Some(Name), Some(Phone), Some(Email)]);
    client(&["Фамилия", "Имя", "Отчество"], &[Some(Name), Some(Name), Some(Name)]);
    client(&["first_name", "Last Name", "Company"], &[Some(Name), Some(Name), None]);
    client(&["account", "sector"], &[Some(Name), None]);
    client(&["Название", "ИНН"], &[Some(Name), None]);
    client(&["Ф.И.О.", "Имя", "Ответственный"], &[Some(Name), None, Some(Owner)]);
    client(&["Клиент", "Телефон 2", "Эл. почта"], &[Some(Name), Some(Phone), Some(Email)]);
    client(&["Телефон доверия", "Телефонист"], &[Some(Phone), None]);
    client(&["Менеджер", "manager"], &[Some(Owner), None]);
    client(&["Фамилия, имя, отчество", "Рабочий телефон", "Work phone"], &[Some(Name), Some(Phone), Some(Phone)]);
    client(&["ФИО (полностью)", "Адрес электронной почты"], &[Some(Name), Some(Email)]);
    client(&["Контакт", "Рабочий email (контакт)"], &[Some(Name), Some(Email)]);
    client(&["Комментарий к телефону", "Ответ на e-mail", "Как дать нам свой телефон"], &[None, None, None]);
}

#[test]
fn deals_headings_are_known_in_russian_and_english() {
    let deal = |headings: &[&str], expect: &[Option<Target>]| check(Noun::Deal, headings, expect);
    deal(
        &["Наименование", "Клиент", "Бюджет", "Этап", "Ответственный"],
        &[Some(Title), Some(Client), Some(Budget), Some(Stage), Some(Owner)],
    );
    deal(
        &["opportunity_id", "sales_agent", "product", "account", "deal_stage", "close_value"],
        &[Some(Title), Some(Owner), None, Some(Client), Some(Stage), Some(Budget)],
    );
    deal(&["Название", "Сделка", "Сумма"], &[None, Some(Title), Some(Budget)]);
    deal(&["№", "ФИО", "Телефон"], &[Some(Title), Some(Client), None]);
    deal(&["Создан", "created"], &[None, None]);
    deal(
        &["Название сделки", "Основной контакт", "Бюджет, сум", "Статус", "Deal owner"],
        &[Some(Title), Some(Client), Some(Budget), Some(Stage), Some(Owner)],
    );
    deal(&["Status", "Stage", "Сумма (план)", "Сумма"], &[None, Some(Stage), None, Some(Budget)]);
}

#[test]
fn a_field_of_the_headings_name_is_a_better_guess_than_a_loose_one() {
    let headings = ["Бюджет, сум".to_owned(), "Рабочий телефон".to_owned()];
    let fields = [field(1, "Бюджет, сум"), field(2, "Рабочий телефон")];
    assert_eq!(builtin_targets(Noun::Deal, &headings, &[]), [Some(Budget), None]);
    assert_eq!(builtin_targets(Noun::Deal, &headings, &fields), [None, None]);
    assert_eq!(builtin_targets(Noun::Client, &headings, &[]), [None, Some(Phone)]);
    assert_eq!(builtin_targets(Noun::Client, &headings, &fields), [None, None]);
}

#[test]
fn a_field_is_known_by_its_very_name_before_one_that_differs_in_signs() {
    let fields = [field(1, "Скидка"), field(2, "Скидка, %"), field(3, "Вес (кг)")];
    for (heading, name) in
        [("скидка", "Скидка"), ("СКИДКА, %", "Скидка, %"), ("Скидка %", "Скидка"), ("вес, кг", "Вес (кг)")]
    {
        assert_eq!(field_named(&fields, heading).map(|field| field.name.as_str()), Some(name), "{heading}");
    }
}

#[test]
fn the_headings_of_names_tell_people_from_companies_and_else_the_tax_codes() {
    let column = |heading: &str, sample: &str| ColumnGlimpse {
        heading: heading.into(),
        samples: vec![sample.into()],
        values: Vec::new(),
        filled: 1,
        kind: domain::fields::FieldKind::Text,
    };
    let company = [column("ИНН организации", "7707083893")];
    let person = [column("ИНН", "500100732259"), column("Код", "7707083893")];
    for (names, columns, expect) in [
        (&["Фамилия", "Имя"][..], &company, ClientKind::Person),
        (&["Ф.И.О."], &company, ClientKind::Person),
        (&["First name"], &company, ClientKind::Person),
        (&["Компания"], &company, ClientKind::Company),
        (&["ОРГАНИЗАЦИЯ"], &company, ClientKind::Company),
        (&["account"], &company, ClientKind::Company),
        (&["Company"], &company, ClientKind::Company),
        (&["Наименование"], &company, ClientKind::Company),
        (&["Name"], &company, ClientKind::Company),
        (&["Клиент"], &company, ClientKind::Company),
        (&[], &company, ClientKind::Company),
    ] {
        assert_eq!(client_kind(names.iter().copied(), columns), expect, "{names:?}");
    }
    for (names, expect) in [
        (&["Name"][..], ClientKind::Person),
        (&["Клиент"], ClientKind::Person),
        (&["Название компании"], ClientKind::Company),
        (&[], ClientKind::Person),
    ] {
        assert_eq!(client_kind(names.iter().copied(), &person), expect, "{names:?}");
    }
}

#[test]
fn a_stages_name_tells_its_group() {
    for (name, group) in [
        ("Won", StageGroup::Successful),
        ("Успешно реализовано", StageGroup::Successful),
        ("Не успешно", StageGroup::Failed),
        ("Lost", StageGroup::Failed),
        ("Отказ клиента", StageGroup::Failed),
        ("Prospecting", StageGroup::Unprocessed),
        ("Новая заявка", StageGroup::Unprocessed),
        ("Engaging", StageGroup::InWork),
        ("Renewal", StageGroup::InWork),
        ("Договор", StageGroup::InWork),
    ] {
        assert_eq!(stage_group(name), group, "{name}");
    }
}
