//! A company whose organisation, roles and sharing are drawn anew as often as a test wants.

use super::model::{ACCESS, MANAGER_MODES, Person, SUPERVISOR_MODES, Shared, post};
use crate::{
    db::Sql,
    demo_data::dice::Dice,
    roles, sessions,
    test_crm::{
        TestActor, TestCrm,
        actor::{named, titled},
        origin,
    },
};
use domain::{
    access::{Right, Rights},
    clients::{ClientAccess, ClientPatch, NewClient},
    deals::NewDeal,
    ids::{ClientId, DealId, UserId},
    roles::RoleDraft,
};
use std::collections::BTreeSet;
use uuid::Uuid;

pub const PEOPLE: usize = 10;
pub const RECORDS: usize = 30;

/// Ten people with ranks, superiors and modes by chance.
pub fn organisation(dice: &mut Dice) -> Vec<Person> {
    let mut all: Vec<Person> = Vec::new();
    for at in 0..PEOPLE {
        // The first is a director, as in every company.
        let rank = if at == 0 {
            "Директор"
        } else {
            ["Директор", "Руководитель", "Руководитель", "Менеджер", "Менеджер", "Менеджер", "Менеджер"][dice.below(7)]
        };
        let mode = match rank {
            "Руководитель" => SUPERVISOR_MODES[dice.below(4)],
            "Менеджер" => MANAGER_MODES[dice.below(5)],
            _ => "Запретить",
        };
        all.push(Person { rank, mode, answers_to: None });
    }
    for at in 0..PEOPLE {
        let above: Vec<usize> = (0..PEOPLE)
            .filter(|other| match all[at].rank {
                "Менеджер" => all[*other].rank != "Менеджер",
                "Руководитель" => all[*other].rank == "Директор",
                _ => false,
            })
            .collect();
        if !above.is_empty() && dice.percent(85) {
            all[at].answers_to = Some(above[dice.below(above.len())]);
        }
    }
    all
}

/// A company of ten people with records of random owners.
pub struct Firm {
    pub crm: TestCrm,
    pub dice: Dice,
    pub people: Vec<UserId>,
    pub cookies: Vec<String>,
    pub clients: Vec<(ClientId, Shared)>,
    pub deals: Vec<(DealId, usize)>,
}

impl Firm {
    pub async fn open(crm: TestCrm) -> Self {
        let anna = crm.anna();
        let mut people = vec![anna.id(), crm.boris().id(), crm.vera().id()];
        let mut cookies = vec![anna.cookie.clone(), crm.boris().cookie.clone(), crm.vera().cookie.clone()];
        for number in people.len()..PEOPLE {
            let (of, id) = ((anna.cx.workspace(), anna.id()), crm.backend.new_id());
            crm.base.insert_colleague(of, id, ("Сотрудник", "Новый"), &format!("{number}@example.uz")).await;
            people.push(id);
            cookies.push(sessions::start(&crm.backend, of.0, id, &origin()).await.expect("a session"));
        }
        let mut firm = Firm { dice: Dice::new(7), people, cookies, clients: Vec::new(), deals: Vec::new(), crm };
        for number in 0..RECORDS {
            let (of_client, of_deal) = (firm.dice.below(PEOPLE), firm.dice.below(PEOPLE));
            let owner = Some(firm.people[of_client]);
            let client = firm.crm.anna().creates(NewClient { owner, ..named(&format!("Иванов {number}")) }).await.id;
            let owner = Some(firm.people[of_deal]);
            let deal =
                NewDeal { owner, client: Some(client), budget: Some(100), ..titled(&format!("Сделка {number}")) };
            firm.deals.push((firm.crm.anna().deals(deal).await.id, of_deal));
            firm.clients.push((client, Shared { owner: of_client, managers: Vec::new(), access: ACCESS[0] }));
        }
        firm
    }

    /// Writes an organisation as it would be stored, and counts the version up as every change of people does.
    pub async fn turn_into(&self, all: &[Person]) {
        let workspace = self.crm.anna().cx.workspace();
        for at in 0..PEOPLE {
            let post = post(all, at, &self.people);
            let mut sql = Sql::new("update users set rank = ");
            sql.bind(post.rank.key()).push(" where workspace_id = ").bind(workspace).push(" and id = ").bind(post.user);
            self.crm.base.execute(sql).await;
            let mut sql = Sql::new("insert into posts (workspace_id, user_id, superior_id, shared_access) values ");
            sql.bind_tuple([workspace.into(), post.user.into(), post.superior.into(), post.access.key().into()]);
            sql.push(" on conflict (workspace_id, user_id) do update set superior_id = excluded.superior_id,");
            sql.push(" shared_access = excluded.shared_access");
            self.crm.base.execute(sql).await;
        }
        let mut sql = Sql::new("update settings_versions set version = version + 1 where workspace_id = ");
        sql.bind(workspace);
        self.crm.base.execute(sql).await;
    }

    /// Shares a few clients in another way.
    pub async fn share(&mut self) {
        for _ in 0..5 {
            let (at, access) = (self.dice.below(RECORDS), self.dice.below(ACCESS.len()));
            let (id, owner) = (self.clients[at].0, self.clients[at].1.owner);
            let drawn: BTreeSet<usize> = (0..self.dice.below(4)).map(|_| self.dice.below(PEOPLE)).collect();
            let managers: Vec<usize> = drawn.into_iter().filter(|person| *person != owner).collect();
            let people = managers.iter().map(|person| self.people[*person]).collect();
            self.crm.anna().edits(id, ClientPatch::Managers(people)).await;
            let stored = [ClientAccess::Private, ClientAccess::Read, ClientAccess::Write][access];
            self.crm.anna().edits(id, ClientPatch::Access(stored)).await;
            self.clients[at].1 = Shared { owner, managers, access: ACCESS[access] };
        }
    }

    /// Gives everybody but the director one of as many roles, drawn anew: most rights on, some off.
    pub async fn draw_roles(&mut self) {
        let anna = self.crm.anna().clone();
        for at in 1..PEOPLE {
            let drawn = Right::ALL.iter().copied().filter(|_| self.dice.percent(85)).collect::<Vec<_>>();
            let name = format!("Роль {}", Uuid::now_v7());
            let draft = RoleDraft { name, rights: Rights::of(&drawn), second_factor: false };
            let role = roles::create(&anna.cx, anna.request(), draft).await.expect("a role");
            let mut sql = Sql::new("update users set role_id = ");
            sql.bind(role.id).push(" where workspace_id = ").bind(anna.cx.workspace());
            sql.push(" and id = ").bind(self.people[at]);
            self.crm.base.execute(sql).await;
        }
    }

    /// The context of a person's next request.
    pub async fn asks(&self, at: usize) -> TestActor {
        let cookie = self.cookies[at].clone();
        let cx = sessions::cx(&self.crm.backend, &cookie).await.expect("looked up").expect("signed in");
        TestActor { cx, cookie }
    }
}
