//! The form «+ Добавить клиента» as data: what was typed, and the client it makes or the rules it breaks. Pure.

use crate::record::checked_custom;
use domain::{
    clients::{ClientKind, NameParts, NewClient, checked_client_name},
    email::Email,
    error::{FieldIssue, Problem},
    fields::FieldDef,
    ids::{FieldId, UserId},
    phone::{Country, Phone},
    workspaces::Workspace,
};
use std::collections::BTreeMap;

/// All that was typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClientDraft {
    /// Персона or компания.
    pub kind: ClientKind,
    /// Фамилия, имя, отчество of a person.
    pub parts: NameParts,
    /// The company's name.
    pub company: String,
    /// Ответственный; its author without one.
    pub owner: Option<UserId>,
    /// Each phone's country, as its ISO letters, and number; numbered as the form's lines are.
    pub phones: Vec<(u32, String, String)>,
    /// E-mails, numbered as the form's lines are.
    pub emails: Vec<(u32, String)>,
    /// Custom fields as typed or chosen.
    pub custom: BTreeMap<FieldId, String>,
}

/// What a draft is checked against.
pub struct Rules<'a> {
    /// Limits and currency.
    pub workspace: &'a Workspace,
    /// The clients' custom fields.
    pub fields: &'a [FieldDef],
}

impl ClientDraft {
    /// ФИО as it will be kept: the parts joined by single spaces (R21), or the company's name.
    pub fn name(&self) -> String {
        match self.kind {
            ClientKind::Company => self.company.trim().to_owned(),
            ClientKind::Person => {
                let parts = [&self.parts.last, &self.parts.first, &self.parts.middle];
                let parts: Vec<_> = parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
                parts.join(" ")
            }
        }
    }

    /// The new client, or every broken rule in the order of the form.
    pub fn checked(&self, rules: &Rules<'_>) -> Result<NewClient, Vec<FieldIssue>> {
        let mut issues = Vec::new();
        self.check_name(rules.workspace.name_limit, &mut issues);
        let phones = self.checked_phones(&mut issues);
        let emails = self.checked_emails(&mut issues);
        let custom = checked_custom(rules.fields, &self.custom, rules.workspace.text_limit)
            .map_err(|broken| issues.extend(broken))
            .unwrap_or_default();
        let parts = (self.kind == ClientKind::Person).then(|| self.parts.clone());
        let new = NewClient { kind: self.kind, name: self.name(), parts, phones, emails, owner: self.owner, custom };
        if issues.is_empty() { Ok(new) } else { Err(issues) }
    }

    fn check_name(&self, limit: usize, issues: &mut Vec<FieldIssue>) {
        if self.kind == ClientKind::Person
            && let Err(issue) = self.parts.joined()
        {
            issues.push(issue);
        } else if let Err(issue) = checked_client_name(&self.name(), limit) {
            issues.push(issue);
        }
    }

    fn checked_phones(&self, issues: &mut Vec<FieldIssue>) -> Vec<Phone> {
        let filled = self.phones.iter().filter(|(_, _, number)| !number.trim().is_empty());
        let read = filled.filter_map(|(line, iso, number)| {
            let country = Country::by_iso(iso).unwrap_or(Country::UZ);
            kept(Phone::parse(number, country).map_err(Problem::from), format!("phone-{line}"), issues)
        });
        read.collect()
    }

    fn checked_emails(&self, issues: &mut Vec<FieldIssue>) -> Vec<Email> {
        let filled = self.emails.iter().filter(|(_, text)| !text.trim().is_empty());
        let read = filled.filter_map(|(line, text)| {
            let email = Email::parse(text).map_err(|error| Problem::of_email(error, text));
            kept(email, format!("email-{line}"), issues)
        });
        read.collect()
    }
}

