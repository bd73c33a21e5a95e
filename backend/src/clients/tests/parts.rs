//! Фамилия, имя и отчество beside the name that is made of them (S1.3, R21).

use crate::{
    db_test,
    test_crm::{TestActor, TestCrm, actor::named},
};
use domain::{
    clients::{ClientKind, ClientPatch, NameParts, NewClient},
    error::{AppError, Problem},
    events::{Change, ChangedField, Told},
    ids::ClientId,
};

fn parts(last: &str, first: &str, middle: &str) -> NameParts {
    NameParts { last: last.into(), first: first.into(), middle: middle.into() }
}

fn person() -> NewClient {
    NewClient { parts: Some(parts(" Ли", "Анна", "")), ..named("") }
}

async fn last_told(who: &TestActor, id: ClientId) -> Vec<Change> {
    who.reads_feed(id).await.remove(0).changes
}

fn change(field: &str, old: &str, new: &str) -> Change {
    let text = |text: &str| (!text.is_empty()).then(|| Told::Text(text.into()));
    Change { field: ChangedField::Builtin(field.into()), old: text(old), new: text(new) }
}

db_test! {
    async fn the_parts_of_a_new_persons_name_are_kept_and_make_it(crm: TestCrm) {
        let anna = crm.anna();
        let client = anna.creates(person()).await;
        assert_eq!((client.name.as_str(), &client.parts), ("Ли Анна", &Some(parts("Ли", "Анна", ""))));
        assert_eq!(anna.opens(client.id).await, Ok(client));
        let company = NewClient { kind: ClientKind::Company, ..NewClient { name: "Ромашка".into(), ..person() } };
        let company = anna.creates(company).await;
        assert_eq!((company.name.as_str(), company.parts), ("Ромашка", None));
        let long = NewClient { parts: Some(parts(&"я".repeat(31), "", "")), ..named("") };
        let refusal = AppError::invalid("last", Problem::TooLong { max: 30, actual: 31 });
        assert_eq!(anna.tries_to_create(long).await, Err(refusal));
    }

    async fn a_changed_part_makes_the_name_anew_wherever_it_is_shown(crm: TestCrm) {
        let anna = crm.anna();
        let id = anna.creates(person()).await.id;
        let client = anna.edits(id, ClientPatch::Parts(parts("Пак", "Анна", " Олеговна "))).await;
        assert_eq!((client.name.as_str(), &client.parts), ("Пак Анна Олеговна", &Some(parts("Пак", "Анна", "Олеговна"))));
        assert_eq!(anna.opens(id).await, Ok(client));
        assert_eq!(anna.searches("олеговна").await, ["Пак Анна Олеговна"]);
        assert_eq!(last_told(anna, id).await, [change("name", "Ли Анна", "Пак Анна Олеговна")]);
        let long = ClientPatch::Parts(parts(&"я".repeat(20), &"ю".repeat(10), ""));
        let refusal = AppError::invalid("name", Problem::TooLong { max: 30, actual: 31 });
        assert_eq!(anna.tries_to_edit((anna.request(), id), long).await.err(), Some(refusal));
        let none = ClientPatch::Parts(NameParts::default());
        let refusal = AppError::invalid("name", Problem::Required);
        assert_eq!(anna.tries_to_edit((anna.request(), id), none).await.err(), Some(refusal));
    }

    async fn the_same_name_of_other_parts_is_a_change_of_them(crm: TestCrm) {
        let anna = crm.anna();
        let id = anna.creates(NewClient { parts: Some(parts("Ли Анна", "", "")), ..named("") }).await.id;
        let client = anna.edits(id, ClientPatch::Parts(parts("Ли", "Анна", ""))).await;
        assert_eq!((client.name.as_str(), client.version), ("Ли Анна", 2));
        assert_eq!(last_told(anna, id).await, [change("last_name", "Ли Анна", "Ли"), change("first_name", "", "Анна")]);
    }

    async fn another_name_drops_the_parts_that_do_not_make_it_and_they_can_come_back(crm: TestCrm) {
        let anna = crm.anna();
        let before = anna.creates(person()).await;
        let (id, kept) = (before.id, before.parts.clone());
        assert_eq!(anna.edits(id, ClientPatch::Name(" Ли Анна ".into())).await, before, "the same name");
        assert_eq!(anna.edits(id, ClientPatch::Kind(ClientKind::Company)).await.parts, kept);
        assert_eq!(anna.edits(id, ClientPatch::Kind(ClientKind::Person)).await.parts, kept);
        assert_eq!(anna.edits(id, ClientPatch::Name("Ли Анна Юн".into())).await.parts, None);
        assert_eq!(anna.opens(id).await.expect("opened").parts, None);
        let back = anna.edits(id, ClientPatch::Parts(parts("Ли", "Анна", ""))).await;
        assert_eq!((back.name.as_str(), back.parts), ("Ли Анна", kept));
    }
}
