//! A client's feed (S0.10, S0.11).

use crate::{
    clients, db_test, deals,
    test_crm::{TestCrm, actor::with_phone},
};
use domain::{
    clients::ClientPatch,
    error::{AppError, Problem},
    events::{Change, ChangedField, EventKind, Told},
    filter::Page,
};

db_test! {
    async fn the_feed_tells_who_changed_what_from_what_to_what_newest_first(crm: TestCrm) {
        let id = crm.boris().creates(with_phone("Пётр", "901234567")).await.id;
        crm.anna().edits(id, ClientPatch::Name("Павел".into())).await;
        clients::comment(&crm.boris().cx, crm.boris().request(), id, "Перезвонить".into()).await.expect("commented");
        let feed = crm.anna().reads_feed(id).await;
        let told: Vec<_> = feed.iter().map(|event| (event.kind, event.by)).collect();
        let (anna, boris) = (Some(crm.anna().id()), Some(crm.boris().id()));
        assert_eq!(told, [(EventKind::Commented, boris), (EventKind::Changed, anna), (EventKind::Created, boris)]);
        let text = |text: &str| Some(Told::Text(text.into()));
        let change = Change { field: ChangedField::Builtin("name".into()), old: text("Пётр"), new: text("Павел") };
        assert_eq!(feed[1].changes, [change]);
        assert!(feed[2].changes.iter().any(|change| change.new == text("+998 90 123-45-67")), "{:?}", feed[2]);
    }

    async fn a_long_feed_comes_in_pages(crm: TestCrm) {
        let id = crm.anna().creates_client("Пётр").await.id;
        for index in 0..24 {
            clients::comment(&crm.anna().cx, crm.anna().request(), id, format!("Заметка {index}")).await.expect("commented");
        }
        let mut seen = Vec::new();
        let mut page = Page { after: None, size: 5 };
        loop {
            let found = clients::feed(&crm.anna().cx, id, &page).await.expect("a page");
            seen.extend(found.rows.into_iter().map(|event| event.id));
            match found.next {
                Some(next) => page.after = Some(next),
                None => break,
            }
        }
        assert_eq!(seen.len(), 25);
        assert!(seen.is_sorted_by(|newer, older| newer > older));
    }

    async fn a_comment_has_at_most_999_graphemes_and_a_longer_one_is_refused_whole(crm: TestCrm) {
        let anna = crm.anna();
        let client = anna.creates_client("Пётр").await.id;
        let deal = anna.creates_deal("Сделка", Some(client)).await.id;
        // A family is one grapheme of many letters.
        let family = "👨‍👩‍👧‍👦";
        for letter in ["я", family] {
            let (fits, longer) = (letter.repeat(999), letter.repeat(1_000));
            let refused = Err(AppError::invalid("comment", Problem::TooLong { max: 999, actual: 1_000 }));
            assert_eq!(clients::comment(&anna.cx, anna.request(), client, longer.clone()).await, refused);
            assert_eq!(deals::comment(&anna.cx, anna.request(), deal, longer).await, refused);
            assert_eq!(clients::comment(&anna.cx, anna.request(), client, fits.clone()).await, Ok(()));
            assert_eq!(deals::comment(&anna.cx, anna.request(), deal, fits.clone()).await, Ok(()));
            let said = Some(Told::Text(fits));
            assert_eq!(anna.reads_feed(client).await[0].changes[0].new, said);
            assert_eq!(anna.reads_deal_feed(deal).await[0].changes[0].new, said);
        }
        assert_eq!((anna.reads_feed(client).await.len(), anna.reads_deal_feed(deal).await.len()), (3, 3));
    }

    async fn an_empty_comment_is_refused(crm: TestCrm) {
        let id = crm.anna().creates_client("Пётр").await.id;
        let empty = clients::comment(&crm.anna().cx, crm.anna().request(), id, " \n ".into()).await;
        assert!(matches!(empty, Err(AppError::Invalid(_))));
        assert_eq!(crm.anna().reads_feed(id).await.len(), 1);
    }
}
