//! Stories of administrators and people: created, changed, suspended, taken back, dismissed - on both databases.

use super::{HandedOver, create, dismiss, find_locked, list, reactivate, save, store, suspend};
use crate::{
    clients,
    db::Sql,
    db_test, deals,
    letters::testing::{LetterBox, link_in},
    password_links, sessions,
    test_crm::{PASSWORD, TestActor, TestCrm, TestDb, actor::titled, origin},
    users,
};
use domain::{
    access::{Rank, Right, SharedAccess},
    deals::NewDeal,
    error::{AppError, ConflictKind, Problem},
    events::EventKind,
    fields::Noun,
    filter::{Filter, ListQuery, Page},
    ids::UserId,
    roles::RoleKind,
    users::UserStatus,
};

const LAST: AppError = AppError::Conflict(ConflictKind::LastAdministrator);

async fn is_in(crm: &TestCrm, who: &TestActor) -> bool {
    sessions::cx(&crm.backend, &who.cookie).await.expect("looked up").is_some()
}

async fn suspends(crm: &TestCrm, id: UserId) -> Result<domain::staff::Member, AppError> {
    crm.anna().suspends(id).await
}

db_test! {
    async fn a_created_person_is_listed_takes_a_seat_and_cannot_sign_in_yet(crm: TestCrm) {
        let anna = crm.anna();
        let seats = anna.staff().await.seats();
        let made = anna.creates_user(anna.hires("Олег", "Oleg@Example.uz").await).await.expect("created");
        let staff = anna.staff().await;
        assert_eq!(staff.seats(), seats + 1);
        assert!(staff.members.contains(&made));
        assert_eq!((made.status, made.email.as_str(), made.user.name().as_str()), (UserStatus::Invited, "Oleg@Example.uz", "Олег Ким"));
        let refused = sessions::sign_in(&crm.backend, "oleg@example.uz", PASSWORD, &origin()).await;
        assert_eq!(refused, Err(AppError::NotSignedIn));
        assert!(users::list(&anna.cx).await.expect("people").iter().any(|user| user.id == made.user.id));
    }

    async fn an_address_that_is_taken_is_a_conflict_even_when_two_create_at_once(crm: TestCrm) {
        let anna = crm.anna();
        let taken = Err(AppError::Conflict(ConflictKind::EmailTaken));
        assert_eq!(anna.creates_user(anna.hires("Борис", "BORIS@example.uz").await).await.map(drop), taken);
        let new = anna.hires("Олег", "oleg@example.uz").await;
        let (one, other) = tokio::join!(anna.creates_user(new.clone()), anna.creates_user(new));
        assert_eq!([&one, &other].iter().filter(|made| made.is_ok()).count(), 1, "{one:?} {other:?}");
        assert_eq!(one.and(other).map(drop), taken);
        // In another company the address is free.
        let other = crm.other_company();
        assert!(other.creates_user(other.hires("Борис", "boris@example.uz").await).await.is_ok());
    }

    async fn a_request_that_is_sent_again_creates_nobody_twice(crm: TestCrm) {
        let anna = crm.anna();
        let (request, new) = (anna.request(), anna.hires("Олег", "oleg@example.uz").await);
        let first = create(&anna.cx, request, new.clone()).await.expect("created");
        assert_eq!(create(&anna.cx, request, new).await, Ok(first));
        assert_eq!(crm.base.size("users").await, 5);
    }

    async fn only_who_may_set_up_users_does_anything_here_and_a_refusal_writes_nothing(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let (new, member) = (anna.hires("Олег", "oleg@example.uz").await, anna.member(crm.vera().id()).await);
        let role = anna.role(RoleKind::Administrator).await;
        let facts = crm.base.facts().await;
        for who in [boris.clone(), anna.without(&[Right::SetUpUsers])] {
            let (cx, vera) = (&who.cx, crm.vera().id());
            let refused = [
                list(cx).await.map(drop),
                create(cx, who.request(), new.clone()).await.map(drop),
                save(cx, who.request(), vera, member.version, member.profile()).await.map(drop),
                suspend(cx, who.request(), vera, 1).await.map(drop),
                reactivate(cx, who.request(), vera, 1).await.map(drop),
                dismiss(cx, who.request(), vera, 1, boris.id()).await.map(drop),
                crate::roles::create(cx, who.request(), domain::roles::RoleDraft { name: "Кассир".into(), ..domain::roles::RoleDraft::empty() }).await.map(drop),
                crate::roles::save(cx, who.request(), role.id, role.version, domain::roles::RoleDraft { name: role.name.clone(), rights: Default::default(), second_factor: false }).await.map(drop),
                crate::roles::delete(cx, who.request(), role.id, role.version).await,
                crate::groups::create(cx, who.request(), "Склад".into()).await.map(drop),
            ];
            assert!(refused.iter().all(|answer| *answer == Err(AppError::Forbidden)), "{refused:?}");
        }
        assert_eq!(crm.base.facts().await, facts);
    }

    async fn who_is_suspended_is_known_to_be_away_until_taken_back(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris().id());
        let away = async || users::viewer(&anna.cx).await.expect("a viewer").away;
        assert_eq!(away().await, []);
        suspends(&crm, boris).await.expect("suspended");
        assert_eq!(away().await, [boris]);
        assert!(users::list(&anna.cx).await.expect("people").iter().any(|user| user.id == boris), "still a colleague");
        anna.lets_in_again(boris).await.expect("taken back");
        assert_eq!(away().await, []);
    }

    async fn whoever_was_changed_meanwhile_is_looked_at_again_first(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris().id());
        let seen = anna.member(boris).await.version;
        anna.changes(boris, |profile| profile.first_name = "Бронислав".into()).await.expect("changed");
        let stale = AppError::Conflict(ConflictKind::Stale);
        assert_eq!(suspend(&anna.cx, anna.request(), boris, seen).await.err(), Some(stale.clone()));
        assert_eq!(dismiss(&anna.cx, anna.request(), boris, seen, anna.id()).await.err(), Some(stale.clone()));
        let suspended = suspends(&crm, boris).await.expect("suspended").version;
        assert_eq!(reactivate(&anna.cx, anna.request(), boris, suspended - 1).await.err(), Some(stale));
        let back = reactivate(&anna.cx, anna.request(), boris, suspended).await.expect("taken back");
        assert_eq!(back.version, suspended + 1);
    }

    async fn people_of_another_company_are_not_found(crm: TestCrm) {
        let other = crm.other_company();
        let (cx, boris) = (&other.cx, crm.boris().id());
        let gone = Err(AppError::NotFound(Noun::User));
        let profile = crm.anna().member(boris).await.profile();
        let facts = crm.base.facts().await;
        assert_eq!(save(cx, other.request(), boris, 1, profile.clone()).await.map(drop), gone);
        assert_eq!(suspend(cx, other.request(), boris, 1).await.map(drop), gone);
        assert_eq!(dismiss(cx, other.request(), boris, 1, other.id()).await.map(drop), gone);
        let foreign = crm.anna().staff().await;
        for change in [0, 1, 2] {
            let mut new = other.hires("Олег", "oleg@example.uz").await;
            match change {
                0 => new.profile.role = foreign.roles[0].id,
                1 => new.profile.group = foreign.groups.first().map(|group| group.id),
                _ => new.profile.superior = Some(crm.anna().id()),
            }
            let refused = other.creates_user(new).await;
            assert!(matches!(refused, Err(AppError::Invalid(_))), "{change} {refused:?}");
        }
        assert_eq!(crm.base.facts().await, facts);
    }

    async fn a_superior_is_of_a_higher_rank_so_there_are_no_circles(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris().id(), crm.vera().id());
        let refused = |problem| Err(AppError::invalid("superior", problem));
        let answers = |to: UserId| move |profile: &mut domain::staff::Profile| profile.superior = Some(to);
        assert_eq!(anna.changes(boris, answers(vera)).await.map(drop), refused(Problem::NotAChoice));
        assert_eq!(anna.changes(boris, answers(boris)).await.map(drop), refused(Problem::NotAChoice));
        let nobody = crm.other_company().id();
        assert_eq!(anna.changes(boris, answers(nobody)).await.map(drop), refused(Problem::NoSuch(Noun::User)));
        let to_supervisor = |profile: &mut domain::staff::Profile| {
            (profile.rank, profile.access, profile.superior) = (Rank::Supervisor, SharedAccess::ManagersOnly, Some(anna.id()));
        };
        anna.changes(vera, to_supervisor).await.expect("promoted");
        anna.changes(boris, answers(vera)).await.expect("answers to her");
        let down = anna.changes(vera, |profile| (profile.rank, profile.access, profile.superior) = (Rank::Manager, SharedAccess::Forbid, None)).await;
        assert_eq!(down.map(drop), Err(AppError::Conflict(ConflictKind::HasSubordinates)));
    }

    async fn a_profile_that_somebody_else_has_changed_is_not_overwritten(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris().id());
        let seen = anna.member(boris).await;
        anna.changes(boris, |profile| profile.first_name = "Богдан".into()).await.expect("changed");
        let late = save(&anna.cx, anna.request(), boris, seen.version, seen.profile()).await;
        assert_eq!(late.map(drop), Err(AppError::Conflict(ConflictKind::Stale)));
    }

    async fn suspended_in_the_middle_of_work_one_is_out_at_once_and_back_with_everything(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let client = boris.creates_client("Пётр").await.id;
        let elsewhere = crm.another_server();
        assert!(is_in(&crm, boris).await && sessions::cx(&elsewhere, &boris.cookie).await.expect("looked up").is_some());
        suspends(&crm, boris.id()).await.expect("suspended");
        assert!(!is_in(&crm, boris).await);
        assert!(sessions::cx(&elsewhere, &boris.cookie).await.expect("looked up").is_none());
        let refused = sessions::sign_in(&crm.backend, "boris@example.uz", PASSWORD, &origin()).await;
        assert_eq!(refused, Err(AppError::NotSignedIn));
        // Work that goes on without them ends, too.
        assert!(users::cx_of(&crm.backend, anna.cx.workspace(), boris.id()).await.expect("looked up").is_none());
        assert_eq!(anna.opens(client).await.map(|client| client.owner), Ok(boris.id()));
        assert_eq!(suspends(&crm, boris.id()).await.map(drop), Err(AppError::Conflict(ConflictKind::OtherStatus)));
        anna.lets_in_again(boris.id()).await.expect("taken back");
        assert!(sessions::sign_in(&crm.backend, "boris@example.uz", PASSWORD, &origin()).await.is_ok());
        assert!(!is_in(&crm, boris).await, "the old session stays ended");
    }

    async fn another_role_ends_the_sessions_and_another_name_does_not(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        anna.changes(boris.id(), |profile| profile.first_name = "Богдан".into()).await.expect("renamed");
        assert!(is_in(&crm, boris).await);
        let role = anna.role(RoleKind::Supervisor).await.id;
        anna.changes(boris.id(), |profile| profile.role = role).await.expect("another role");
        assert!(!is_in(&crm, boris).await);
    }

    async fn who_is_dismissed_leaves_all_records_to_the_heir_and_all_sums_right(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let field = anna.adds_field(Noun::Client, domain::fields::FieldKind::Choice, "Город", &["Ташкент"]).await;
        let custom = [(field.id, domain::fields::FieldValue::Choice(field.options[0].id))].into_iter().collect();
        let client = boris.creates(domain::clients::NewClient { custom, ..crate::test_crm::actor::named("Пётр") }).await.id;
        let deal = boris.deals(NewDeal { client: Some(client), budget: Some(500), ..titled("Поставка") }).await.id;
        boris.deals(NewDeal { budget: Some(70), ..titled("Ещё") }).await;
        vera.creates_client("Верин").await;
        let (places, events) = (anna.column("Новая").await, crm.base.told_records().await.len());
        let handed = anna.dismisses(boris.id(), vera.id()).await;
        assert_eq!(handed, Ok(HandedOver { clients: 1, deals: 2 }));
        assert_eq!(crm.base.told_records().await.len(), events + 4, "the person, a client and two deals");
        assert_eq!(vera.opens(client).await.map(|client| client.owner), Ok(vera.id()));
        assert_eq!(vera.opens_deal(deal).await.map(|deal| deal.owner), Ok(vera.id()));
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
        assert_eq!(vera.lists(&ListQuery::default()).await.len(), 2);
        assert_eq!(anna.column("Новая").await, places, "every deal stays where it is");
        let told = clients::feed(&vera.cx, client, &Page::first()).await.expect("the feed").rows;
        assert_eq!((told[0].kind, told[0].by), (EventKind::Changed, Some(anna.id())));
        let by_city = Filter::Is(domain::filter::Condition {
            field: domain::filter::Field::Custom(field.id),
            operator: domain::filter::Operator::OneOf,
            value: domain::filter::Value::Options(vec![field.options[0].id]),
        });
        assert_eq!(vera.walks(&by_city, Default::default(), 50).await.len(), 1);
        assert!(!is_in(&crm, boris).await);
    }

    async fn who_is_dismissed_is_named_in_histories_and_gets_nothing_any_more(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let client = anna.creates_client("Пётр").await;
        anna.dismisses(boris.id(), anna.id()).await.expect("dismissed");
        let viewer = users::viewer(&anna.cx).await.expect("a viewer");
        assert!(!viewer.people.iter().any(|user| user.id == boris.id()));
        assert_eq!(viewer.person(boris.id()).map(|user| user.name()), Some("Борис Волков".into()));
        let patch = domain::clients::ClientPatch::Owner(boris.id());
        let refused = clients::edit(&anna.cx, anna.request(), client.id, client.version, patch).await;
        assert_eq!(refused.map(drop), Err(AppError::invalid("owner", Problem::NoSuch(Noun::User))));
        let again = anna.dismisses(boris.id(), anna.id()).await;
        assert_eq!(again, Err(AppError::Conflict(ConflictKind::OtherStatus)));
    }

    async fn only_a_colleague_who_stays_inherits_and_a_refusal_writes_nothing(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris().id(), crm.vera().id());
        suspends(&crm, vera).await.expect("suspended");
        let (facts, nobody) = (crm.base.facts().await, crm.other_company().id());
        for heir in [boris, vera, nobody] {
            let refused = anna.dismisses(boris, heir).await;
            assert_eq!(refused, Err(AppError::invalid("heir", Problem::NoSuch(Noun::User))));
        }
        assert_eq!(crm.base.facts().await, facts);
    }

    async fn who_answered_to_the_dismissed_answers_to_an_heir_of_a_higher_rank_or_to_nobody(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris().id(), crm.vera().id());
        for (heir, expected) in [(anna.id(), Some(anna.id())), (boris, None)] {
            let mut new = anna.hires("Олег", &format!("oleg{}@example.uz", expected.is_some())).await;
            (new.profile.rank, new.profile.access) = (Rank::Supervisor, SharedAccess::ManagersOnly);
            let chief = anna.creates_user(new).await.expect("created").user.id;
            for person in [boris, vera] {
                anna.changes(person, |profile| profile.superior = Some(chief)).await.expect("answers to him");
            }
            anna.changes(chief, |profile| profile.superior = Some(anna.id())).await.expect("answers to her");
            anna.dismisses(chief, heir).await.expect("dismissed");
            assert_eq!(anna.member(chief).await.superior, None);
            assert_eq!(anna.member(boris).await.superior, expected);
            assert_eq!(anna.member(vera).await.superior, expected);
        }
    }

    async fn whoever_has_left_is_given_no_place(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris().id());
        let group = anna.staff().await.groups[0].id;
        anna.dismisses(boris, anna.id()).await.expect("dismissed");
        let places = |profile: &mut domain::staff::Profile| {
            profile.first_name = "Богдан".into();
            (profile.superior, profile.group) = (Some(anna.id()), Some(group));
        };
        let saved = anna.changes(boris, places).await.expect("renamed");
        assert_eq!((saved.user.first_name.as_str(), saved.superior, saved.group), ("Богдан", None, None));
        assert_eq!(anna.member(boris).await, saved);
        anna.lets_in_again(boris).await.expect("taken back");
        let saved = anna.changes(boris, places).await.expect("placed");
        assert_eq!((saved.superior, saved.group), (Some(anna.id()), Some(group)));
    }

    async fn an_administrator_is_always_left(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let administrator = anna.role(RoleKind::Administrator).await;
        let manager = anna.role(RoleKind::Manager).await.id;
        let facts = crm.base.facts().await;
        assert_eq!(suspends(&crm, anna.id()).await.map(drop), Err(LAST));
        assert_eq!(anna.dismisses(anna.id(), boris.id()).await.map(drop), Err(LAST));
        assert_eq!(anna.changes(anna.id(), |profile| profile.role = manager).await.map(drop), Err(LAST));
        let draft = domain::roles::RoleDraft { name: administrator.name.clone(), rights: Default::default(), second_factor: false };
        let refused = crate::roles::save(&anna.cx, anna.request(), administrator.id, administrator.version, draft).await;
        assert_eq!(refused.map(drop), Err(AppError::Conflict(ConflictKind::AdministratorsRights)));
        assert_eq!(crm.base.facts().await, facts);
        // Somebody who was invited and has never signed in is no administrator yet.
        let mut new = anna.hires("Олег", "oleg@example.uz").await;
        new.profile.role = administrator.id;
        anna.creates_user(new).await.expect("created");
        assert_eq!(suspends(&crm, anna.id()).await.map(drop), Err(LAST));
        anna.changes(boris.id(), |profile| profile.role = administrator.id).await.expect("a second one");
        assert!(suspends(&crm, anna.id()).await.is_ok());
    }

    async fn two_administrators_who_demote_each_other_at_once_leave_one(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let administrator = anna.role(RoleKind::Administrator).await.id;
        anna.changes(boris.id(), |profile| profile.role = administrator).await.expect("a second one");
        let cookie = sessions::start(&crm.backend, anna.cx.workspace(), boris.id(), &origin()).await.expect("a session");
        let his = sessions::cx(&crm.backend, &cookie).await.expect("looked up").expect("signed in");
        let seen = async |id| anna.member(id).await.version;
        let (his_version, her_version) = (seen(boris.id()).await, seen(anna.id()).await);
        let (one, other) = tokio::join!(
            suspend(&anna.cx, anna.request(), boris.id(), his_version),
            suspend(&his, anna.request(), anna.id(), her_version)
        );
        assert_eq!([&one, &other].iter().filter(|done| done.is_ok()).count(), 1, "{one:?} {other:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hand_over_is_a_handful_of_statements_however_many_records_there_are() {
    let crm = TestCrm::sqlite().await;
    let boris = crm.boris();
    for number in 0..30 {
        let client = boris.creates_client(&format!("Клиент {number}")).await.id;
        boris.creates_deal("Сделка", Some(client)).await;
    }
    let mut tx = crm.anna().cx.begin_own().await.expect("a transaction");
    let handed = (
        clients::hand_over::all_in(&mut tx, boris.id(), crm.vera().id()).await,
        deals::hand_over::all_in(&mut tx, boris.id(), crm.vera().id()).await,
    );
    assert_eq!(handed, (Ok(30), Ok(30)));
    tx.commit(()).await.expect("committed");
    assert_eq!(crm.base.wrong_totals().await, [0, 0]);
    assert_eq!(boris.lists(&ListQuery::default()).await.len(), 0);
}

async fn somebody_waits_for_a_lock(base: &TestDb) {
    const WAITING: &str =
        "select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    while base.numbers(Sql::new(WAITING)).await == [0] {
        tokio::task::yield_now().await;
    }
}

