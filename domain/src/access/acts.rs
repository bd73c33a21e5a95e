//! What can be done with a client or a deal, and the rule that decides. Operations ask here and take the yes or the no;
//! whoever sets up rights is told the rule itself.

use super::{Actor, Right, Tie};
use crate::{
    clients::{Client, ClientAccess},
    fields::Noun,
    ids::{ClientId, DealId, UserId},
    users::UserStatus,
};
use serde::{Deserialize, Serialize};

/// One thing that can be done with a client or a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Open its card and meet it in lists.
    View,
    /// Change its fields; a deal's stage is one.
    Edit,
    /// Change its phone numbers (S3.28).
    EditPhone,
    /// Leave a comment.
    Comment,
    /// Create a deal for it.
    AddDeal,
    /// Give it to another owner (S0.59).
    ChangeOwner,
    /// Say who manages it, and open it to everybody (S1.15-S1.19).
    Share,
    /// Delete it.
    Delete,
}

impl Act {
    /// What can be done with a record of this noun, in the order in which it is told.
    pub fn of(noun: Noun) -> &'static [Act] {
        use Act::*;
        match noun {
            Noun::Client => &[View, Edit, EditPhone, Comment, AddDeal, ChangeOwner, Share, Delete],
            Noun::Deal => &[View, Edit, Comment, ChangeOwner, Delete],
            _ => &[],
        }
    }

    /// The localised name's key.
    pub fn key(self) -> &'static str {
        match self {
            Act::View => "view",
            Act::Edit => "edit",
            Act::EditPhone => "edit_phone",
            Act::Comment => "comment",
            Act::AddDeal => "add_deal",
            Act::ChangeOwner => "change_owner",
            Act::Share => "share",
            Act::Delete => "delete",
        }
    }

    /// Whether there is a way to do it yet: else nobody does it, whatever their role allows.
    pub fn is_there(self, noun: Noun) -> bool {
        self.rights(noun).iter().all(|right| right.is_used())
    }

    /// The rights that it takes beside the one to view, in the order in which they are asked for.
    fn rights(self, noun: Noun) -> &'static [Right] {
        use Right::*;
        let is_deal = noun == Noun::Deal;
        match self {
            Act::View | Act::Comment => &[],
            Act::Edit if is_deal => &[EditDeals],
            Act::Edit => &[EditClients],
            Act::EditPhone => &[EditClients, EditPhone],
            Act::AddDeal => &[CreateDeals],
            Act::ChangeOwner if is_deal => &[EditDeals, ChangeOwner],
            Act::ChangeOwner => &[EditClients, ChangeOwner],
            Act::Share => &[EditClients],
            Act::Delete if is_deal => &[DeleteDeals],
            Act::Delete => &[DeleteClients],
        }
    }

    /// What the way to a client has to be, beyond there being one.
    fn is_barred(self, way: Way) -> Option<Bar> {
        match (self, way) {
            (_, Way::Owner | Way::Manager) | (Act::View | Act::AddDeal, Way::Public(_)) => None,
            (Act::ChangeOwner | Act::Share | Act::Delete, Way::Public(_)) => Some(Bar::NotTheirs),
            (Act::Edit | Act::EditPhone | Act::Comment, Way::Public(access)) => {
                (access != ClientAccess::Write).then_some(Bar::ReadOnly)
            }
        }
    }
}

/// What leads a person to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// They work with its owner's records.
    Owner,
    /// They manage the client.
    Manager,
    /// The client is open to everybody, for so much.
    Public(ClientAccess),
}

impl Way {
    /// Whether the record is theirs, and not only open to everybody.
    pub fn is_own(self) -> bool {
        matches!(self, Way::Owner | Way::Manager)
    }
}

/// What keeps a person from an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bar {
    /// They cannot even sign in.
    SignIn(UserStatus),
    /// Their role lacks this right.
    Right(Right),
    /// Nothing leads them to the record: for them it does not exist.
    Hidden,
    /// A deal's owner is not theirs, and what leads them to its client leads to no deal (R22).
    DealOfOther,
    /// The client is open to everybody for reading only.
    ReadOnly,
    /// The client is open to everybody; this is for those whose it is.
    NotTheirs,
}

/// The rule that allows, or the one that forbids.
pub type Verdict = Result<Way, Bar>;

impl Actor {
    /// Whether they may do this with the client, and why.
    pub fn may(&self, act: Act, client: &Client) -> Verdict {
        let way = self.seen(Right::ViewClients, self.way_to(client))?;
        self.has_all(act.rights(Noun::Client))?;
        // Whom they work with is up to those who are responsible (S1.15); for others it is as a change of the owner.
        if act == Act::Share && client.owner != self.user {
            self.has_all(&[Right::ChangeOwner])?;
        }
        act.is_barred(way).map_or(Ok(way), Err)
    }

    /// Whether they may do this with a deal of this owner, and why: deals have no managers and are never public (R22).
    pub fn may_with_deal(&self, act: Act, owner: UserId) -> Verdict {
        let way = self.seen(Right::ViewDeals, self.works_with(owner).then_some(Way::Owner))?;
        self.has_all(act.rights(Noun::Deal))?;
        Ok(way)
    }

    fn seen(&self, view: Right, way: Option<Way>) -> Verdict {
        self.has_all(&[view])?;
        way.ok_or(Bar::Hidden)
    }

    fn has_all(&self, rights: &[Right]) -> Result<(), Bar> {
        rights.iter().find(|right| !self.can(**right)).map_or(Ok(()), |lacking| Err(Bar::Right(*lacking)))
    }
}

/// The record that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A client.
    Client(ClientId),
    /// A deal.
    Deal(DealId),
}

/// What a person may do with a record, and the rule that decides each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explained {
    /// The record.
    pub subject: Subject,
    /// Its human number.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// Ответственный.
    pub owner: UserId,
    /// How the owner's records stand to the person.
    pub tie: Tie,
    /// The acts.
    pub acts: Vec<(Act, Verdict)>,
}
