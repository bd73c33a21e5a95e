//! Whose clients a person sees: one's own, one's company's, never another company's (decision 0003).

use crate::{
    clients,
    db::plan_tests::heard,
    db_test, deals,
    test_crm::{
        TestActor, TestCrm,
        actor::{named, titled},
    },
};
use domain::{
    access::Right,
    clients::ClientPatch,
    deals::{DealPatch, Move, NewDeal},
    error::{AppError, Problem},
    fields::Noun,
    filter::{Condition, Count, Field, Filter, ListQuery, Operator, Page, Value},
    ids::UserId,
};

const GONE: AppError = AppError::NotFound(Noun::Client);

db_test! {
    async fn a_manager_sees_only_his_own_clients_wherever_he_looks(crm: TestCrm) {
        let his = crm.boris().creates_client("Иванов Борисов").await.id;
        let hers = crm.vera().creates_client("Иванов Верин").await.id;
        let names = |rows: Vec<domain::clients::ClientRow>| rows.into_iter().map(|row| row.name).collect::<Vec<_>>();
        assert_eq!(names(crm.boris().lists(&ListQuery::default()).await), ["Иванов Борисов"]);
        assert_eq!(crm.boris().counts(Filter::All).await, Count::Exact(1));
        assert_eq!(crm.boris().counts(Filter::Search("иванов".into())).await, Count::Exact(1));
        assert_eq!(crm.boris().searches("иванов").await, ["Иванов Борисов"]);
        assert_eq!(clients::suggest(&crm.boris().cx, "иванов").await, Ok(vec![(his, "Иванов Борисов".into())]));
        assert_eq!(crm.boris().opens(hers).await, Err(GONE));
        assert_eq!(clients::feed(&crm.boris().cx, hers, &Page::first()).await, Err(GONE));
        assert_eq!(crm.anna().lists(&ListQuery::default()).await.len(), 2);
        assert_eq!(crm.anna().counts(Filter::All).await, Count::Exact(2));
    }

    async fn owners_are_counted_from_kept_totals_as_far_as_one_sees(crm: TestCrm) {
        let (boris, vera) = (crm.boris().id(), crm.vera().id());
        for (who, count) in [(crm.boris(), 2), (crm.vera(), 3)] {
            for number in 0..count {
                who.creates_client(&format!("Клиент {number}")).await;
            }
        }
        let of = |people: &[UserId]| {
            let value = Value::Users(people.to_vec());
            Filter::Is(Condition { field: Field::Owner, operator: Operator::OneOf, value })
        };
        for (filter, anna, his) in [
            (of(&[boris]), 2, 2),
            (of(&[vera]), 3, 0),
            (of(&[boris, vera]), 5, 2),
            (of(&[]), 0, 0),
            (Filter::Not(Box::new(of(&[boris]))), 3, 0),
        ] {
            for (who, expect) in [(crm.anna(), anna), (crm.boris(), his)] {
                let query = ListQuery { filter: filter.clone(), ..ListQuery::default() };
                let asked = heard(clients::count(&who.cx, &query)).await;
                assert!(asked.iter().all(|sql| sql.text().contains("client_totals")), "{filter:?}");
                assert_eq!(who.counts(filter.clone()).await, Count::Exact(expect), "{filter:?}");
                assert_eq!(who.lists(&query).await.len() as i64, expect, "{filter:?}");
            }
        }
    }

    async fn a_given_away_client_is_gone_for_its_former_owner(crm: TestCrm) {
        let client = crm.boris().creates_client("Пётр").await.id;
        crm.anna().edits(client, ClientPatch::Owner(crm.vera().id())).await;
        assert_eq!(crm.boris().opens(client).await, Err(GONE));
        assert_eq!(crm.boris().counts(Filter::All).await, Count::Exact(0));
        assert_eq!(crm.vera().counts(Filter::All).await, Count::Exact(1));
    }

    async fn ids_of_another_company_are_not_found_and_nothing_is_written(crm: TestCrm) {
        let client = crm.anna().creates_client("Пётр").await.id;
        let deal = crm.anna().creates_deal("Сделка", Some(client)).await.id;
        let stage = crm.anna().stage("Оплачено").await;
        let (events, requests) = (crm.base.size("events").await, crm.base.size("requests").await);
        stranger_gets_nowhere(crm.other_company(), client, deal, stage).await;
        assert_eq!(crm.base.size("events").await, events);
        assert_eq!(crm.base.size("requests").await, requests);
        assert_eq!(crm.anna().opens(client).await.expect("opened").version, 1);
        assert_eq!(crm.anna().opens_deal(deal).await.expect("opened").version, 1);
    }

    async fn a_manager_cannot_reach_a_colleagues_client_by_any_verb(crm: TestCrm) {
        let hers = crm.vera().creates_client("Верин").await.id;
        let deal = crm.vera().creates_deal("Верина", Some(hers)).await.id;
        let stage = crm.anna().stage("Оплачено").await;
        let events = crm.base.size("events").await;
        stranger_gets_nowhere(crm.boris(), hers, deal, stage).await;
        assert_eq!(crm.base.size("events").await, events);
    }

    async fn each_deed_needs_its_own_right_and_a_refused_one_writes_nothing(crm: TestCrm) {
        let client = crm.anna().creates_client("Анна").await;
        let deal = crm.anna().creates_deal("Сделка", Some(client.id)).await;
        let stage = crm.anna().stage("Оплачено").await;
        let sizes = async || (crm.base.size("clients").await, crm.base.size("deals").await, crm.base.size("events").await);
        let before = sizes().await;
        let no = Some(AppError::Forbidden);
        let who = crm.anna().without(&[Right::CreateClients]);
        assert_eq!(who.tries_to_create(named("Ещё")).await.err(), no);
        let who = crm.anna().without(&[Right::EditClients]);
        let name = ClientPatch::Name("Другая".into());
        assert_eq!(clients::edit(&who.cx, who.request(), client.id, client.version, name).await.err(), no);
        let who = crm.anna().without(&[Right::CreateDeals]);
        assert_eq!(deals::create(&who.cx, who.request(), titled("Ещё")).await.err(), no);
        let who = crm.anna().without(&[Right::EditDeals]);
        let title = DealPatch::Title("Другая".into());
        assert_eq!(deals::edit(&who.cx, who.request(), deal.id, deal.version, title).await.err(), no);
        assert_eq!(deals::move_to_stage(&who.cx, who.request(), deal.id, Move::to(stage, None)).await.err(), no);
        assert_eq!(sizes().await, before);
    }

    async fn another_companys_field_and_stage_are_refused(crm: TestCrm) {
        let foreign = crm.other_company().stage("Новая").await;
        let new = NewDeal { stage: Some(foreign), ..titled("Сделка") };
        let refused = deals::create(&crm.anna().cx, crm.anna().request(), new).await;
        assert_eq!(refused, Err(AppError::NotFound(Noun::Stage)));
        let owner = deals::create(&crm.anna().cx, crm.anna().request(), NewDeal { owner: Some(crm.other_company().id()), ..titled("Сделка") });
        assert_eq!(owner.await, Err(AppError::invalid("owner", Problem::NoSuch(Noun::User))));
        assert_eq!(crm.base.size("deals").await, 0);
    }
}

