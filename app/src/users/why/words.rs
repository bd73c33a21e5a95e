//! Rules in words.

use super::About;
use crate::{
    i18n::{t, ta},
    session::person,
};
use domain::{
    access::{Bar, Explained, Rank, Right, Tie, Verdict, Way},
    clients::ClientAccess,
    users::{User, UserStatus},
};

/// Why somebody of this status cannot sign in; nothing for whoever can.
pub fn sign_in(status: UserStatus) -> Option<String> {
    (status != UserStatus::Active).then(|| t(&format!("users.why.sign_in.{}", status.key())))
}

/// A right by its name.
pub fn right(right: Right) -> String {
    t(&format!("users.right.{}", right.key()))
}

/// A sentence about the person's role.
pub fn of_role(key: &str, about: &About) -> String {
    ta(key, &[("role", &about.role)])
}

/// What ties the person to somebody whose records they work with.
pub fn tie(tie: Tie, about: &About) -> String {
    of_mode(&format!("users.why.tie.{}", tie.key()), about)
}

fn of_mode(key: &str, about: &About) -> String {
    let mode = match about.rank {
        // A director has no mode.
        Rank::Director => String::new(),
        rank => t(&format!("users.access.{}.{}", rank.key(), about.access.key())),
    };
    ta(key, &[("mode", &mode)])
}

/// The rule that decided.
pub fn rule(verdict: Verdict, told: &Explained, about: &About) -> String {
    match verdict {
        Ok(Way::Owner) if told.tie == Tie::Own => t("users.why.owns"),
        Ok(Way::Owner) => of_owner("users.why.owner", told, &tie(told.tie, about)),
        Ok(Way::Manager) => t("users.why.manages"),
        Ok(Way::Public(ClientAccess::Write)) => t("users.why.public.write"),
        Ok(Way::Public(_)) => t("users.why.public.read"),
        Err(Bar::SignIn(status)) => sign_in(status).unwrap_or_default(),
        Err(Bar::Right(lacking)) => ta("users.why.no_right", &[("role", &about.role), ("right", &right(lacking))]),
        Err(Bar::Hidden) => of_owner("users.why.owner", told, &apart(told.tie, about)),
        Err(Bar::DealOfOther) => of_owner("users.why.deal_of_other", told, &apart(told.tie, about)),
        Err(Bar::ReadOnly) => t("users.why.read_only"),
        Err(Bar::NotTheirs) => t("users.why.not_theirs"),
    }
}

fn apart(tie: Tie, about: &About) -> String {
    of_mode(&format!("users.why.apart.{}", tie.key()), about)
}

fn of_owner(key: &str, told: &Explained, reason: &str) -> String {
    let owner = person(told.owner).as_ref().map(User::name).unwrap_or_default();
    ta(key, &[("owner", &owner), ("reason", reason)])
}
