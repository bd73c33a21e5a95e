//! Another owner of a client (S3.30): the deals go along and come back, each one told, as far as the actor sees them.

use crate::{
    clients,
    db::plan_tests::transactions::done_by,
    db_test, deals,
    letters::testing::{BASE_URL, LetterBox, text_of},
    test_crm::{
        TestActor, TestCrm,
        actor::{named, titled},
    },
};
use domain::{
    access::Right,
    clients::{ClientPatch, Edited, NewClient},
    deals::{DealPatch, NewDeal},
    error::{AppError, ConflictKind, Problem},
    events::{Change, ChangedField, EventKind, Told},
    fields::Noun,
    filter::{Condition, Count, Field, Filter, Operator, Value},
    ids::{ClientId, DealId, RequestId, UserId},
};

async fn gives(who: &TestActor, client: ClientId, to: &TestActor) -> (RequestId, Edited) {
    let act = who.request();
    let edited = who.tries_to_edit((act, client), ClientPatch::Owner(to.id())).await.expect("given");
    (act, edited)
}

async fn takes_back(who: &TestActor, client: ClientId, act: RequestId) -> Result<usize, AppError> {
    let edited = who.tries_to_edit((who.request(), client), ClientPatch::OwnerBack(act)).await?;
    Ok(edited.deals)
}

async fn deal_of(crm: &TestCrm, client: ClientId, owner: &TestActor) -> DealId {
    let (owner, client) = (Some(owner.id()), Some(client));
    crm.anna().deals(NewDeal { owner, client, budget: Some(500), ..titled("Поставка") }).await.id
}

async fn owners(crm: &TestCrm, deals: &[DealId]) -> Vec<UserId> {
    let mut owners = Vec::new();
    for deal in deals {
        owners.push(crm.anna().opens_deal(*deal).await.expect("the director sees it").owner);
    }
    owners
}

fn given(from: &TestActor, to: &TestActor) -> Vec<Change> {
    let user = |who: &TestActor| Some(Told::User(who.id()));
    vec![Change { field: ChangedField::Builtin("owner".into()), old: user(from), new: user(to) }]
}

