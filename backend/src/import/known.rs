//! What of the company an import is checked against: settings, fields, stages and people as they are now.

use crate::{
    cx::{Cx, Tx},
    settings::{self, Settings},
    users,
};
use domain::{
    access::Right,
    error::AppError,
    fields::{FieldDef, Noun},
    ids::UserId,
    lang::Lang,
    pipelines::Stage,
    search_text::fold,
    users::User,
    workspaces::Workspace,
};
use std::collections::{BTreeSet, HashMap};

/// Loaded once per look at a file.
pub(super) struct Known {
    /// What whoever imports reads.
    pub lang: Lang,
    /// Limits and currency.
    pub workspace: Workspace,
    /// Custom fields of the noun.
    pub fields: Vec<FieldDef>,
    /// The stages, in order.
    pub stages: Vec<Stage>,
    /// Colleagues who can be given records.
    pub people: Vec<User>,
    /// Those of them whom the actor may give records to, by [`owner_keys`] of their names and e-mails.
    pub owners: HashMap<String, UserId>,
}

/// How a file may call a person: a name in any writing, or an e-mail.
pub(super) fn owner_keys(value: &str) -> Vec<String> {
    vec![fold(value), value.to_lowercase()]
}

impl Known {
    /// As it is outside a transaction.
    pub async fn load(cx: &Cx, noun: Noun) -> Result<Self, AppError> {
        let emails = users::emails(cx, &mut cx.db()).await?;
        Ok(Self::of(cx, &*settings::of(cx).await?, (noun, emails)))
    }

    /// With the fields and stages that this transaction has just created.
    pub async fn load_in(tx: &mut Tx, noun: Noun) -> Result<Self, AppError> {
        let cx = Cx::clone(tx);
        let emails = users::emails(&cx, tx).await?;
        Ok(Self::of(&cx, &*tx.settings().await?, (noun, emails)))
    }

    fn of(cx: &Cx, settings: &Settings, (noun, emails): (Noun, Vec<(String, UserId)>)) -> Self {
        let people: Vec<User> =
            settings.people.iter().filter(|user| !settings.away.contains(&user.id)).cloned().collect();
        Known {
            lang: cx.actor().lang,
            workspace: settings.workspace.clone(),
            fields: settings.fields(noun).to_vec(),
            stages: settings.stages.clone(),
            owners: owners(cx, &people, emails),
            people,
        }
    }

    /// Whom a file calls so.
    pub fn owner_called(&self, value: &str) -> Option<UserId> {
        owner_keys(value).iter().find_map(|key| self.owners.get(key)).copied()
    }
}

/// Whoever may not change owners gives records to nobody else.
fn owners(cx: &Cx, people: &[User], emails: Vec<(String, UserId)>) -> HashMap<String, UserId> {
    let gives = cx.actor().can(Right::ChangeOwner);
    let offered: Vec<&User> = people.iter().filter(|user| gives || user.id == cx.user()).collect();
    let mut owners: HashMap<String, UserId> =
        emails.into_iter().filter(|(_, id)| offered.iter().any(|user| user.id == *id)).collect();
    let mut named: HashMap<String, BTreeSet<UserId>> = HashMap::new();
    for user in offered {
        named.entry(fold(&user.name())).or_default().insert(user.id);
        named.entry(fold(&format!("{} {}", user.last_name, user.first_name))).or_default().insert(user.id);
    }
    // A name that two people have means neither of them.
    owners.extend(named.into_iter().filter_map(|(name, people)| match (people.first(), people.len()) {
        (Some(one), 1) => Some((name, *one)),
        _ => None,
    }));
    // A name of signs alone folds to nothing, and so do others.
    owners.remove("");
    owners
}
