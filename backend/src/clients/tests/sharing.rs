//! Managers beside the owner, and public clients (S1.15-S1.20): who sees, who changes, who is told.

use crate::{
    clients::{
        self,
        lookup::{ClientKey, Fits, lookup},
    },
    db_test, deals,
    letters::testing::{BASE_URL, LetterBox, text_of},
    test_crm::{
        TestActor, TestCrm,
        actor::{named, titled},
    },
};
use domain::{
    access::Right,
    clients::{Client, ClientAccess, ClientPatch, MANAGERS_LIMIT, NewClient},
    deals::NewDeal,
    error::{AppError, ConflictKind, Problem},
    events::{Change, ChangedField, EventKind, Told},
    fields::Noun,
    filter::{Count, Filter, ListQuery, Page},
    ids::{ClientId, UserId},
    phone::Country,
};
use uuid::Uuid;

const GONE: AppError = AppError::NotFound(Noun::Client);

fn managers(people: &[&TestActor]) -> ClientPatch {
    ClientPatch::Managers(people.iter().map(|person| person.id()).collect())
}

/// A client of Анна's whom these people manage and everybody may do so much with.
async fn shared(crm: &TestCrm, people: &[&TestActor], access: ClientAccess) -> Client {
    let id = crm.anna().creates_client("Пётр Общий").await.id;
    crm.anna().edits(id, managers(people)).await;
    crm.anna().edits(id, ClientPatch::Access(access)).await
}

async fn tries(who: &TestActor, id: ClientId, patch: ClientPatch) -> Result<Client, AppError> {
    Ok(who.tries_to_edit((who.request(), id), patch).await?.client)
}

fn name(name: &str) -> ClientPatch {
    ClientPatch::Name(name.into())
}

/// Whether a person meets the client in the list, its counts, the search, the picker, by its card and its feed, under the
/// name by which a file calls it.
async fn meets(who: &TestActor, id: ClientId) -> Vec<bool> {
    let cx = &who.cx;
    let search = Filter::Search("общий".into());
    let keys = ["Пётр Общий", "Павел Общий"].map(|name| ClientKey::of(name, Country::UZ));
    let called = lookup(cx, &keys.iter().collect()).await.expect("looked up");
    vec![
        who.lists(&ListQuery::default()).await.iter().any(|row| row.id == id),
        who.counts(Filter::All).await == Count::Exact(1),
        who.counts(search).await == Count::Exact(1),
        !who.searches("общий").await.is_empty(),
        !clients::suggest(cx, "общий").await.expect("suggested").is_empty(),
        who.opens(id).await.is_ok(),
        clients::feed(cx, id, &Page::first()).await.is_ok(),
        deals::of_client(cx, id, &Page::first()).await.is_ok(),
        called.into_values().any(|fits| matches!(fits, Fits::One(found, _) if found == id)),
    ]
}

