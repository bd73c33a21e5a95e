//! Creating clients and their limits (S0.1-S0.6, R2, R21).

use crate::{
    clients::create_many_in,
    db_test,
    test_crm::{
        TestCrm,
        actor::{named, parsed},
    },
};
use domain::{
    clients::{ClientPatch, NewClient},
    email::Email,
    error::{AppError, FieldIssue, Problem},
    events::EventKind,
    fields::{FieldKind, FieldValue, Noun},
    filter::ListQuery,
};
use std::slice;

db_test! {
    async fn a_name_of_thirty_graphemes_is_taken_and_the_next_one_refused(crm: TestCrm) {
        let family = "👨‍👩‍👧‍👦";
        let client = crm.anna().creates_client(&family.repeat(30)).await;
        assert_eq!(client.name, family.repeat(30));
        let refused = crm.anna().tries_to_create(named(&family.repeat(31))).await;
        assert_eq!(refused, Err(AppError::invalid("name", Problem::TooLong { max: 30, actual: 31 })));
        assert_eq!(crm.base.size("clients").await, 1);
    }

    async fn a_raised_limit_takes_longer_names_and_texts(crm: TestCrm) {
        let field = crm.anna().adds_field(Noun::Client, FieldKind::Text, "Адрес", &[]).await;
        let long = |length| NewClient {
            custom: [(field.id, FieldValue::Text("у".repeat(length)))].into(),
            ..named(&"я".repeat(length))
        };
        let told = |field: String| FieldIssue { field, problem: Problem::TooLong { max: 30, actual: 31 } };
        assert_eq!(crm.anna().tries_to_create(long(31)).await, Err(AppError::Invalid(vec![told("name".into())])));
        let short_name = NewClient { name: "Я".into(), ..long(31) };
        let refused = crm.anna().tries_to_create(short_name).await;
        assert_eq!(refused, Err(AppError::Invalid(vec![told(field.id.to_string())])));
        crm.anna().raises_limits(255, 255).await;
        assert_eq!(crm.anna().creates(long(255)).await.name, "я".repeat(255));
        assert!(crm.anna().tries_to_create(long(256)).await.is_err());
    }

    async fn a_date_that_no_form_takes_is_refused_and_one_that_is_stored_leaves_the_list_readable(crm: TestCrm) {
        let anna = crm.anna();
        let born = anna.adds_field(Noun::Client, FieldKind::Date, "Родился", &[]).await;
        let slip = FieldValue::Date("0216-05-05".parse().expect("a day"));
        let new = NewClient { custom: [(born.id, slip.clone())].into(), ..named("Ли") };
        let refusal = AppError::invalid(born.id.to_string(), Problem::NotADate);
        assert_eq!(anna.tries_to_create(new.clone()).await, Err(refusal.clone()));
        let other = anna.creates_client("Пак").await;
        let patch = ClientPatch::Custom(born.id, Some(slip.clone()));
        assert_eq!(anna.tries_to_edit((anna.request(), other.id), patch).await.err(), Some(refusal));
        // As something that checks less would have written it.
        let mut tx = anna.cx.begin_own().await.expect("a transaction");
        create_many_in(&mut tx, vec![new], EventKind::Created, slice::from_ref(&born)).await.expect("written");
        tx.commit(()).await.expect("committed");
        let rows = anna.lists(&ListQuery::default()).await;
        assert_eq!(rows.iter().filter(|row| row.custom.get(&born.id) == Some(&slip)).count(), 1);
        let li = rows.iter().find(|row| row.name == "Ли").expect("the client").id;
        assert_eq!(anna.edits(li, ClientPatch::Custom(born.id, None)).await.custom.get(&born.id), None);
        assert!(!anna.reads_feed(li).await.is_empty());
    }

    async fn a_card_shows_what_was_typed(crm: TestCrm) {
        let new = NewClient {
            phones: vec![parsed("90 123-45-67"), parsed("+7 916 123-45-67"), parsed("+998901234567")],
            emails: vec![Email::parse("Ivan@Example.uz").expect("an e-mail")],
            ..named("  Иванов\tПётр ")
        };
        let created = crm.boris().creates(new).await;
        assert_eq!(created.name, "Иванов Пётр");
        assert_eq!(created.phones, [parsed("+998901234567"), parsed("+79161234567")]);
        assert_eq!(created.owner, crm.boris().id());
        assert_eq!((created.number, created.version), (1, 1));
        assert_eq!(crm.boris().opens(created.id).await, Ok(created));
    }

    async fn numbers_follow_each_other_within_a_company(crm: TestCrm) {
        for name in ["Один", "Два", "Три"] {
            crm.anna().creates_client(name).await;
        }
        assert_eq!(crm.anna().creates_client("Четыре").await.number, 4);
        assert_eq!(crm.other_company().creates_client("Чужой").await.number, 1);
    }

    async fn a_refused_client_takes_no_number_and_leaves_no_trace(crm: TestCrm) {
        let before = crm.base.size("events").await;
        assert!(crm.anna().tries_to_create(named("   ")).await.is_err());
        let no_field = NewClient {
            custom: [(crm.backend.new_id(), FieldValue::Text("а".into()))].into(),
            ..named("Пётр")
        };
        assert!(crm.anna().tries_to_create(no_field).await.is_err());
        assert_eq!(crm.base.size("events").await, before);
        assert_eq!(crm.anna().creates_client("Пётр").await.number, 1);
    }

    async fn odd_names_come_back_byte_by_byte(crm: TestCrm) {
        for name in ["O‘g‘uloy", "नमस्ते", "a'b\"c%_\\", "<script>", "Ёлкин-Иглы", "🇺🇿", "‎левый"] {
            let name = domain::text::clean(name);
            let created = crm.anna().creates_client(&name).await;
            assert_eq!(crm.anna().opens(created.id).await.expect("opened").name, name);
        }
    }

    async fn a_manager_cannot_give_a_new_client_to_somebody_else(crm: TestCrm) {
        let for_vera = NewClient { owner: Some(crm.vera().id()), ..named("Пётр") };
        assert_eq!(crm.boris().tries_to_create(for_vera.clone()).await, Err(AppError::Forbidden));
        assert_eq!(crm.anna().creates(for_vera).await.owner, crm.vera().id());
        let for_stranger = NewClient { owner: Some(crm.other_company().id()), ..named("Пётр") };
        let refused = crm.anna().tries_to_create(for_stranger).await;
        assert_eq!(refused, Err(AppError::invalid("owner", Problem::NoSuch(Noun::User))));
    }

    async fn more_writers_than_connections_all_get_through(crm: TestCrm) {
        let mut writers = tokio::task::JoinSet::new();
        for index in 0..40 {
            let anna = crm.anna().clone();
            writers.spawn(async move { anna.tries_to_create(named(&format!("Клиент {index}"))).await });
        }
        let done = tokio::time::timeout(std::time::Duration::from_secs(10), writers.join_all()).await;
        let mut numbers: Vec<i64> =
            done.expect("nobody waits for a connection for ever").into_iter().map(|client| client.expect("created").number).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
    }
}