db_test! {
    async fn a_new_owner_of_a_client_is_the_new_owner_of_all_its_deals(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let client = boris.creates_client("Пётр").await.id;
        let other = boris.creates_client("Павел").await.id;
        let his = deal_of(&crm, client, boris).await;
        let closed = deal_of(&crm, client, boris).await;
        anna.moves(closed, "Отказ").await;
        // A third person's deal goes along as well: the documents know no exception.
        let hers = deal_of(&crm, client, anna).await;
        let already = deal_of(&crm, client, vera).await;
        let elsewhere = deal_of(&crm, other, boris).await;
        let place = anna.opens_deal(his).await.expect("opened").position;
        let events = crm.base.size("events").await;
        let (_, edited) = gives(anna, client, vera).await;
        assert_eq!((edited.client.owner, edited.deals), (vera.id(), 3));
        let all = [his, closed, hers, already, elsewhere];
        let (to, from) = (vera.id(), boris.id());
        assert_eq!(owners(&crm, &all).await, [to, to, to, to, from]);
        assert_eq!(anna.opens_deal(his).await.expect("opened").position, place);
        // One event of the client and one of each deal that changed, all of one act.
        assert_eq!(crm.base.size("events").await, events + 4);
        for (deal, from) in [(his, boris), (closed, boris), (hers, anna)] {
            let event = anna.reads_deal_feed(deal).await.remove(0);
            assert_eq!((event.kind, event.by, event.changes), (EventKind::Changed, Some(anna.id()), given(from, vera)));
        }
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
        let board = vera.opens_board().await;
        assert_eq!(board.totals.iter().map(|total| total.count).sum::<i64>(), 4);
    }

    async fn another_owner_of_a_deal_is_that_of_the_deal_alone(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let client = boris.creates_client("Пётр").await.id;
        let (given, kept) = (deal_of(&crm, client, boris).await, deal_of(&crm, client, boris).await);
        anna.edits_deal(given, DealPatch::Owner(vera.id())).await;
        assert_eq!(owners(&crm, &[given, kept]).await, [vera.id(), boris.id()]);
        assert_eq!(anna.opens(client).await.expect("opened").owner, boris.id());
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
    }

    async fn deals_outside_the_actors_sight_or_rights_stay_and_nothing_tells_of_them(crm: TestCrm) {
        let (boris, vera) = (crm.boris().without(&[]), crm.vera());
        let client = boris.creates_client("Пётр").await.id;
        let his = deal_of(&crm, client, &boris).await;
        let hidden = deal_of(&crm, client, crm.anna()).await;
        let (_, edited) = gives(&boris, client, vera).await;
        assert_eq!(edited.deals, 1);
        assert_eq!(owners(&crm, &[his, hidden]).await, [vera.id(), crm.anna().id()]);
        assert_eq!(crm.anna().reads_deal_feed(hidden).await.len(), 1);
        for lacking in [Right::EditDeals, Right::ViewDeals] {
            let client = boris.creates_client("Павел").await.id;
            let his = deal_of(&crm, client, &boris).await;
            let (_, edited) = gives(&boris.without(&[lacking]), client, vera).await;
            assert_eq!((edited.client.owner, edited.deals), (vera.id(), 0), "{lacking:?}");
            assert_eq!(owners(&crm, &[his]).await, [boris.id()], "{lacking:?}");
        }
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
    }

    async fn what_is_taken_back_is_as_it_was(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let client = boris.creates_client("Пётр").await.id;
        anna.edits(client, ClientPatch::Managers(vec![vera.id()])).await;
        let (his, hers) = (deal_of(&crm, client, boris).await, deal_of(&crm, client, anna).await);
        let already = deal_of(&crm, client, vera).await;
        let (act, edited) = gives(anna, client, vera).await;
        assert_eq!((edited.client.managers.len(), edited.deals), (0, 2));
        assert_eq!(takes_back(anna, client, act).await, Ok(2));
        let after = anna.opens(client).await.expect("opened");
        assert_eq!((after.owner, after.managers), (boris.id(), vec![vera.id()]));
        assert_eq!(owners(&crm, &[his, hers, already]).await, [boris.id(), anna.id(), vera.id()]);
        assert_eq!(anna.reads_deal_feed(hers).await[0].changes, given(vera, anna));
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
        // Nothing is left to take back.
        assert_eq!(takes_back(anna, client, act).await, Err(AppError::Conflict(ConflictKind::Stale)));
        // Whoever became a manager meanwhile is the owner again, and no manager beside.
        let client = boris.creates_client("Павел").await.id;
        let (act, _) = gives(anna, client, vera).await;
        anna.edits(client, ClientPatch::Managers(vec![boris.id()])).await;
        assert_eq!(takes_back(anna, client, act).await, Ok(0));
        let after = anna.opens(client).await.expect("opened");
        assert_eq!((after.owner, after.managers), (boris.id(), vec![]));
    }

    async fn what_was_given_further_meanwhile_is_not_taken_back(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let client = boris.creates_client("Пётр").await.id;
        let (further, stays) = (deal_of(&crm, client, boris).await, deal_of(&crm, client, boris).await);
        let (act, _) = gives(anna, client, vera).await;
        anna.edits_deal(further, DealPatch::Owner(anna.id())).await;
        let since = deal_of(&crm, client, vera).await;
        assert_eq!(takes_back(anna, client, act).await, Ok(1));
        assert_eq!(owners(&crm, &[further, stays, since]).await, [anna.id(), boris.id(), vera.id()]);
        let (act, _) = gives(anna, client, vera).await;
        gives(anna, client, anna).await;
        let events = crm.base.size("events").await;
        assert_eq!(takes_back(anna, client, act).await, Err(AppError::Conflict(ConflictKind::Stale)));
        assert_eq!(crm.base.size("events").await, events);
    }

    async fn only_ones_own_act_is_taken_back_and_only_to_somebody_who_works_here(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let client = boris.creates_client("Пётр").await.id;
        let deal = deal_of(&crm, client, boris).await;
        let (act, _) = gives(anna, client, vera).await;
        let unknown = Err(AppError::invalid("owner", Problem::Unknown));
        assert_eq!(takes_back(&vera.without(&[]), client, act).await, unknown);
        assert_eq!(takes_back(anna, client, anna.request()).await, unknown);
        assert_eq!(takes_back(vera, client, act).await, Err(AppError::Forbidden));
        anna.dismisses(boris.id(), vera.id()).await.expect("dismissed");
        let gone = Err(AppError::invalid("owner", Problem::NoSuch(Noun::User)));
        assert_eq!(takes_back(anna, client, act).await, gone);
        // The client's former owner is here, that of the deal is not.
        let client = anna.creates_client("Павел").await.id;
        let hers = deal_of(&crm, client, anna).await;
        let oleg = anna.creates_user(anna.hires("Олег", "oleg@example.uz").await).await.expect("hired").user.id;
        anna.edits_deal(hers, DealPatch::Owner(oleg)).await;
        let (act, edited) = gives(anna, client, vera).await;
        assert_eq!(edited.deals, 1);
        anna.dismisses(oleg, vera.id()).await.expect("dismissed");
        assert_eq!(takes_back(anna, client, act).await, Ok(0));
        assert_eq!(owners(&crm, &[deal, hers]).await, [vera.id(), vera.id()]);
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
    }

    async fn a_request_sent_twice_gives_once_and_answers_the_same(crm: TestCrm) {
        let (anna, vera) = (crm.anna(), crm.vera());
        let client = anna.creates_client("Пётр").await;
        deal_of(&crm, client.id, anna).await;
        let (act, patch) = (anna.request(), ClientPatch::Owner(vera.id()));
        let first = clients::edit(&anna.cx, act, client.id, client.version, patch.clone()).await;
        let events = crm.base.size("events").await;
        assert_eq!(clients::edit(&anna.cx, act, client.id, client.version, patch).await, first);
        assert_eq!(first.map(|edited| edited.deals), Ok(1));
        assert_eq!(crm.base.size("events").await, events);
    }

    async fn thousands_of_deals_change_hands_in_few_statements(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let client = boris.creates_client("Пётр").await.id;
        let mut tx = anna.cx.begin_own().await.expect("a transaction");
        let around = deals::Surroundings {
            stages: crate::pipelines::stages(&anna.cx).await.expect("stages"),
            fields: Vec::new(),
            currency: domain::money::Currency::UZS,
            clients: Default::default(),
        };
        let new = |number: usize| {
            let owner = Some([anna.id(), boris.id()][number % 2]);
            NewDeal { owner, client: Some(client), budget: Some(7), ..titled(&format!("Сделка {number}")) }
        };
        deals::create_many_in(&mut tx, (0..5_000).map(new).collect(), &around, EventKind::Imported).await.expect("created");
        tx.commit(()).await.expect("committed");
        let mut act = anna.request();
        let said = done_by(async {
            let (request, edited) = gives(anna, client, vera).await;
            assert_eq!(edited.deals, 5_000);
            act = request;
        }).await;
        // Most of them are the events, 256 a statement.
        assert!(said.len() < 60, "{} statements", said.len());
        let said = done_by(async {
            assert_eq!(takes_back(anna, client, act).await, Ok(5_000));
        }).await;
        assert!(said.len() < 60, "{} statements", said.len());
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
        let board = boris.opens_board().await;
        assert_eq!(board.totals.iter().map(|total| total.count).sum::<i64>(), 2_500);
    }

    async fn a_new_owner_whom_somebody_else_chose_gets_one_letter(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let post = LetterBox::new(&crm.backend);
        let client = anna.creates(NewClient { owner: Some(boris.id()), ..named("Пётр Ким") }).await.id;
        let letters = post.collect().await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert!(letters[0].contains("boris@example.uz"), "{}", letters[0]);
        let text = text_of(&letters[0]);
        for part in ["Борис", "ответственным", "«Пётр Ким»", "Анна Петрова", &format!("{BASE_URL}/clients/{client}")] {
            assert!(text.contains(part), "{part} in {text}");
        }
        gives(anna, client, vera).await;
        let letters = post.collect().await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        assert!(letters[0].contains("vera@example.uz"), "{}", letters[0]);
        // Nobody is told what they did themselves, what was taken back before it was told, or what they cannot look at.
        gives(anna, client, anna).await;
        let (act, _) = gives(anna, client, boris).await;
        takes_back(anna, client, act).await.expect("taken back");
        gives(anna, client, vera).await;
        anna.suspends(vera.id()).await.expect("suspended");
        let (act, _) = gives(anna, client, anna).await;
        takes_back(anna, client, act).await.expect("taken back");
        anna.creates_client("Своя").await;
        assert_eq!(post.collect().await, Vec::<String>::new());
    }

    async fn whoever_is_suspended_keeps_what_they_have_and_is_given_nothing(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let (his, hers) = (boris.creates_client("Его").await.id, anna.creates_client("Её").await.id);
        let deal = anna.creates_deal("Сделка", None).await.id;
        anna.suspends(boris.id()).await.expect("suspended");
        let refused = AppError::invalid("owner", Problem::NoSuch(Noun::User));
        let new = NewClient { owner: Some(boris.id()), ..named("Новый") };
        assert_eq!(anna.tries_to_create(new).await.err(), Some(refused.clone()));
        let to_him = ClientPatch::Owner(boris.id());
        assert_eq!(anna.tries_to_edit((anna.request(), hers), to_him.clone()).await.err(), Some(refused.clone()));
        let new = NewDeal { owner: Some(boris.id()), ..titled("Новая") };
        assert_eq!(deals::create(&anna.cx, anna.request(), new).await.err(), Some(refused.clone()));
        let patch = DealPatch::Owner(boris.id());
        assert_eq!(deals::edit(&anna.cx, anna.request(), deal, 1, patch).await.err(), Some(refused));
        // His client is his, is found as his, is worked with, and comes back to him when it was given away by mistake.
        assert_eq!(anna.edits(his, ClientPatch::Name("Его же".into())).await.owner, boris.id());
        let owner = Condition { field: Field::Owner, operator: Operator::OneOf, value: Value::Users(vec![boris.id()]) };
        assert_eq!(anna.counts(Filter::Is(owner)).await, Count::Exact(1));
        let (act, _) = gives(anna, his, anna).await;
        takes_back(anna, his, act).await.expect("taken back");
        assert_eq!(anna.opens(his).await.expect("opened").owner, boris.id());
        anna.lets_in_again(boris.id()).await.expect("taken back");
        assert_eq!(anna.edits(hers, to_him).await.owner, boris.id());
    }
}
