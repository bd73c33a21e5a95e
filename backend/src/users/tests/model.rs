//! «Общий доступ» as the documents tell it, sentence by sentence (release 1.0.2.0 §6, S4.4, S4.5) - and not as the code does.

use domain::{
    access::{Post, Rank, SharedAccess},
    ids::UserId,
};
use uuid::Uuid;

/// A person of the documents; `answers_to` is a place in the list of all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Person {
    pub rank: &'static str,
    pub mode: &'static str,
    pub answers_to: Option<usize>,
}

pub const SUPERVISOR_MODES: [&str; 4] = ["Директор", "Только менеджеры", "Запретить", "Доступ ко всем клиентам"];
pub const MANAGER_MODES: [&str; 5] =
    ["Менеджеры + ответственный", "Только менеджеры", "Только ответственный", "Запретить", "Доступ ко всем клиентам"];

/// Whether the person at place `me` works with the records of the person at place `other`.
pub fn works_with(all: &[Person], me: usize, other: usize) -> bool {
    let (person, theirs) = (all[me], all[other]);
    // «Данные пользователя – это клиенты, действия и сделки, по которым он назначен ответственным».
    if me == other {
        return true;
    }
    // «Ответственные сотрудники с данной возможностью видят список всех клиентов каждого ответственного менеджера».
    if person.mode == "Доступ ко всем клиентам" {
        return true;
    }
    match person.rank {
        "Директор" => true,
        "Руководитель" => {
            let his_manager = theirs.rank == "Менеджер" && theirs.answers_to == Some(me);
            let his_director = theirs.rank == "Директор" && person.answers_to == Some(other);
            match person.mode {
                // «работает с данными директора и своих менеджеров».
                "Директор" => his_director || his_manager,
                // «работает только с данными своих менеджеров, к данным директора доступа нет».
                "Только менеджеры" => his_manager,
                // «не имеет доступа к данным директора и своих менеджеров».
                _ => false,
            }
        }
        _ => {
            let same = person.answers_to.is_some() && theirs.answers_to == person.answers_to;
            let (fellow, superior) = (theirs.rank == "Менеджер" && same, person.answers_to == Some(other));
            match person.mode {
                // «работает с данными другого менеджера, если у него тот же ответственный. Имеет доступ к данным своего ответственного».
                "Менеджеры + ответственный" => fellow || superior,
                // «…если у него тот же ответственный. Не имеет доступ к данным своего ответственного».
                "Только менеджеры" => fellow,
                // «не имеет доступа к данным другого менеджера, даже если у него тот же ответственный».
                "Только ответственный" => superior,
                // «работает только со своими данными».
                _ => false,
            }
        }
    }
}

/// The person's post as the code stores it.
pub fn post(all: &[Person], at: usize, ids: &[UserId]) -> Post {
    let Person { rank, mode, answers_to } = all[at];
    let rank = match rank {
        "Директор" => Rank::Director,
        "Руководитель" => Rank::Supervisor,
        _ => Rank::Manager,
    };
    let access = match mode {
        "Директор" => SharedAccess::Director,
        "Менеджеры + ответственный" => SharedAccess::ManagersAndSuperior,
        "Только менеджеры" => SharedAccess::ManagersOnly,
        "Только ответственный" => SharedAccess::SuperiorOnly,
        "Доступ ко всем клиентам" => SharedAccess::Everybody,
        _ => SharedAccess::Forbid,
    };
    Post { user: ids[at], rank, superior: answers_to.map(|at| ids[at]), access }
}

/// Ids for organisations that no database knows.
pub fn ids(count: usize) -> Vec<UserId> {
    (1..=count as u128).map(|number| Uuid::from_u128(number).into()).collect()
}

/// A client of the documents: people by their places.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    pub owner: usize,
    pub managers: Vec<usize>,
    pub access: &'static str,
}

pub const ACCESS: [&str; 3] = ["закрытый", "на чтение", "на чтение/запись"];

impl Shared {
    /// «По умолчанию доступ к созданному контакту предоставляется только его менеджерам»: to whoever works with the data of
    /// the one who is responsible, and to those who were added.
    pub fn is_given_to(&self, all: &[Person], me: usize) -> bool {
        works_with(all, me, self.owner) || self.managers.contains(&me)
    }

    /// «Общедоступный»: «разрешить всем пользователям просмотр этого контакта».
    pub fn is_seen_by(&self, all: &[Person], me: usize) -> bool {
        self.access != "закрытый" || self.is_given_to(all, me)
    }

    /// «Разрешить всем пользователям просмотр и редактирование этого контакта».
    pub fn is_changed_by(&self, all: &[Person], me: usize) -> bool {
        self.access == "на чтение/запись" || self.is_given_to(all, me)
    }
}
