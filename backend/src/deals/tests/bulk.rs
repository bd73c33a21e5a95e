//! Changes of many deals that meet: none waits for another in a circle.

use crate::{
    clients,
    db::Sql,
    db_test, deals, pipelines,
    test_crm::{TestActor, TestCrm, actor::titled, waits},
};
use domain::{
    clients::ClientPatch,
    deals::{Move, NewDeal, Slot},
    error::AppError,
    events::EventKind,
    ids::{ClientId, DealId},
    money::Currency,
    pipelines::StageDraft,
};
use std::pin::{Pin, pin};

/// Three deals of Борис in a stage, of a client that is not his.
async fn furnish(crm: &TestCrm, stage: &str) -> (ClientId, [DealId; 3]) {
    let (client, stage) = (crm.anna().creates_client("Пётр").await.id, crm.anna().stage(stage).await);
    let owner = Some(crm.boris().id());
    let mut deals = Vec::new();
    for title in ["Первая", "Вторая", "Третья"] {
        let new = NewDeal { owner, client: Some(client), stage: Some(stage), ..titled(title) };
        deals.push(crm.anna().deals(new).await.id);
    }
    (client, deals.try_into().expect("three"))
}

/// Both begin while somebody holds the deal in the middle: in different orders each would take one end and wait for the other.
async fn meet<T, U>(
    crm: &TestCrm,
    middle: DealId,
    one: Pin<&mut impl Future<Output = Result<T, AppError>>>,
    other: Pin<&mut impl Future<Output = Result<U, AppError>>>,
) -> (Option<AppError>, Option<AppError>) {
    let mut holds = Sql::new("update deals set title = title where id = ");
    holds.bind(middle);
    meet_at(crm, holds, one, other).await
}

async fn meet_at<T, U>(
    crm: &TestCrm,
    holds: Sql,
    mut one: Pin<&mut impl Future<Output = Result<T, AppError>>>,
    mut other: Pin<&mut impl Future<Output = Result<U, AppError>>>,
) -> (Option<AppError>, Option<AppError>) {
    let mut tx = crm.vera().cx.begin_own().await.expect("a transaction");
    tx.execute(holds).await.expect("held");
    assert!(waits(one.as_mut()).await && waits(other.as_mut()).await);
    tx.commit(()).await.expect("committed");
    let (one, other) = tokio::join!(one, other);
    (one.err(), other.err())
}

/// Deletes stages; a new one of the same name takes the deals of each.
async fn deletes_stages(who: &TestActor, names: Vec<&str>) -> Result<(), AppError> {
    let seen = pipelines::stages(&who.cx).await?;
    let mut drafts = Vec::new();
    for stage in &seen {
        let gone = names.contains(&stage.name.as_str());
        let (id, takes) = if gone { (None, vec![stage.id]) } else { (Some(stage.id), Vec::new()) };
        drafts.push(StageDraft { id, group: stage.group, name: stage.name.clone(), colour: stage.colour, takes });
    }
    pipelines::save(&who.cx, who.request(), seen, drafts).await.map(drop)
}