async fn stranger_gets_nowhere(
    stranger: &TestActor,
    client: domain::ids::ClientId,
    deal: domain::ids::DealId,
    stage: domain::ids::StageId,
) {
    let (cx, no_deal) = (&stranger.cx, AppError::NotFound(Noun::Deal));
    let name = ClientPatch::Name("Чужой".into());
    assert_eq!(stranger.opens(client).await, Err(GONE));
    assert_eq!(clients::edit(cx, stranger.request(), client, 1, name).await, Err(GONE));
    assert_eq!(clients::comment(cx, stranger.request(), client, "Привет".into()).await, Err(GONE));
    assert_eq!(clients::feed(cx, client, &Page::first()).await, Err(GONE));
    assert_eq!(deals::of_client(cx, client, &Page::first()).await, Err(GONE));
    assert_eq!(stranger.opens_deal(deal).await, Err(no_deal.clone()));
    assert_eq!(deals::feed(cx, deal, &Page::first()).await, Err(no_deal.clone()));
    assert_eq!(
        deals::edit(cx, stranger.request(), deal, 1, DealPatch::Title("Моя".into())).await,
        Err(no_deal.clone())
    );
    assert_eq!(deals::comment(cx, stranger.request(), deal, "Привет".into()).await, Err(no_deal.clone()));
    assert_eq!(deals::move_to_stage(cx, stranger.request(), deal, Move::to(stage, None)).await, Err(no_deal));
    let with_client = NewDeal { client: Some(client), ..titled("Сделка") };
    assert_eq!(deals::create(cx, stranger.request(), with_client).await, Err(GONE));
}
