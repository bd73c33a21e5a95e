//! The history is complete and cannot be rewritten.

use crate::{
    clients, db_test, deals, fields,
    test_crm::{
        TestCrm,
        actor::{parsed, with_phone},
    },
    workspaces,
};
use domain::{
    clients::{ClientAccess, ClientKind, ClientPatch, NameParts},
    deals::DealPatch,
    fields::{FieldKind, FieldValue, Noun},
    money::Currency,
    workspaces::LimitSettings,
};
use std::path::Path;

db_test! {
    async fn every_changed_record_is_told_by_exactly_one_event_and_no_other_is(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let mut ledger = Ledger::open(&crm).await;
        let text = anna.adds_field(Noun::Client, FieldKind::Text, "Адрес", &[]).await;
        ledger.tells_one("fields.create").await;
        let of_deal = anna.adds_field(Noun::Deal, FieldKind::Number, "Объём", &[]).await;
        ledger.tells_one("fields.create for deals").await;
        fields::rename(&anna.cx, anna.request(), text.id, 1, "Улица".into()).await.expect("renamed");
        ledger.tells_one("fields.rename").await;
        let unwanted = anna.adds_field(Noun::Deal, FieldKind::Choice, "Лишнее", &[]).await;
        ledger.tells_one("fields.create of a list").await;
        let deleted = anna.deletes_field(Noun::Deal, unwanted.id).await;
        ledger.tells_one("fields.delete").await;
        fields::restore(&anna.cx, anna.request(), deleted.id, deleted.version).await.expect("restored");
        ledger.tells_one("fields.restore").await;
        let client = boris.creates(with_phone("Пётр", "901234567")).await.id;
        ledger.tells_one("clients.create").await;
        for patch in [
            ClientPatch::Name("Павел".into()),
            ClientPatch::Kind(ClientKind::Company),
            ClientPatch::Parts(NameParts { last: "Ли".into(), ..NameParts::default() }),
            ClientPatch::Phones(vec![parsed("935554433"), parsed("901234567")]),
            ClientPatch::Emails(vec![domain::email::Email::parse("p@example.uz").expect("an e-mail")]),
            ClientPatch::Custom(text.id, Some(FieldValue::Text("Навои, 5".into()))),
            ClientPatch::Owner(crm.vera().id()),
            ClientPatch::Managers(vec![boris.id(), anna.id()]),
            ClientPatch::Access(ClientAccess::Write),
            ClientPatch::Managers(vec![anna.id()]),
            ClientPatch::Owner(anna.id()),
        ] {
            anna.edits(client, patch.clone()).await;
            ledger.tells_one(&format!("clients.edit {patch:?}")).await;
        }
        let deal = anna.creates_deal("Сделка", Some(client)).await.id;
        ledger.tells_one("deals.create").await;
        for patch in [
            DealPatch::Title("Поставка".into()),
            DealPatch::Budget(None, Currency::EUR),
            DealPatch::Budget(Some(5), Currency::UZS),
            DealPatch::Budget(Some(5), Currency::USD),
            DealPatch::Client(None),
            DealPatch::Owner(crm.boris().id()),
            DealPatch::Custom(of_deal.id, Some(FieldValue::Number(domain::number::Number(5)))),
        ] {
            anna.edits_deal(deal, patch.clone()).await;
            ledger.tells_one(&format!("deals.edit {patch:?}")).await;
        }
        anna.moves(deal, "Оплачено").await;
        ledger.tells_one("deals.move_to_stage").await;
        let limits = LimitSettings { name_limit: 60, text_limit: 60 };
        workspaces::set_limits(&anna.cx, anna.request(), 1, limits).await.expect("raised");
        ledger.tells_one("workspaces.set_limits").await;
    }

    async fn a_comment_is_an_event_of_its_record_and_changes_nothing_else(crm: TestCrm) {
        let client = crm.anna().creates_client("Пётр").await.id;
        let deal = crm.anna().creates_deal("Сделка", None).await.id;
        let ledger = Ledger::open(&crm).await;
        clients::comment(&crm.anna().cx, crm.anna().request(), client, "Позвонить".into()).await.expect("commented");
        deals::comment(&crm.anna().cx, crm.anna().request(), deal, "Ждём".into()).await.expect("commented");
        assert!(crm.base.facts().await.difference(&ledger.facts).next().is_none());
        let told: Vec<_> = crm.base.told_records().await.split_off(ledger.events);
        assert_eq!(told, [client.0, deal.0]);
    }

    async fn a_whole_field_with_its_choices_is_told(crm: TestCrm) {
        let ledger = Ledger::open(&crm).await;
        crm.anna().adds_field(Noun::Client, FieldKind::Choice, "Город", &["Ташкент", "Бухара"]).await;
        // The field, and each of its two choices as a change of it.
        assert_eq!(crm.base.told_records().await.len(), ledger.events + 3);
    }
}

/// What is stored now, to be compared with what is stored after a verb.
struct Ledger<'a> {
    crm: &'a TestCrm,
    facts: std::collections::BTreeSet<(uuid::Uuid, String)>,
    events: usize,
}

impl<'a> Ledger<'a> {
    async fn open(crm: &'a TestCrm) -> Self {
        Ledger { crm, facts: crm.base.facts().await, events: crm.base.told_records().await.len() }
    }

    async fn tells_one(&mut self, verb: &str) {
        let facts = self.crm.base.facts().await;
        let mut changed: Vec<uuid::Uuid> = facts.symmetric_difference(&self.facts).map(|(record, _)| *record).collect();
        changed.dedup();
        let told = self.crm.base.told_records().await;
        assert_eq!(told[self.events..], changed, "{verb}");
        assert_eq!(changed.len(), 1, "{verb} changes one record");
        (self.facts, self.events) = (facts, told.len());
    }
}

#[test]
fn nothing_in_this_crate_updates_or_deletes_an_event() {
    let mut read = 0;
    every_source(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut |path, text| {
        if !path.ends_with("events/tests.rs") {
            for forbidden in ["update events", "delete from events"] {
                assert!(!text.contains(forbidden), "{}: {forbidden}", path.display());
            }
            read += 1;
        }
    });
    assert!(read > 30, "{read} files were read");
}

fn every_source(folder: &Path, look: &mut impl FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            every_source(&path, look);
        } else if path.extension().is_some_and(|end| end == "rs") {
            look(&path, &std::fs::read_to_string(&path).expect("a text"));
        }
    }
}