db_test! {
    async fn a_stage_is_deleted_while_its_deals_are_given_away_or_their_client_is_renamed(crm: TestCrm) {
        let anna = &crm.anna().without(&[]);
        for (stage, patch) in [
            ("Предложение", ClientPatch::Owner(crm.vera().id())),
            ("Переговоры", ClientPatch::Name("Павел".into())),
        ] {
            let (client, deals) = furnish(&crm, stage).await;
            let change = pin!(clients::edit(&anna.cx, anna.request(), client, 1, patch));
            let deletion = pin!(deletes_stages(anna, vec![stage]));
            assert_eq!(meet(&crm, deals[1], change, deletion).await, (None, None), "{stage}");
        }
        assert_eq!((crm.base.wrong_totals().await, crm.base.wrong_client_names().await), ([0, 0], 0));
    }

    async fn several_stages_are_deleted_while_their_deals_are_given_away(crm: TestCrm) {
        let anna = &crm.anna().without(&[]);
        let (client, deals) = furnish(&crm, "Предложение").await;
        // The stage that is deleted first holds the oldest of them.
        anna.moves(deals[0], "Переговоры").await;
        let change = pin!(clients::edit(&anna.cx, anna.request(), client, 1, ClientPatch::Owner(crm.vera().id())));
        let deletion = pin!(deletes_stages(anna, vec!["Переговоры", "Предложение"]));
        assert_eq!(meet(&crm, deals[1], change, deletion).await, (None, None));
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
    }

    async fn a_card_is_dropped_where_there_is_no_room_while_the_cards_there_are_given_away(crm: TestCrm) {
        let anna = &crm.anna().without(&[]);
        let (client, stage) = (anna.creates_client("Пётр").await.id, anna.stage("Предложение").await);
        let owner = Some(crm.boris().id());
        let mut deals = Vec::new();
        for (title, key) in [
            ("Новенькая", None),
            ("Верхняя", Some("8000000000000000")),
            ("Средняя", Some("80000000000000000000000000000001")),
            ("Нижняя", Some("9000000000000000")),
        ] {
            let new = NewDeal { owner, client: Some(client), stage: key.map(|_| stage), ..titled(title) };
            let deal = anna.deals(new).await.id;
            if let Some(key) = key {
                let mut sql = Sql::new("update deals set position = ");
                sql.bind(key).push(" where id = ").bind(deal);
                crm.base.execute(sql).await;
            }
            deals.push(deal);
        }
        let slot = Slot { above: Some(deals[1]), below: Some(deals[2]) };
        let change = pin!(clients::edit(&anna.cx, anna.request(), client, 1, ClientPatch::Owner(crm.vera().id())));
        let drop = pin!(deals::move_to_stage(&anna.cx, anna.request(), deals[0], Move::to(stage, Some(slot))));
        assert_eq!(meet(&crm, deals[2], change, drop).await, (None, None));
        assert_eq!(anna.column("Предложение").await, ["Верхняя", "Новенькая", "Средняя", "Нижняя"]);
        assert_eq!(crm.base.wrong_totals().await, [0, 0]);
    }

    async fn a_person_is_dismissed_while_their_deals_are_given_away_or_change_their_place(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris().id(), crm.vera().id());
        for patch in [Some(ClientPatch::Owner(vera)), Some(ClientPatch::Name("Павел".into())), None] {
            let (client, deals) = furnish(&crm, "Предложение").await;
            // The order of the last change is not that of the numbers.
            for deal in deals.iter().rev() {
                anna.edits_deal(*deal, domain::deals::DealPatch::Title("Новее".into())).await;
            }
            let dismissal = pin!(anna.dismisses(boris, vera));
            let met = match patch {
                Some(patch) => {
                    let change = pin!(clients::edit(&anna.cx, anna.request(), client, 1, patch));
                    meet(&crm, deals[1], dismissal, change).await
                }
                None => meet(&crm, deals[1], dismissal, pin!(deletes_stages(anna, vec!["Предложение"]))).await,
            };
            assert_eq!(met, (None, None));
            anna.lets_in_again(boris).await.expect("taken back");
        }
        assert_eq!((crm.base.wrong_totals().await, crm.base.wrong_client_names().await), ([0, 0], 0));
    }

    async fn somebody_is_dismissed_while_deals_of_their_clients_are_imported(crm: TestCrm) {
        let (anna, boris, vera) = (&crm.anna().without(&[]), crm.boris(), crm.vera().id());
        let mut theirs = Vec::new();
        for name in ["Анна", "Пётр", "Яна"] {
            theirs.push(boris.creates_client(name).await.id);
        }
        let stages = pipelines::stages(&anna.cx).await.expect("stages");
        let (fields, clients) = Default::default();
        let around = deals::Surroundings { stages, fields, currency: Currency::UZS, clients };
        let new = theirs.iter().map(|client| NewDeal { client: Some(*client), ..titled("Сделка") }).collect();
        let import = pin!(async {
            let mut tx = anna.cx.begin_own().await?;
            deals::create_many_in(&mut tx, new, &around, EventKind::Imported).await?;
            tx.commit(()).await
        });
        let dismissal = pin!(crm.anna().dismisses(boris.id(), vera));
        let mut holds = Sql::new("update clients set number = number where id = ");
        holds.bind(theirs[1]);
        assert_eq!(meet_at(&crm, holds, dismissal, import).await, (None, None));
        assert_eq!((crm.base.wrong_totals().await, crm.base.wrong_client_names().await), ([0, 0], 0));
    }
}
