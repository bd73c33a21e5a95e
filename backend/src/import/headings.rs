//! What a heading says about its column, in Russian and English. Only names live here; what the cells say is `look`.

use domain::{
    clients::ClientKind,
    fields::{FieldDef, Noun},
    import::{ColumnGlimpse, Target},
    pipelines::StageGroup,
    search_text::{fold, name_key},
};

/// Columns that are a full name by themselves.
const FULL_NAME: &[&str] = &[
    "фио",
    "ф.и.о",
    "полное имя",
    "фио клиента",
    "имя клиента",
    "full name",
    "fullname",
    "client name",
    "customer name",
];
/// Parts that make a full name together, in the file's order (R21).
const NAME_PART: &[&str] = &[
    "фамилия",
    "имя",
    "отчество",
    "name",
    "first name",
    "firstname",
    "given name",
    "last name",
    "lastname",
    "surname",
    "family name",
    "middle name",
    "patronymic",
];
/// Columns that name whoever buys.
const CLIENT: &[&str] = &[
    "клиент",
    "компания",
    "название компании",
    "организация",
    "контакт",
    "контактное лицо",
    "заказчик",
    "покупатель",
    "контрагент",
    "account",
    "account name",
    "client",
    "customer",
    "company",
    "company name",
    "contact",
    "organization",
];
/// Headings of names that no person has.
const COMPANY: &[&str] = &[
    "компания",
    "название компании",
    "организация",
    "название",
    "наименование",
    "account",
    "account name",
    "company",
    "company name",
    "organization",
];
/// Digits of a company's ИНН; a person's has twelve.
const COMPANY_TAX_DIGITS: usize = 10;
const TITLE: &[&str] = &[
    "сделка",
    "название сделки",
    "наименование сделки",
    "название",
    "наименование",
    "тема",
    "opportunity",
    "opportunity name",
    "deal",
    "deal name",
    "deal title",
    "title",
    "name",
];
const PHONE: &[&str] =
    &["телефон", "тел", "мобильный", "моб", "сотовый", "номер телефона", "phone", "mobile", "tel", "telephone", "cell"];
const EMAIL: &[&str] =
    &["e-mail", "email", "e mail", "почта", "электронная почта", "эл. почта", "эл почта", "эл.почта", "mail"];
const OWNER: &[&str] = &[
    "ответственный",
    "ответственный менеджер",
    "менеджер",
    "owner",
    "manager",
    "sales agent",
    "sales rep",
    "sales manager",
    "responsible",
    "assigned to",
];
const BUDGET: &[&str] = &[
    "бюджет",
    "бюджет сделки",
    "сумма",
    "сумма сделки",
    "стоимость",
    "amount",
    "deal amount",
    "close value",
    "deal value",
    "deal budget",
    "value",
    "budget",
    "sum",
];
const STAGE: &[&str] = &["этап", "этап сделки", "стадия", "стадия сделки", "stage", "deal stage", "sales stage"];

/// The built-in target of each column; none where the heading says nothing. A target that takes one column gets the
/// first that fits.
pub(super) fn builtin_targets(noun: Noun, headings: &[String]) -> Vec<Option<Target>> {
    let folded: Vec<String> = headings.iter().map(|heading| fold(heading)).collect();
    let mut targets = vec![None; folded.len()];
    if noun == Noun::Deal {
        take_first(&mut targets, &folded, TITLE, Target::Title);
        if !targets.contains(&Some(Target::Title)) {
            take_number(&mut targets, &folded);
        }
        take_first(&mut targets, &folded, CLIENT, Target::Client);
        if !targets.contains(&Some(Target::Client)) {
            take_first(&mut targets, &folded, FULL_NAME, Target::Client);
        }
        take_first(&mut targets, &folded, BUDGET, Target::Budget);
        take_first(&mut targets, &folded, STAGE, Target::Stage);
    } else {
        take_names(&mut targets, &folded);
        take_all(&mut targets, &folded, PHONE, Target::Phone);
        take_all(&mut targets, &folded, EMAIL, Target::Email);
    }
    take_first(&mut targets, &folded, OWNER, Target::Owner);
    targets
}

fn take_names(targets: &mut [Option<Target>], folded: &[String]) {
    let has = |names: &[&str]| folded.iter().any(|heading| names.contains(&heading.as_str()));
    if has(FULL_NAME) {
        take_first(targets, folded, FULL_NAME, Target::Name);
    } else if has(NAME_PART) {
        for (target, heading) in targets.iter_mut().zip(folded) {
            if NAME_PART.contains(&heading.as_str()) {
                *target = Some(Target::Name);
            }
        }
    } else if has(CLIENT) {
        take_first(targets, folded, CLIENT, Target::Name);
    } else {
        take_first(targets, folded, &["название", "наименование"], Target::Name);
    }
}

