//! Stories of notifications, on both databases.

use super::{count_new, list, see};
use crate::{
    db_test,
    letters::testing::{BASE_URL, LetterBox, text_of},
    test_crm::{TestActor, TestCrm},
};
use domain::{clients::ClientPatch, deals::DealPatch, fields::Noun, notifications::NotificationKind};

/// What somebody was told: what, of which record, and whether it is new.
async fn told(actor: &TestActor) -> Vec<(NotificationKind, String, bool)> {
    let all = list(&actor.cx).await.expect("the list");
    all.into_iter().map(|one| (one.kind, one.name, one.new)).collect()
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
        let newest = list(&boris.cx).await.expect("the list").remove(0);
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
        let last = list(&boris.cx).await.expect("the list")[0].id;
        let second = anna.creates_client("Второй").await.id;
        anna.edits(second, ClientPatch::Managers(vec![boris.id()])).await;
        see(&boris.cx, boris.request(), last).await.expect("seen");
        assert_eq!(told(boris).await, [
            (NotificationKind::Manager, "Второй".to_owned(), true),
            (NotificationKind::Manager, "Первый".to_owned(), false),
        ]);
        assert_eq!(count_new(&boris.cx).await, Ok(1));
        // Somebody else's cannot be seen for them.
        let newest = list(&boris.cx).await.expect("the list")[0].id;
        see(&crm.vera().cx, crm.vera().request(), newest).await.expect("nothing of hers");
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
        let newest = list(&vera.cx).await.expect("the list").remove(0);
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
        let last = list(&boris.cx).await.expect("the list")[0].id;
        see(&boris.cx, boris.request(), last).await.expect("seen");
        anna.edits(kept, ClientPatch::Managers(Vec::new())).await;
        assert_eq!(told(boris).await, []);
        assert_eq!(count_new(&boris.cx).await, Ok(0));
    }
}
