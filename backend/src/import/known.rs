//! What of the company an import is checked against: settings, fields, stages and people as they are now.

use crate::{
    cx::{Cx, Tx},
    settings::{self, Settings},
};
use domain::{
    error::AppError,
    fields::{FieldDef, Noun},
    pipelines::Stage,
    users::User,
    workspaces::Workspace,
};

/// Loaded once per look at a file.
pub(super) struct Known {
    /// Limits and currency.
    pub workspace: Workspace,
    /// Custom fields of the noun.
    pub fields: Vec<FieldDef>,
    /// The stages, in order.
    pub stages: Vec<Stage>,
    /// Colleagues who can be given records.
    pub people: Vec<User>,
}

impl Known {
    /// As it is outside a transaction.
    pub async fn load(cx: &Cx, noun: Noun) -> Result<Self, AppError> {
        Ok(Self::of(&*settings::of(cx).await?, noun))
    }

    /// With the fields and stages that this transaction has just created.
    pub async fn load_in(tx: &mut Tx, noun: Noun) -> Result<Self, AppError> {
        Ok(Self::of(&*tx.settings().await?, noun))
    }

    fn of(settings: &Settings, noun: Noun) -> Self {
        Known {
            workspace: settings.workspace.clone(),
            fields: settings.fields(noun).to_vec(),
            stages: settings.stages.clone(),
            people: settings.people.iter().filter(|user| !settings.away.contains(&user.id)).cloned().collect(),
        }
    }
}
