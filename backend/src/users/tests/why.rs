//! The explanation and the operations never differ: what it allows is done, what it forbids is refused.

use super::{
    firm::{Firm, PEOPLE, RECORDS, organisation},
    model::{Person, works_with},
};
use crate::{
    clients, db_test, deals,
    test_crm::{
        TestActor, TestCrm,
        actor::{parsed, titled},
    },
    users::why::explain,
};
use domain::{
    access::{Act, Bar, Explained, Right, SharedAccess, Subject, Tie, Verdict, Way},
    clients::{ClientAccess, ClientPatch},
    deals::{DealPatch, NewDeal},
    error::AppError,
    fields::Noun,
    ids::{ClientId, DealId, UserId},
    users::UserStatus,
};
use std::collections::BTreeMap;

const ROUNDS: usize = 40;
/// People who are asked about in each organisation, and records of each kind: with 8 acts of a client and 5 of a deal,
/// these are 10,400 cases.
const LOOKERS: usize = 5;
const LOOKED_AT: usize = 4;

/// Whether the person's own request to do this with the client succeeds. What would change is given up again.
async fn does(who: &TestActor, (client, number): (ClientId, i64), (seen, act): (i64, Act)) -> bool {
    let edits = async |patch: ClientPatch| {
        let mut tx = who.cx.begin_own().await.expect("a transaction");
        clients::edit_in(&mut tx, client, seen, patch).await.is_ok()
    };
    match act {
        Act::View => who.opens(client).await.is_ok(),
        Act::Comment => clients::comment(&who.cx, who.request(), client, "Звонил".into()).await.is_ok(),
        Act::AddDeal => {
            let mut tx = who.cx.begin_own().await.expect("a transaction");
            deals::create_in(&mut tx, NewDeal { client: Some(client), ..titled("Новая") }).await.is_ok()
        }
        Act::Delete => {
            let mut tx = who.cx.begin_own().await.expect("a transaction");
            clients::delete_numbers_in(&mut tx, number..=number).await == Ok(1)
        }
        Act::Edit => edits(ClientPatch::Name("Петров".into())).await,
        Act::EditPhone => edits(ClientPatch::Phones(vec![parsed("901234567")])).await,
        Act::ChangeOwner => edits(ClientPatch::Owner(who.id())).await,
        Act::Share => edits(ClientPatch::Managers(vec![who.id()])).await,
    }
}

/// The same of a deal.
async fn does_with_deal(
    who: &TestActor,
    (deal, number): (DealId, i64),
    (seen, act): (i64, Act),
    owner: UserId,
) -> bool {
    let patch = match act {
        Act::View => return who.opens_deal(deal).await.is_ok(),
        Act::Comment => return deals::comment(&who.cx, who.request(), deal, "Ждём".into()).await.is_ok(),
        Act::Delete => {
            let mut tx = who.cx.begin_own().await.expect("a transaction");
            return deals::delete_numbers_in(&mut tx, number..=number).await == Ok(1);
        }
        Act::ChangeOwner => DealPatch::Owner(owner),
        _ => DealPatch::Title(format!("Сделка {seen}")),
    };
    deals::edit(&who.cx, who.request(), deal, seen, patch).await.is_ok()
}

impl Firm {
    async fn explained(&self, me: usize, subject: Subject) -> Explained {
        explain(&self.crm.anna().cx, self.people[me], subject).await.expect("explained")
    }

    /// Compares every act with a client and with a deal; counts the rules that decided.
    async fn try_all(&mut self, all: &[Person], me: usize, met: &mut BTreeMap<String, usize>) {
        let (who, anna) = (self.asks(me).await, self.crm.anna().clone());
        let at = self.dice.below(RECORDS);
        let number = at as i64 + 1;
        let client = self.clients[at].0;
        let told = self.explained(me, Subject::Client(client)).await;
        assert_eq!(told.acts.iter().map(|(act, _)| *act).collect::<Vec<_>>(), Act::of(Noun::Client));
        for (act, verdict) in told.acts {
            let seen = anna.opens(client).await.expect("the director sees it").version;
            let done = does(&who, (client, number), (seen, act)).await;
            assert_eq!(verdict.is_ok(), done, "{me} {act:?} {verdict:?} {:?} in {all:?}", self.clients[at].1);
            assert!(verdict != Ok(Way::Owner) || works_with(all, me, self.clients[at].1.owner), "{me} in {all:?}");
            count(met, verdict);
        }
        let (deal, owner) = self.deals[at];
        let told = self.explained(me, Subject::Deal(deal)).await;
        assert_eq!(told.acts.iter().map(|(act, _)| *act).collect::<Vec<_>>(), Act::of(Noun::Deal));
        for (act, verdict) in told.acts {
            let seen = anna.opens_deal(deal).await.expect("the director sees it").version;
            let done = does_with_deal(&who, (deal, number), (seen, act), self.people[owner]).await;
            assert_eq!(verdict.is_ok(), done, "{me} {act:?} {verdict:?} of {owner} in {all:?}");
            assert_eq!(verdict.is_ok(), verdict == Ok(Way::Owner), "a deal has no other way");
            count(met, verdict);
        }
    }
}

fn count(met: &mut BTreeMap<String, usize>, verdict: Verdict) {
    *met.entry(format!("{verdict:?}")).or_default() += 1;
}