fn take_first(targets: &mut [Option<Target>], folded: &[String], names: &[&str], target: Target) {
    // In the order of the names: «сделка» is a better title than «название» further left.
    let fitting = names.iter().find_map(|name| folded.iter().position(|heading| heading == name));
    if let Some(place) = fitting.and_then(|index| targets.get_mut(index)).filter(|place| place.is_none()) {
        *place = Some(target);
    }
}

fn take_all(targets: &mut [Option<Target>], folded: &[String], names: &[&str], target: Target) {
    for (place, heading) in targets.iter_mut().zip(folded) {
        // «Телефон 2», «Phone (home)».
        let fits = names
            .iter()
            .any(|name| heading.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')));
        if fits && place.is_none() {
            *place = Some(target.clone());
        }
    }
}

/// A deal without a title column is called by its number in the old system.
fn take_number(targets: &mut [Option<Target>], folded: &[String]) {
    let is_number = |heading: &String| {
        matches!(heading.as_str(), "id" | "ид" | "№" | "номер" | "номер сделки" | "код") || heading.ends_with(" id")
    };
    if let Some(index) = folded.iter().position(is_number) {
        targets[index] = Some(Target::Title);
    }
}

/// What clients are whose names stand under these headings. «Клиент» and «name» say nothing by themselves: there it is the
/// ИНН that tells.
pub(super) fn client_kind<'a>(mut names: impl Iterator<Item = &'a str>, columns: &[ColumnGlimpse]) -> ClientKind {
    let told = names.find_map(|heading| match fold(heading).as_str() {
        "name" => None,
        company if COMPANY.contains(&company) => Some(ClientKind::Company),
        person if FULL_NAME.contains(&person) || NAME_PART.contains(&person) => Some(ClientKind::Person),
        _ => None,
    });
    let has_codes = || columns.iter().any(has_company_codes);
    told.unwrap_or_else(|| if has_codes() { ClientKind::Company } else { ClientKind::Person })
}

fn has_company_codes(column: &ColumnGlimpse) -> bool {
    let is_code = |text: &String| text.len() == COMPANY_TAX_DIGITS && text.bytes().all(|sign| sign.is_ascii_digit());
    fold(&column.heading).split(' ').next() == Some("инн")
        && !column.samples.is_empty()
        && column.samples.iter().all(is_code)
}

/// The custom field that has the heading's name.
pub(super) fn field_named<'a>(fields: &'a [FieldDef], heading: &str) -> Option<&'a FieldDef> {
    let (key, folded) = (name_key(heading), fold(heading));
    let exact = fields.iter().find(|field| name_key(&field.name) == key);
    exact.or_else(|| fields.iter().find(|field| fold(&field.name) == folded))
}

/// The group in which a stage of this name belongs, as far as its name tells.
pub(super) fn stage_group(name: &str) -> StageGroup {
    const FAILED: &[&str] = &["lost", "fail", "cancel", "отказ", "провал", "проигр", "отмен", "неуспе", "не успе"];
    const SUCCESSFUL: &[&str] = &["won", "success", "paid", "оплач", "успе", "выигр"];
    const UNPROCESSED: &[&str] = &["new", "prospect", "lead", "нов", "первичн", "необработ", "заявк"];
    let folded = fold(name);
    let says = |parts: &[&str]| {
        parts.iter().any(|part| folded.split(' ').any(|word| word.starts_with(part)))
            || parts.iter().any(|part| part.contains(' ') && folded.contains(part))
    };
    if says(FAILED) {
        StageGroup::Failed
    } else if says(SUCCESSFUL) {
        StageGroup::Successful
    } else if says(UNPROCESSED) {
        StageGroup::Unprocessed
    } else {
        StageGroup::InWork
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Target::*;

    fn check(noun: Noun, headings: &[&str], expect: &[Option<Target>]) {
        let headings: Vec<String> = headings.iter().map(|heading| (*heading).to_owned()).collect();
        assert_eq!(builtin_targets(noun, &headings), expect, "{headings:?}");
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
    }

    #[test]
    fn a_field_is_known_by_its_very_name_before_one_that_differs_in_signs() {
        let field = |number: u128, name: &str| FieldDef {
            id: uuid::Uuid::from_u128(number).into(),
            noun: Noun::Deal,
            kind: domain::fields::FieldKind::Number,
            name: name.into(),
            options: Vec::new(),
            version: 1,
        };
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
}
