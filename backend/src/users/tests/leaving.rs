//! What is under way while somebody is dismissed: nothing stays with whoever has left.

use crate::{
    clients,
    db::Sql,
    db_test,
    deals::{self, Surroundings},
    pipelines,
    test_crm::{
        TestActor, TestCrm,
        actor::{named, titled},
        waits,
    },
};
use domain::{
    access::{Rank, SharedAccess},
    clients::{ClientPatch, NewClient},
    deals::NewDeal,
    error::{AppError, ConflictKind, Problem},
    events::EventKind,
    fields::Noun,
    ids::ClientId,
    money::Currency,
};
use std::pin::pin;

async fn surroundings(who: &TestActor) -> Surroundings {
    let stages = pipelines::stages(&who.cx).await.expect("stages");
    Surroundings { stages, fields: Vec::new(), currency: Currency::UZS, clients: Default::default() }
}

db_test! {
    async fn nothing_is_stored_for_an_owner_who_has_been_dismissed(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        anna.dismisses(boris.id(), crm.vera().id()).await.expect("dismissed");
        // His requests had found their session before that.
        assert_eq!(boris.tries_to_create(named("Поздний")).await.map(drop), Err(AppError::NotSignedIn));
        let late = deals::create(&boris.cx, boris.request(), titled("Поздняя")).await;
        assert_eq!(late.map(drop), Err(AppError::NotSignedIn));
        // An import had found him at work.
        let refused = Err(AppError::invalid("owner", Problem::NoSuch(Noun::User)));
        let around = surroundings(anna).await;
        let mut tx = anna.cx.begin_own().await.expect("a transaction");
        let new = vec![named("Её"), NewClient { owner: Some(boris.id()), ..named("Его") }];
        let created = clients::create_many_in(&mut tx, new, EventKind::Imported, &[]).await;
        assert_eq!(created.map(drop), refused);
        let new = vec![titled("Её"), NewDeal { owner: Some(boris.id()), ..titled("Его") }];
        let created = deals::create_many_in(&mut tx, new, &around, EventKind::Imported).await;
        assert_eq!(created.map(drop), refused);
        tx.commit(()).await.expect("committed");
        assert_eq!((crm.base.size("clients").await, crm.base.size("deals").await), (0, 0));
    }

    async fn a_dismissal_waits_for_what_somebody_is_just_given_and_hands_it_over(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let (given, managed) = (anna.creates_client("Дан").await.id, anna.creates_client("Ведёт").await.id);
        let back = boris.creates_client("Вернулся").await.id;
        let with_it = boris.creates_deal("Вернулась", Some(back)).await.id;
        let act = anna.request();
        anna.tries_to_edit((act, back), ClientPatch::Owner(anna.id())).await.expect("given");
        let versions = async |id: ClientId| anna.opens(id).await.expect("opened").version;
        let patches = [
            (given, versions(given).await, ClientPatch::Owner(boris.id())),
            (managed, versions(managed).await, ClientPatch::Managers(vec![boris.id()])),
            (back, versions(back).await, ClientPatch::OwnerBack(act)),
        ];
        for (client, seen, patch) in patches {
            let mut tx = anna.cx.begin_own().await.expect("a transaction");
            clients::edit_in(&mut tx, client, seen, patch.clone()).await.expect("changed");
            let mut dismissal = pin!(anna.dismisses(boris.id(), vera.id()));
            assert!(waits(dismissal.as_mut()).await, "{patch:?}");
            tx.commit(()).await.expect("committed");
            dismissal.await.expect("dismissed");
            anna.lets_in_again(boris.id()).await.expect("taken back");
        }
        let client = async |id: ClientId| anna.opens(id).await.expect("opened");
        assert_eq!((client(given).await.owner, client(back).await.owner), (vera.id(), vera.id()));
        assert_eq!(client(managed).await.managers, []);
        assert_eq!(anna.opens_deal(with_it).await.expect("opened").owner, vera.id());
        let mut tx = boris.cx.begin_own().await.expect("a transaction");
        let client = clients::create_in(&mut tx, named("Новый")).await.expect("created").id;
        let deal = deals::create_in(&mut tx, titled("Новая")).await.expect("created").id;
        let mut dismissal = pin!(anna.dismisses(boris.id(), vera.id()));
        assert!(waits(dismissal.as_mut()).await, "new ones");
        tx.commit(()).await.expect("committed");
        dismissal.await.expect("dismissed");
        assert_eq!(anna.opens(client).await.expect("opened").owner, vera.id());
        assert_eq!(anna.opens_deal(deal).await.expect("opened").owner, vera.id());
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
    }

    async fn a_chiefs_client_is_given_to_a_subordinate_while_the_chief_is_dismissed(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let (client, deal) = (boris.creates_client("Его").await, boris.creates_deal("Его", None).await);
        anna.changes(boris.id(), |profile| {
            (profile.rank, profile.access) = (Rank::Supervisor, SharedAccess::ManagersOnly);
        }).await.expect("promoted");
        anna.changes(vera.id(), |profile| profile.superior = Some(boris.id())).await.expect("answers to him");
        // The dismissal gets as far as to the deal.
        let mut tx = anna.cx.begin_own().await.expect("a transaction");
        let mut sql = Sql::new("update deals set title = title where id = ");
        sql.bind(deal.id);
        tx.execute(sql).await.expect("held");
        let mut dismissal = pin!(anna.dismisses(boris.id(), anna.id()));
        let patch = ClientPatch::Owner(vera.id());
        let mut gift = pin!(clients::edit(&anna.cx, anna.request(), client.id, client.version, patch));
        assert!(waits(dismissal.as_mut()).await && waits(gift.as_mut()).await);
        tx.commit(()).await.expect("committed");
        let (dismissal, gift) = tokio::join!(dismissal, gift);
        assert!(dismissal.is_ok(), "{dismissal:?}");
        assert_eq!(gift.map(drop), Err(AppError::Conflict(ConflictKind::Stale)));
    }

    async fn whoever_gives_something_waits_for_a_dismissal_and_then_is_refused(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let (client, deal) = (anna.creates_client("Дан").await, anna.creates_deal("Дана", None).await);
        let mut tx = anna.cx.begin_own().await.expect("a transaction");
        let mut sql = Sql::new("update users set status = 'dismissed' where id = ");
        sql.bind(boris.id());
        tx.execute(sql).await.expect("on his way out");
        let mut creation = pin!(boris.tries_to_create(named("Поздний")));
        let patch = ClientPatch::Owner(boris.id());
        let mut gift = pin!(clients::edit(&anna.cx, anna.request(), client.id, client.version, patch));
        let patch = domain::deals::DealPatch::Owner(boris.id());
        let mut other = pin!(deals::edit(&anna.cx, anna.request(), deal.id, 1, patch));
        assert!(waits(creation.as_mut()).await && waits(gift.as_mut()).await && waits(other.as_mut()).await);
        tx.commit(()).await.expect("committed");
        let refused = AppError::invalid("owner", Problem::NoSuch(Noun::User));
        let (creation, gift, other) = tokio::join!(creation, gift, other);
        assert_eq!(creation.err(), Some(AppError::NotSignedIn));
        assert_eq!((gift.err(), other.err()), (Some(refused.clone()), Some(refused)));
    }
}
