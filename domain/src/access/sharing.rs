//! What an actor may do with a client that they see: more as its owner's colleague or as its manager than as anybody
//! whom it is open to (S1.17-S1.19).

use super::{Actor, Right, Sees};
use crate::{
    clients::Client,
    fields::Noun,
    filter::{Filter, Sight},
    ids::UserId,
};

impl Actor {
    /// Whether the client is theirs: of somebody whose records they work with, or managed by them.
    pub fn is_own(&self, client: &Client) -> bool {
        let of_owner = match &self.sees {
            Sees::Everything => true,
            Sees::Owners(owners) => owners.contains(&client.owner),
        };
        of_owner || client.managers.contains(&self.user)
    }

    /// Whether they may leave anything in it: it is theirs, or open to everybody for writing.
    pub fn writes(&self, client: &Client) -> bool {
        self.is_own(client) || client.access == crate::clients::ClientAccess::Write
    }

    /// Whether they may say who else works with it: it has to be theirs, however widely it is open.
    pub fn shares(&self, client: &Client) -> bool {
        self.can(Right::EditClients) && self.can(Right::ChangeOwner) && self.is_own(client)
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
