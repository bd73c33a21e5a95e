//! Stories of notifications, on both databases.

use super::{count_new, list, see};
use crate::{
    db::Sql,
    db_test, deals,
    letters::testing::{BASE_URL, LetterBox, text_of},
    test_crm::{TestActor, TestCrm},
};
use domain::{
    clients::ClientPatch,
    deals::DealPatch,
    error::AppError,
    fields::Noun,
    ids::{DealId, NotificationId},
    notifications::{Notification, NotificationKind},
};

/// The first page of what somebody was told.
async fn listed(actor: &TestActor) -> Vec<Notification> {
    list(&actor.cx, None).await.expect("the list").all
}

/// What somebody was told: what, of which record, and whether it is new.
async fn told(actor: &TestActor) -> Vec<(NotificationKind, String, bool)> {
    listed(actor).await.into_iter().map(|one| (one.kind, one.name, one.new)).collect()
}

db_test! {
    async fn whoever_becomes_a_manager_or_an_owner_is_told_once_by_whom(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let client = anna.creates_client("Ромашка").await.id;
        let deal = anna.creates_deal("Поставка", Some(client)).await.id;
        anna.edits(client, ClientPatch::Managers(vec![boris.id()])).await;
        anna.edits(client, ClientPatch::Managers(vec![boris.id(), anna.id()])).await;
        anna.edits_deal(deal, DealPatch::Owner(boris.id())).await;
        assert_eq!(told(boris).await, [
            (NotificationKind::Owner, "Поставка".to_owned(), true),
            (NotificationKind::Manager, "Ромашка".to_owned(), true),
        ]);
        let newest = listed(boris).await.remove(0);
        assert_eq!((newest.by, newest.noun, newest.record), (Some(anna.id()), Noun::Deal, deal.0));
        assert_eq!(count_new(&boris.cx).await, Ok(2));
        // Nobody is told of their own deeds, nor of what others were given.
        assert_eq!(told(anna).await, []);
        assert_eq!(told(vera).await, []);
        assert_eq!(told(crm.other_company()).await, []);
    }

    async fn what_was_seen_stays_in_the_list_and_what_came_meanwhile_stays_new(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let first = anna.creates_client("Первый").await.id;
        anna.edits(first, ClientPatch::Managers(vec![boris.id()])).await;
        let last = listed(boris).await[0].id;
        let second = anna.creates_client("Второй").await.id;
        anna.edits(second, ClientPatch::Managers(vec![boris.id()])).await;
        see(&boris.cx, boris.request(), vec![last]).await.expect("seen");
        assert_eq!(told(boris).await, [
            (NotificationKind::Manager, "Второй".to_owned(), true),
            (NotificationKind::Manager, "Первый".to_owned(), false),
        ]);
        assert_eq!(count_new(&boris.cx).await, Ok(1));
        // Somebody else's cannot be seen for them.
        let newest = listed(boris).await[0].id;
        see(&crm.vera().cx, crm.vera().request(), vec![newest]).await.expect("nothing of hers");
        assert_eq!(count_new(&boris.cx).await, Ok(1));
    }

    async fn an_heir_is_told_once_of_everything_that_was_handed_over(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let post = LetterBox::new(&crm.backend);
        for name in ["Первый", "Второй"] {
            let client = boris.creates_client(name).await.id;
            boris.creates_deal("Поставка", Some(client)).await;
        }
        anna.dismisses(boris.id(), vera.id()).await.expect("dismissed");
        assert_eq!(told(vera).await, [(NotificationKind::Heir, "Борис Волков".to_owned(), true)]);
        let newest = listed(vera).await.remove(0);
        assert_eq!((newest.by, newest.noun, newest.record), (Some(anna.id()), Noun::User, boris.id().0));
        let letters = post.collect().await;
        assert_eq!(letters.len(), 1);
        assert!(letters[0].contains("To: vera@example.uz") || letters[0].contains("<vera@example.uz>"), "{}", letters[0]);
        let text = text_of(&letters[0]);
        let by = anna.member(anna.id()).await.user.name();
        assert!(text.contains("Борис Волков") && text.contains(&by), "{text}");
        assert!(text.lines().any(|line| line == format!("{BASE_URL}/clients")), "{text}");
        // Whoever inherits by their own deed is told nothing, and neither is the heir of nothing.
        let oleg = anna.creates_user(anna.hires("Олег", "oleg@example.uz").await).await.expect("hired").user.id;
        post.collect().await;
        anna.dismisses(oleg, vera.id()).await.expect("dismissed");
        anna.dismisses(vera.id(), anna.id()).await.expect("dismissed");
        assert_eq!(told(anna).await, []);
        assert_eq!(post.collect().await, Vec::<String>::new());
    }

    async fn of_what_one_does_not_see_one_is_not_told(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let (kept, lost) = (anna.creates_client("Останется").await.id, anna.creates_client("Уйдёт").await.id);
        for client in [kept, lost] {
            anna.edits(client, ClientPatch::Managers(vec![boris.id()])).await;
        }
        // Not seen yet: taken back with the client. Seen already: hidden with it.
        anna.edits(lost, ClientPatch::Managers(Vec::new())).await;
        assert_eq!(told(boris).await, [(NotificationKind::Manager, "Останется".to_owned(), true)]);
        let last = listed(boris).await[0].id;
        see(&boris.cx, boris.request(), vec![last]).await.expect("seen");
        anna.edits(kept, ClientPatch::Managers(Vec::new())).await;
        assert_eq!(told(boris).await, []);
        assert_eq!(count_new(&boris.cx).await, Ok(0));
    }
    async fn only_what_was_shown_is_seen_and_older_ones_are_a_page_further(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        for number in 0..60 {
            let client = anna.creates_client(&format!("Клиент {number}")).await.id;
            anna.edits(client, ClientPatch::Managers(vec![boris.id()])).await;
        }
        assert_eq!(count_new(&boris.cx).await, Ok(60));
        let first = list(&boris.cx, None).await.expect("the list");
        let ids: Vec<NotificationId> = first.all.iter().map(|one| one.id).collect();
        see(&boris.cx, boris.request(), ids.clone()).await.expect("seen");
        assert_eq!((ids.len(), count_new(&boris.cx).await), (50, Ok(10)));
        let second = list(&boris.cx, first.next).await.expect("the rest");
        assert_eq!((second.all.len(), second.next), (10, None));
        assert!(second.all.iter().all(|one| one.new && !ids.contains(&one.id)));
        let many = vec![ids[0]; 51];
        let refused = see(&boris.cx, boris.request(), many).await;
        assert!(matches!(refused, Err(AppError::Invalid(_))), "{refused:?}");
    }

    async fn what_is_hidden_takes_no_place_in_the_list(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let mut clients = Vec::new();
        for number in 0..52 {
            let client = anna.creates_client(&format!("Клиент {number}")).await.id;
            anna.edits(client, ClientPatch::Managers(vec![boris.id()])).await;
            clients.push(client);
        }
        // Seen first, so that they are kept when the clients are taken back.
        for page in [None, list(&boris.cx, None).await.expect("the list").next] {
            let shown = list(&boris.cx, page).await.expect("a page").all;
            see(&boris.cx, boris.request(), shown.iter().map(|one| one.id).collect()).await.expect("seen");
        }
        for client in clients.split_off(1) {
            anna.edits(client, ClientPatch::Managers(Vec::new())).await;
        }
        assert_eq!(told(boris).await, [(NotificationKind::Manager, "Клиент 0".to_owned(), false)]);
        assert_eq!(list(&boris.cx, None).await.expect("the list").next, None);
    }
    async fn deals_that_go_along_with_their_client_leave_no_news_with_whom_they_left(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let client = anna.creates_client("Ромашка").await.id;
        anna.edits(client, ClientPatch::Owner(boris.id())).await;
        for title in ["Поставка", "Ремонт"] {
            let deal = anna.creates_deal(title, Some(client)).await.id;
            anna.edits_deal(deal, DealPatch::Owner(boris.id())).await;
        }
        let kept = async || {
            let mut sql = Sql::new("select count(*) as n from notifications where user_id = ");
            sql.bind(boris.id());
            crm.base.numbers(sql).await
        };
        assert_eq!(kept().await, [3]);
        anna.edits(client, ClientPatch::Owner(vera.id())).await;
        assert_eq!(kept().await, [0]);
    }

    async fn what_was_given_by_mistake_and_taken_back_is_still_news_to_whoever_had_not_seen_it(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let there_and_back = async |client| {
            let act = anna.request();
            anna.tries_to_edit((act, client), ClientPatch::Owner(vera.id())).await.expect("given");
            anna.tries_to_edit((anna.request(), client), ClientPatch::OwnerBack(act)).await.expect("taken back");
        };
        let client = anna.creates_client("Ромашка").await.id;
        anna.edits(client, ClientPatch::Owner(boris.id())).await;
        there_and_back(client).await;
        assert_eq!(told(boris).await, [(NotificationKind::Owner, "Ромашка".to_owned(), true)]);
        assert_eq!(told(vera).await, []);
        // What was seen is not told again, and nobody is told of what they created themselves.
        let last = listed(boris).await[0].id;
        see(&boris.cx, boris.request(), vec![last]).await.expect("seen");
        there_and_back(client).await;
        there_and_back(boris.creates_client("Своя").await.id).await;
        assert_eq!(told(boris).await, [(NotificationKind::Owner, "Ромашка".to_owned(), false)]);
    }

    async fn a_deal_that_comes_back_is_no_news_to_whom_it_was_none(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let there_and_back = async |deal: DealId| {
            let (act, seen) = (anna.request(), anna.opens_deal(deal).await.expect("seen").version);
            deals::edit(&anna.cx, act, deal, seen, DealPatch::Owner(vera.id())).await.expect("given");
            assert_eq!(told(vera).await.len(), 1);
            assert_eq!(anna.edits_deal(deal, DealPatch::OwnerBack(act)).await.owner, boris.id());
            assert_eq!(told(vera).await, []);
        };
        there_and_back(boris.creates_deal("Своя", None).await.id).await;
        assert_eq!(told(boris).await, []);
        let given = anna.creates_deal("Поставка", None).await.id;
        anna.edits_deal(given, DealPatch::Owner(boris.id())).await;
        there_and_back(given).await;
        assert_eq!(told(boris).await, [(NotificationKind::Owner, "Поставка".to_owned(), true)]);
        let last = listed(boris).await[0].id;
        see(&boris.cx, boris.request(), vec![last]).await.expect("seen");
        there_and_back(given).await;
        assert_eq!(told(boris).await, [(NotificationKind::Owner, "Поставка".to_owned(), false)]);
    }

    async fn what_a_manager_and_the_owners_of_deals_had_not_seen_comes_back_with_their_client(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let client = boris.creates_client("Ромашка").await.id;
        anna.edits(client, ClientPatch::Managers(vec![vera.id()])).await;
        let deal = anna.creates_deal("Поставка", Some(client)).await.id;
        anna.edits_deal(deal, DealPatch::Owner(boris.id())).await;
        let act = anna.request();
        anna.tries_to_edit((act, client), ClientPatch::Owner(vera.id())).await.expect("given");
        assert_eq!(told(vera).await, [(NotificationKind::Owner, "Ромашка".to_owned(), true)]);
        assert_eq!(told(boris).await, []);
        anna.tries_to_edit((anna.request(), client), ClientPatch::OwnerBack(act)).await.expect("taken back");
        assert_eq!(told(vera).await, [(NotificationKind::Manager, "Ромашка".to_owned(), true)]);
        assert_eq!(told(boris).await, [(NotificationKind::Owner, "Поставка".to_owned(), true)]);
    }
}
