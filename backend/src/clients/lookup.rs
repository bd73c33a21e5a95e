//! Clients by what a file calls them: name, phone or e-mail, many at once and within the actor's scope.

use super::store::{self, by_key};
use crate::cx::Cx;
use domain::{
    email::Email,
    error::{AppError, Fitting},
    ids::ClientId,
    phone::{Country, Phone},
    search_text::fold,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A text that should name one client.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ClientKey {
    name: String,
    /// Digits, when the text is a phone.
    phone: Option<String>,
    /// Normalised, when the text is an e-mail.
    email: Option<String>,
}

impl ClientKey {
    /// Reads a text; a phone without a country's code belongs to this country.
    pub fn of(text: &str, country: Country) -> Self {
        let phone = Phone::parse(text, country).ok().map(|phone| phone.digits().to_owned());
        let email = Email::parse(text).ok().map(|email| email.normalized());
        ClientKey { name: fold(text), phone, email }
    }
}

/// What a key fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fits {
    /// One client, with its name.
    One(ClientId, String),
    /// At least these two.
    Several(Fitting, Fitting),
}

/// What each key fits; keys that fit nothing are left out.
pub(crate) async fn lookup(cx: &Cx, keys: &BTreeSet<&ClientKey>) -> Result<HashMap<ClientKey, Fits>, AppError> {
    // A name of signs alone folds to nothing, and so do others.
    let folded = keys.iter().map(|key| key.name.as_str()).filter(|name| !name.is_empty()).collect();
    let names = by_key::list_by_name(cx, folded).await?;
    let of_kind =
        |of: fn(&ClientKey) -> Option<&str>| keys.iter().filter_map(|key| of(key)).collect::<BTreeSet<&str>>();
    let phones = by_key::list_by_contact(cx, store::PHONE, of_kind(|key| key.phone.as_deref())).await?;
    let emails = by_key::list_by_contact(cx, store::EMAIL, of_kind(|key| key.email.as_deref())).await?;
    let mut numbers: BTreeMap<&ClientKey, BTreeSet<i64>> = BTreeMap::new();
    for key in keys {
        let ends = [
            names.get(&key.name),
            key.phone.as_ref().and_then(|digits| phones.get(digits)),
            key.email.as_ref().and_then(|email| emails.get(email)),
        ];
        let found: BTreeSet<i64> = ends.into_iter().flatten().flatten().copied().collect();
        if !found.is_empty() {
            numbers.insert(key, found);
        }
    }
    let clients = by_key::list_by_number(cx, numbers.values().flatten().copied().collect()).await?;
    let fits = |found: &BTreeSet<i64>| {
        let mut found = found.iter().filter_map(|number| clients.get_key_value(number));
        let fitting = |number: &i64, name: &str| Fitting { name: name.to_owned(), number: *number };
        match (found.next(), found.next()) {
            (Some((_, (id, name))), None) => Some(Fits::One(*id, name.clone())),
            (Some((one, (_, its))), Some((other, (_, others)))) => {
                Some(Fits::Several(fitting(one, its), fitting(other, others)))
            }
            (None, _) => None,
        }
    };
    Ok(numbers.into_iter().filter_map(|(key, found)| Some((key.clone(), fits(&found)?))).collect())
}