db_test! {
    async fn explanations_and_operations_agree_in_random_organisations(crm: TestCrm) {
        let (mut firm, mut met) = (Firm::open(crm).await, BTreeMap::new());
        for _ in 0..ROUNDS {
            let all = organisation(&mut firm.dice);
            firm.draw_roles().await;
            firm.turn_into(&all).await;
            firm.share().await;
            for _ in 0..LOOKERS {
                let me = firm.dice.below(PEOPLE);
                for _ in 0..LOOKED_AT {
                    firm.try_all(&all, me, &mut met).await;
                }
            }
        }
        assert!(met.values().sum::<usize>() > 10_000, "{met:?}");
        // Every rule has decided often enough to have been compared.
        let rules = [
            Ok(Way::Owner),
            Ok(Way::Manager),
            Ok(Way::Public(ClientAccess::Read)),
            Ok(Way::Public(ClientAccess::Write)),
            Err(Bar::Hidden),
            Err(Bar::DealOfOther),
            Err(Bar::ReadOnly),
            Err(Bar::NotTheirs),
            Err(Bar::Right(Right::ViewClients)),
            Err(Bar::Right(Right::EditPhone)),
            Err(Bar::Right(Right::ChangeOwner)),
        ];
        for rule in rules {
            assert!(met.get(&format!("{rule:?}")).is_some_and(|times| *times >= 20), "{rule:?} in {met:?}");
        }
    }

    async fn an_explanation_names_how_the_owner_stands_to_the_person(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let (of_anna, of_vera) = (anna.creates_client("Её").await.id, vera.creates_client("Верин").await.id);
        let his = boris.creates_client("Его").await.id;
        for (mode, superior, fellow) in [
            (SharedAccess::ManagersAndSuperior, Ok(Way::Owner), Ok(Way::Owner)),
            (SharedAccess::ManagersOnly, Err(Bar::Hidden), Ok(Way::Owner)),
            (SharedAccess::SuperiorOnly, Ok(Way::Owner), Err(Bar::Hidden)),
            (SharedAccess::Forbid, Err(Bar::Hidden), Err(Bar::Hidden)),
        ] {
            for person in [boris, vera] {
                anna.changes(person.id(), |profile| {
                    (profile.superior, profile.access) = (Some(anna.id()), mode);
                }).await.expect("changed");
            }
            for (client, tie, verdict) in [
                (his, Tie::Own, Ok(Way::Owner)),
                (of_anna, Tie::Superior, superior),
                (of_vera, Tie::Fellow, fellow),
            ] {
                let told = explain(&anna.cx, boris.id(), Subject::Client(client)).await.expect("explained");
                assert_eq!((told.tie, told.acts[0]), (tie, (Act::View, verdict)), "{mode:?}");
            }
        }
        let told = explain(&anna.cx, anna.id(), Subject::Client(of_vera)).await.expect("explained");
        assert_eq!((told.tie, told.owner, told.name), (Tie::Director, vera.id(), "Верин".into()));
        assert!(told.acts.iter().all(|(_, verdict)| *verdict == Ok(Way::Owner)), "{:?}", told.acts);
    }

    async fn whoever_cannot_sign_in_may_nothing_and_the_status_says_why(crm: TestCrm) {
        let (anna, boris) = (crm.anna(), crm.boris());
        let his = Subject::Client(boris.creates_client("Его").await.id);
        anna.suspends(boris.id()).await.expect("suspended");
        let told = explain(&anna.cx, boris.id(), his).await.expect("explained");
        assert_eq!(told.tie, Tie::Own);
        assert_eq!(told.acts.len(), Act::of(Noun::Client).len());
        let suspended = Err(Bar::SignIn(UserStatus::Suspended));
        assert!(told.acts.iter().all(|(_, verdict)| *verdict == suspended), "{:?}", told.acts);
        anna.lets_in_again(boris.id()).await.expect("taken back");
        let told = explain(&anna.cx, boris.id(), his).await.expect("explained");
        assert_eq!(told.acts[0], (Act::View, Ok(Way::Owner)));
        let new = anna.creates_user(anna.hires("Олег", "oleg@example.uz").await).await.expect("hired");
        let told = explain(&anna.cx, new.user.id, his).await.expect("explained");
        assert_eq!(told.acts[0], (Act::View, Err(Bar::SignIn(UserStatus::Invited))));
    }

    async fn only_who_sets_up_users_asks_and_only_about_what_they_see(crm: TestCrm) {
        let (anna, boris, vera) = (crm.anna(), crm.boris(), crm.vera());
        let client = Subject::Client(vera.creates_client("Верин").await.id);
        let deal = Subject::Deal(vera.creates_deal("Её", None).await.id);
        for subject in [client, deal] {
            assert!(explain(&anna.cx, boris.id(), subject).await.is_ok());
            assert_eq!(explain(&boris.cx, boris.id(), subject).await, Err(AppError::Forbidden));
            let stranger = crm.other_company();
            assert_eq!(explain(&stranger.cx, boris.id(), subject).await, Err(AppError::NotFound(Noun::User)));
            let hidden = explain(&stranger.cx, stranger.id(), subject).await;
            assert_eq!(hidden, Err(AppError::NotFound(if subject == client { Noun::Client } else { Noun::Deal })));
        }
        // An administrator who sees their own records only asks about these.
        let of_boris = Subject::Client(boris.creates_client("Его").await.id);
        let narrow = boris.without(&[]);
        assert!(explain(&narrow.cx, vera.id(), of_boris).await.is_ok());
        assert_eq!(explain(&narrow.cx, vera.id(), client).await, Err(AppError::NotFound(Noun::Client)));
        assert_eq!(explain(&narrow.cx, vera.id(), deal).await, Err(AppError::NotFound(Noun::Deal)));
    }
}
