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
    "фамилия имя отчество",
    "фамилия имя",
    "фио клиента",
    "имя клиента",
    "full name",
    "fullname",
    "client name",
    "customer name",
];
/// A part of a person's name (R21).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NamePart {
    /// Фамилия.
    Last,
    /// Имя.
    First,
    /// Отчество.
    Middle,
}

/// The part of a name that stands under the heading; none where it says nothing of parts.
pub(super) fn name_part(heading: &str) -> Option<NamePart> {
    match fold(heading).as_str() {
        "фамилия" | "last name" | "lastname" | "surname" | "family name" => Some(NamePart::Last),
        "имя" | "first name" | "firstname" | "given name" => Some(NamePart::First),
        "отчество" | "middle name" | "patronymic" => Some(NamePart::Middle),
        _ => None,
    }
}

/// Whether such columns make a full name together.
fn is_of_name(heading: &str) -> bool {
    heading == "name" || name_part(heading).is_some()
}

/// Columns that name whoever buys.
const CLIENT: &[&str] = &[
    "клиент",
    "компания",
    "название компании",
    "организация",
    "контакт",
    "основной контакт",
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
const EMAIL: &[&str] = &[
    "e-mail",
    "email",
    "e mail",
    "почта",
    "электронная почта",
    "адрес электронной почты",
    "электронный адрес",
    "эл. почта",
    "эл почта",
    "эл.почта",
    "mail",
];
const OWNER: &[&str] = &[
    "ответственный",
    "ответственный менеджер",
    "ответственный сотрудник",
    "менеджер",
    "owner",
    "deal owner",
    "account owner",
    "contact owner",
    "record owner",
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
const STAGE: &[&str] = &[
    "этап",
    "этап сделки",
    "стадия",
    "стадия сделки",
    "stage",
    "deal stage",
    "sales stage",
    "статус сделки",
    "deal status",
    "статус",
    "status",
];

/// A heading as names are looked for in it.
struct Heading {
    /// All of it.
    whole: String,
    /// Without its unit or remark: «Бюджет, сум», «Телефон (рабочий)». None where a custom field has this very name.
    loose: Option<String>,
}

impl Heading {
    fn new(text: &str, fields: &[FieldDef]) -> Self {
        let is_field = field_named(fields, text).is_some();
        let main = text.split([',', '(']).next().unwrap_or_default();
        Heading { whole: fold(text), loose: (!is_field).then(|| fold(main)) }
    }

    fn is(&self, name: &str) -> bool {
        self.whole == name
    }

    fn is_loosely(&self, name: &str) -> bool {
        self.loose.as_deref() == Some(name)
    }

    /// «Телефон 2», «Phone (home)», «Рабочий телефон»; not «Комментарий к телефону».
    fn is_kind_of(&self, name: &str) -> bool {
        let begins = self.whole.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        let loose = self.loose.as_deref().unwrap_or_default();
        let before = loose.strip_suffix(name).and_then(|before| before.strip_suffix(' '));
        begins || before.is_some_and(|before| before.split(' ').count() <= 2 && before.split(' ').all(is_long))
    }
}

/// Longer than what joins words, such as «к» and «to».
fn is_long(word: &str) -> bool {
    word.chars().count() > 2
}

/// The built-in target of each column; none where the heading says nothing. A target that takes one column gets the
/// first that fits.
pub(super) fn builtin_targets(noun: Noun, headings: &[String], fields: &[FieldDef]) -> Vec<Option<Target>> {
    let folded: Vec<Heading> = headings.iter().map(|heading| Heading::new(heading, fields)).collect();
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

fn take_names(targets: &mut [Option<Target>], folded: &[Heading]) {
    let has = |names: &[&str]| folded.iter().any(|heading| names.iter().any(|name| heading.is(name)));
    if folded.iter().any(|heading| FULL_NAME.iter().any(|name| heading.is(name) || heading.is_loosely(name))) {
        take_first(targets, folded, FULL_NAME, Target::Name);
    } else if folded.iter().any(|heading| is_of_name(&heading.whole)) {
        for (target, heading) in targets.iter_mut().zip(folded) {
            if is_of_name(&heading.whole) {
                *target = Some(Target::Name);
            }
        }
    } else if has(CLIENT) {
        take_first(targets, folded, CLIENT, Target::Name);
    } else {
        take_first(targets, folded, &["название", "наименование"], Target::Name);
    }
}

fn take_first(targets: &mut [Option<Target>], folded: &[Heading], names: &[&str], target: Target) {
    // In the order of the names: «сделка» is a better title than «название» further left.
    let find = |is: fn(&Heading, &str) -> bool| {
        names.iter().find_map(|name| folded.iter().position(|heading| is(heading, name)))
    };
    let fitting = find(Heading::is).or_else(|| find(Heading::is_loosely));
    if let Some(place) = fitting.and_then(|index| targets.get_mut(index)).filter(|place| place.is_none()) {
        *place = Some(target);
    }
}

fn take_all(targets: &mut [Option<Target>], folded: &[Heading], names: &[&str], target: Target) {
    for (place, heading) in targets.iter_mut().zip(folded) {
        if names.iter().any(|name| heading.is_kind_of(name)) && place.is_none() {
            *place = Some(target.clone());
        }
    }
}

/// A deal without a title column is called by its number in the old system.
fn take_number(targets: &mut [Option<Target>], folded: &[Heading]) {
    let is_number = |heading: &Heading| {
        let text = heading.whole.as_str();
        matches!(text, "id" | "ид" | "№" | "номер" | "номер сделки" | "код") || text.ends_with(" id")
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
        person if FULL_NAME.contains(&person) || is_of_name(person) => Some(ClientKind::Person),
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
mod tests;