/// Of PostgreSQL alone: SQLite has one writer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_password_that_is_set_while_the_person_is_saved_lasts() {
    let crm = TestCrm::postgres().await;
    let (anna, post) = (crm.anna(), LetterBox::new(&crm.backend));
    let made = anna.creates_user(anna.hires("Олег", "oleg@example.uz").await).await.expect("created");
    let token = link_in(&post.collect().await[0], "/activate?token=");
    let mut tx = anna.cx.begin_own().await.expect("a transaction");
    let mut saved = find_locked(&mut tx, made.user.id).await.expect("found");
    let from = origin();
    let mut setting =
        std::pin::pin!(password_links::set(&crm.backend, &token, "Совсем-новый-2027".to_owned().into(), &from));
    tokio::select! {
        done = &mut setting => panic!("it has not waited: {done:?}"),
        () = somebody_waits_for_a_lock(&crm.base) => {}
    }
    (saved.user.first_name, saved.version) = ("Орест".into(), saved.version + 1);
    store::set_changed(&mut tx, &saved).await.expect("saved");
    tx.commit(()).await.expect("committed");
    setting.await.expect("the password is set");
    let now = anna.member(made.user.id).await;
    assert_eq!((now.status, now.user.first_name.as_str()), (UserStatus::Active, "Орест"));
    assert_eq!(now.version, saved.version + 1);
    assert!(sessions::sign_in(&crm.backend, "oleg@example.uz", "Совсем-новый-2027", &from).await.is_ok());
}
