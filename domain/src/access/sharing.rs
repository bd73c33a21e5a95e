//! What an actor may do with a client that they see: more as its owner's colleague or as its manager than as anybody
//! whom it is open to (S1.17-S1.19).

use super::{Act, Actor, Sees, Way};
use crate::{
    clients::{Client, ClientAccess},
    fields::Noun,
    filter::{Filter, Sight},
    ids::UserId,
};

impl Actor {
    /// Whether they work with the records of this owner.
    pub(super) fn works_with(&self, owner: UserId) -> bool {
        match &self.sees {
            Sees::Everything => true,
            Sees::Owners(owners) => owners.contains(&owner),
        }
    }

    /// What leads them to the client, the strongest first; without any they see nothing of it.
    pub(super) fn way_to(&self, client: &Client) -> Option<Way> {
        if self.works_with(client.owner) {
            Some(Way::Owner)
        } else if client.managers.contains(&self.user) {
            Some(Way::Manager)
        } else {
            client.access.is_public().then_some(Way::Public(client.access))
        }
    }

    /// Whether they may leave anything in it, whatever their role allows: it is theirs, or open to everybody for writing.
    pub fn writes(&self, client: &Client) -> bool {
        let open = Way::Public(ClientAccess::Write);
        self.way_to(client).is_some_and(|way| way.is_own() || way == open)
    }

    /// Whether they may say who else works with it: it has to be theirs, however widely it is open.
    pub fn shares(&self, client: &Client) -> bool {
        self.may(Act::Share, client).is_ok()
    }

    /// The filter of the clients that are theirs: what is only open to everybody stays out.
    pub fn own_clients(&self) -> Filter {
        match self.scope(Noun::Client) {
            Filter::SeenBy(Sight { owners, person }) => {
                Filter::Or(vec![Filter::owned_by(owners), Filter::ManagedBy(person)])
            }
            scope => scope,
        }
    }

    /// What they see of clients by these owners: theirs, those they manage, the public ones.
    pub(super) fn sight(&self, owners: &[UserId]) -> Filter {
        Filter::SeenBy(Sight { owners: owners.to_vec(), person: self.user })
    }
}