db_test! {
    async fn a_new_client_is_its_creators_and_nobody_elses(crm: TestCrm) {
        let client = crm.boris().creates_client("Пётр Общий").await;
        assert_eq!((client.owner, client.managers, client.access), (crm.boris().id(), vec![], ClientAccess::Private));
        assert_eq!(meets(crm.vera(), client.id).await, [false; 9]);
    }

    async fn a_manager_sees_and_changes_the_client_and_loses_both_at_once(crm: TestCrm) {
        let client = shared(&crm, &[crm.boris()], ClientAccess::Private).await;
        assert_eq!(meets(crm.boris(), client.id).await, [true; 9]);
        assert_eq!(meets(crm.vera(), client.id).await, [false; 9]);
        assert_eq!(tries(crm.boris(), client.id, name("Павел Общий")).await.expect("changed").name, "Павел Общий");
        clients::comment(&crm.boris().cx, crm.boris().request(), client.id, "Звонил".into()).await.expect("commented");
        crm.anna().edits(client.id, managers(&[])).await;
        assert_eq!(meets(crm.boris(), client.id).await, [false; 9]);
        assert_eq!(clients::edit(&crm.boris().cx, crm.boris().request(), client.id, 5, name("Мой")).await, Err(GONE));
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
    }

    async fn a_public_client_is_seen_by_everybody_and_changed_where_it_says_so(crm: TestCrm) {
        let client = shared(&crm, &[], ClientAccess::Read).await;
        let boris = crm.boris();
        assert_eq!(meets(boris, client.id).await, [true; 9]);
        assert_eq!(boris.lists(&ListQuery::default()).await[0].access, ClientAccess::Read);
        let events = crm.base.size("events").await;
        // It is no secret that it is there: whoever may only read it is refused, not told that there is no such client.
        assert_eq!(tries(boris, client.id, name("Мой")).await, Err(AppError::Forbidden));
        let comment = clients::comment(&boris.cx, boris.request(), client.id, "Мой".into()).await;
        assert_eq!(comment, Err(AppError::Forbidden));
        assert_eq!(crm.base.size("events").await, events);
        crm.anna().edits(client.id, ClientPatch::Access(ClientAccess::Write)).await;
        assert_eq!(tries(boris, client.id, name("Павел Общий")).await.expect("changed").name, "Павел Общий");
        clients::comment(&boris.cx, boris.request(), client.id, "Звонил".into()).await.expect("commented");
        crm.anna().edits(client.id, ClientPatch::Access(ClientAccess::Private)).await;
        assert_eq!(meets(boris, client.id).await, [false; 9]);
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
    }

    async fn a_public_client_stays_within_its_company(crm: TestCrm) {
        let client = shared(&crm, &[crm.boris()], ClientAccess::Write).await;
        let stranger = crm.other_company();
        assert_eq!(meets(stranger, client.id).await, [false; 9]);
        assert_eq!(clients::edit(&stranger.cx, stranger.request(), client.id, client.version, name("Мой")).await, Err(GONE));
        let their = stranger.creates_client("Чужой").await.id;
        let no_such = AppError::invalid("managers", Problem::NoSuch(Noun::User));
        assert_eq!(tries(stranger, their, managers(&[crm.boris()])).await, Err(no_such));
    }

    async fn whoever_only_reads_or_writes_a_public_client_neither_shares_nor_takes_nor_deletes_it(crm: TestCrm) {
        let client = shared(&crm, &[], ClientAccess::Write).await;
        // All rights, and still a manager's sight.
        let boris = crm.boris().without(&[]);
        for patch in [
            ClientPatch::Owner(boris.id()),
            managers(&[&boris]),
            ClientPatch::Access(ClientAccess::Private),
        ] {
            assert_eq!(tries(&boris, client.id, patch.clone()).await, Err(AppError::Forbidden), "{patch:?}");
        }
        let mut tx = boris.cx.begin_own().await.expect("a transaction");
        assert_eq!(clients::delete_numbers_in(&mut tx, 1..=100).await, Ok(0));
        drop(tx);
        crm.anna().edits(client.id, managers(&[&boris])).await;
        let mut tx = boris.cx.begin_own().await.expect("a transaction");
        assert_eq!(clients::delete_numbers_in(&mut tx, 1..=100).await, Ok(1));
        tx.commit(()).await.expect("committed");
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
    }

    async fn the_owner_shares_and_others_need_the_right_to_change_the_owner(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let his = boris.creates_client("Его").await.id;
        for patch in [managers(&[crm.vera()]), ClientPatch::Access(ClientAccess::Read)] {
            let refused = [anna.without(&[Right::ChangeOwner]), anna.without(&[Right::EditClients]), crm.vera().clone()];
            for (who, error) in refused.iter().zip([AppError::Forbidden, AppError::Forbidden, GONE]) {
                assert_eq!(tries(who, his, patch.clone()).await, Err(error), "{patch:?}");
            }
            assert!(!boris.cx.actor().can(Right::ChangeOwner));
            tries(boris, his, patch.clone()).await.expect("his own");
            tries(boris, his, managers(&[])).await.expect("taken back");
            tries(boris, his, ClientPatch::Access(ClientAccess::Private)).await.expect("closed again");
        }
        tries(anna, his, managers(&[crm.vera()])).await.expect("with the right");
        assert_eq!(tries(crm.vera(), his, managers(&[])).await, Err(AppError::Forbidden));
    }

    async fn managers_are_colleagues_at_work_each_once_and_never_the_owner(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let client = anna.creates_client("Пётр").await.id;
        let twice = anna.edits(client, managers(&[vera, boris, vera, anna])).await;
        let mut both = vec![boris.id(), vera.id()];
        both.sort_unstable();
        assert_eq!(twice.managers, both);
        assert_eq!(anna.edits(client, ClientPatch::Owner(boris.id())).await.managers, [vera.id()]);
        anna.suspends(boris.id()).await.expect("suspended");
        let other = anna.creates_client("Павел").await.id;
        let no_such = AppError::invalid("managers", Problem::NoSuch(Noun::User));
        let nobody = ClientPatch::Managers(vec![UserId(Uuid::from_u128(1))]);
        for refused in [managers(&[boris]), nobody] {
            assert_eq!(tries(anna, other, refused).await, Err(no_such.clone()));
        }
        // Whoever is there already does not stand in the way of others.
        anna.edits(client, ClientPatch::Owner(anna.id())).await;
        anna.suspends(vera.id()).await.expect("suspended");
        let stay = vec![vera.id()];
        assert_eq!(anna.edits(client, ClientPatch::Managers(stay.clone())).await.managers, stay);
        let crowd = ClientPatch::Managers((0..=MANAGERS_LIMIT as u128).map(|number| UserId(Uuid::from_u128(number))).collect());
        let problem = Problem::TooLong { max: MANAGERS_LIMIT, actual: MANAGERS_LIMIT + 1 };
        assert_eq!(tries(anna, client, crowd).await, Err(AppError::invalid("managers", problem)));
    }

    async fn the_feed_tells_who_came_and_went_and_what_everybody_may_do(crm: TestCrm) {
        let client = shared(&crm, &[crm.boris()], ClientAccess::Read).await;
        crm.anna().edits(client.id, managers(&[crm.vera()])).await;
        let feed = crm.anna().reads_feed(client.id).await;
        assert!(feed[..3].iter().all(|event| event.kind == EventKind::Changed));
        let change = |field: &str, old, new| Change { field: ChangedField::Builtin(field.into()), old, new };
        let user = |who: &TestActor| Some(Told::User(who.id()));
        let told: Vec<_> = feed[..3].iter().map(|event| event.changes.clone()).collect();
        assert_eq!(told[2], [change("managers", None, user(crm.boris()))]);
        let access = |access| Some(Told::Access(access));
        assert_eq!(told[1], [change("access", access(ClientAccess::Private), access(ClientAccess::Read))]);
        assert_eq!(told[0], [change("managers", user(crm.boris()), None), change("managers", None, user(crm.vera()))]);
    }

    async fn an_old_card_shares_nothing_and_a_repeated_request_shares_once(crm: TestCrm) {
        let (anna, client) = (crm.anna(), crm.anna().creates_client("Пётр").await);
        let (request, patch) = (anna.request(), managers(&[crm.boris()]));
        let first = clients::edit(&anna.cx, request, client.id, client.version, patch.clone()).await;
        assert_eq!(clients::edit(&anna.cx, request, client.id, client.version, patch.clone()).await, first);
        let late = clients::edit(&anna.cx, anna.request(), client.id, client.version, managers(&[])).await;
        assert_eq!(late, Err(AppError::Conflict(ConflictKind::Stale)));
        assert_eq!(anna.reads_feed(client.id).await.len(), 2);
        assert_eq!(LetterBox::new(&crm.backend).collect().await.len(), 1);
    }

    async fn a_new_manager_gets_one_letter_that_leads_to_the_client(crm: TestCrm) {
        let post = LetterBox::new(&crm.backend);
        let client = shared(&crm, &[crm.boris()], ClientAccess::Read).await;
        let letters = post.collect().await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert!(letters[0].contains("boris@example.uz"), "{}", letters[0]);
        let text = text_of(&letters[0]);
        for part in ["Борис", "«Пётр Общий»", "Ромашка", "Анна Петрова", &format!("{BASE_URL}/clients/{}", client.id)] {
            assert!(text.contains(part), "{part} in {text}");
        }
        // Neither those who are managers already nor whoever does it are told.
        let boris = crm.boris().without(&[]);
        tries(&boris, client.id, managers(&[&boris, crm.vera()])).await.expect("shared further");
        let his = boris.creates_client("Свой").await.id;
        tries(&boris, his, ClientPatch::Name("Мой".into())).await.expect("changed");
        crm.anna().edits(client.id, managers(&[crm.anna(), crm.vera()])).await;
        let letters = post.collect().await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert!(letters[0].contains("vera@example.uz"), "{}", letters[0]);
    }

    async fn whoever_is_no_manager_any_more_is_not_told_that_they_were(crm: TestCrm) {
        let client = shared(&crm, &[crm.boris(), crm.vera()], ClientAccess::Private).await;
        crm.anna().edits(client.id, managers(&[crm.vera()])).await;
        let letters = LetterBox::new(&crm.backend).collect().await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert!(letters[0].contains("vera@example.uz"), "{}", letters[0]);
    }

    async fn deals_of_a_shared_client_stay_within_ones_own_scope(crm: TestCrm) {
        let client = shared(&crm, &[crm.boris()], ClientAccess::Write).await.id;
        crm.anna().creates_deal("Её", Some(client)).await;
        let his = crm.boris().creates_deal("Его", Some(client)).await.id;
        for (who, titles) in [(crm.anna(), 2), (crm.boris(), 1), (crm.vera(), 0)] {
            let found = deals::of_client(&who.cx, client, &Page::first()).await.expect("deals").rows;
            assert_eq!(found.len(), titles);
            assert_eq!(who.lists(&ListQuery::default()).await[0].deals as usize, titles);
            let board = who.opens_board().await;
            assert_eq!(board.totals.iter().map(|total| total.count).sum::<i64>() as usize, titles);
        }
        assert_eq!(crm.boris().opens_deal(his).await.expect("his").owner, crm.boris().id());
    }

    async fn a_dismissed_person_manages_nothing_and_an_heir_is_owner_alone(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let managed = shared(&crm, &[boris, vera], ClientAccess::Read).await.id;
        let owned = anna.creates(NewClient { owner: Some(boris.id()), ..named("Его") }).await.id;
        anna.edits(owned, managers(&[vera])).await;
        anna.edits(owned, ClientPatch::Access(ClientAccess::Read)).await;
        let handed = anna.dismisses(boris.id(), vera.id()).await.expect("dismissed");
        assert_eq!(handed.clients, 1);
        assert_eq!(anna.opens(managed).await.expect("opened").managers, [vera.id()]);
        let client = anna.opens(owned).await.expect("opened");
        assert_eq!((client.owner, client.managers), (vera.id(), vec![]));
        let user = |who: &TestActor| Some(Told::User(who.id()));
        let change = |field: &str, old, new| Change { field: ChangedField::Builtin(field.into()), old, new };
        assert_eq!(anna.reads_feed(managed).await[0].changes, [change("managers", user(boris), None)]);
        let changes = [change("owner", user(boris), user(vera)), change("managers", user(vera), None)];
        assert_eq!(anna.reads_feed(owned).await[0].changes, changes);
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
    }

    async fn a_deal_may_be_made_for_a_client_that_is_public(crm: TestCrm) {
        let client = shared(&crm, &[], ClientAccess::Read).await.id;
        let new = NewDeal { client: Some(client), ..titled("Моя") };
        assert_eq!(crm.boris().deals(new).await.owner, crm.boris().id());
    }
}