fn kept<T>(read: Result<T, Problem>, field: String, issues: &mut Vec<FieldIssue>) -> Option<T> {
    read.map_err(|problem| issues.push(FieldIssue { field, problem })).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        fields::{FieldKind, FieldValue, Noun},
        ids::WorkspaceId,
        money::Currency,
        number::Number,
    };
    use uuid::Uuid;

    fn workspace() -> Workspace {
        Workspace {
            id: WorkspaceId(Uuid::from_u128(1)),
            crm_id: "1".into(),
            name: "Лисички".into(),
            currency: Currency::UZS,
            name_limit: 30,
            text_limit: 30,
            version: 1,
        }
    }

    fn field(id: u128, kind: FieldKind) -> FieldDef {
        let id = FieldId(Uuid::from_u128(id));
        FieldDef { id, noun: Noun::Client, kind, name: format!("{id}"), options: vec![], version: 1 }
    }

    fn anna() -> ClientDraft {
        let parts = NameParts { last: " Каримова".into(), first: "Анна ".into(), middle: String::new() };
        ClientDraft { parts, ..ClientDraft::default() }
    }

    fn checked(draft: &ClientDraft, fields: &[FieldDef]) -> Result<NewClient, Vec<FieldIssue>> {
        draft.checked(&Rules { workspace: &workspace(), fields })
    }

    #[test]
    fn the_name_is_made_of_the_parts_that_are_there() {
        assert_eq!(anna().name(), "Каримова Анна");
        let new = checked(&anna(), &[]).expect("fits");
        assert_eq!((new.name.as_str(), new.parts), ("Каримова Анна", Some(anna().parts)), "the parts go along");
        let company = ClientDraft { kind: ClientKind::Company, company: "Ромашка".into(), ..anna() };
        let new = checked(&company, &[]).expect("fits");
        assert_eq!((new.name.as_str(), new.parts), ("Ромашка", None));
    }

    #[test]
    fn a_name_over_the_limit_is_refused_with_both_numbers() {
        let parts = NameParts { last: "я".repeat(20), first: "ю".repeat(10), middle: String::new() };
        let issues = checked(&ClientDraft { parts, ..ClientDraft::default() }, &[]).expect_err("31 with the space");
        assert_eq!(issues[0].field, "name");
        assert_eq!(issues[0].problem, Problem::TooLong { max: 30, actual: 31 });
    }

    #[test]
    fn an_empty_form_asks_for_the_name_only() {
        let issues = checked(&ClientDraft::default(), &[field(2, FieldKind::Number)]).expect_err("no name");
        assert_eq!(issues, [FieldIssue { field: "name".into(), problem: Problem::Required }]);
    }

    #[test]
    fn a_phone_of_the_wrong_length_names_its_line_and_both_lengths() {
        let phones = vec![(0, "UZ".into(), "901234567".into()), (3, "UZ".into(), "9012345".into())];
        let issues = checked(&ClientDraft { phones, ..anna() }, &[]).expect_err("seven digits");
        let problem = Problem::PhoneLength { expected: 9, actual: 7 };
        assert_eq!(issues, [FieldIssue { field: "phone-3".into(), problem }]);
    }

    #[test]
    fn empty_lines_are_no_phones_and_no_emails() {
        let draft = ClientDraft { phones: vec![(0, "UZ".into(), " ".into())], emails: vec![(0, "".into())], ..anna() };
        let new = checked(&draft, &[]).expect("fits");
        assert!(new.phones.is_empty() && new.emails.is_empty());
    }

    #[test]
    fn custom_values_are_read_by_their_kind() {
        let fields = [field(2, FieldKind::Number), field(3, FieldKind::Date), field(4, FieldKind::Text)];
        let typed = [(fields[0].id, "12,5"), (fields[1].id, "2026-03-04"), (fields[2].id, "да")];
        let custom = typed.into_iter().map(|(id, text)| (id, text.to_owned())).collect();
        let new = checked(&ClientDraft { custom, ..anna() }, &fields).expect("fits");
        assert_eq!(new.custom[&fields[0].id], FieldValue::Number(Number(12_500_000)));
        assert_eq!(new.custom.len(), 3);
        let wrong = ClientDraft { custom: [(fields[0].id, "много".to_owned())].into(), ..anna() };
        let issues = checked(&wrong, &fields).expect_err("no number");
        assert_eq!(issues[0].field, fields[0].id.to_string());
    }
}
