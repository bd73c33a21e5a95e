//! «Что может этот человек и почему» (S2.28-S2.38, R13, R14, R22, R23): what a person may do with one record, and the rule
//! that decides. The answer comes from the context that the person's own requests would have, and from the functions that
//! would decide them: there is no second account of rights that could differ.

use super::{cx_of, store};
use crate::{clients, cx::Cx, deals, settings};
use domain::{
    access::{Act, Bar, Explained, Right, Subject, Verdict},
    clients::Client,
    deals::Deal,
    error::AppError,
    fields::Noun,
    ids::{ClientId, UserId},
};

/// What this person may do with a record, which has to be one that the asker sees.
pub async fn explain(cx: &Cx, user: UserId, subject: Subject) -> Result<Explained, AppError> {
    cx.require(Right::SetUpUsers)?;
    let status = store::find_status(cx, user).await?.ok_or(AppError::NotFound(Noun::User))?;
    let record = find(cx, subject).await?;
    let them = cx_of(cx.backend(), cx.workspace(), user).await?;
    let verdict = |act: Act| match &them {
        None => Err(Bar::SignIn(status)),
        Some(them) => record.verdict(them, act),
    };
    let acts = Act::of(record.noun()).iter().map(|act| (*act, verdict(*act))).collect();
    let (number, name, owner) = record.about();
    let tie = settings::of(them.as_ref().unwrap_or(cx)).await?.tie(user, owner);
    Ok(Explained { subject, number, name, owner, tie, acts })
}

/// A record as the asker sees it.
enum Record {
    Client(Box<Client>),
    /// A deal, with its client where the asker sees that too.
    Deal(Box<Deal>, Option<Box<Client>>),
}

async fn find(cx: &Cx, subject: Subject) -> Result<Record, AppError> {
    match subject {
        Subject::Client(id) => Ok(Record::Client(Box::new(clients::get(cx, id).await?))),
        Subject::Deal(id) => {
            let deal = deals::get(cx, id).await?;
            let client = match &deal.client {
                Some(client) => find_client(cx, client.id).await?,
                None => None,
            };
            Ok(Record::Deal(Box::new(deal), client))
        }
    }
}

async fn find_client(cx: &Cx, id: ClientId) -> Result<Option<Box<Client>>, AppError> {
    match clients::get(cx, id).await {
        Ok(client) => Ok(Some(Box::new(client))),
        Err(AppError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

impl Record {
    fn noun(&self) -> Noun {
        match self {
            Record::Client(_) => Noun::Client,
            Record::Deal(..) => Noun::Deal,
        }
    }

    fn about(&self) -> (i64, String, UserId) {
        match self {
            Record::Client(client) => (client.number, client.name.clone(), client.owner),
            Record::Deal(deal, _) => (deal.number, deal.title.clone(), deal.owner),
        }
    }

    fn verdict(&self, them: &Cx, act: Act) -> Verdict {
        let actor = them.actor();
        match self {
            Record::Client(client) => actor.may(act, client),
            Record::Deal(deal, client) => actor.may_with_deal(act, deal.owner).map_err(|bar| {
                let knows_client = client.as_ref().is_some_and(|client| actor.may(Act::View, client).is_ok());
                if bar == Bar::Hidden && knows_client { Bar::DealOfOther } else { bar }
            }),
        }
    }
}
