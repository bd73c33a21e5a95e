//! What chips say of the filters that are set.

use super::{Days, Filters, Kind, Who};
use crate::{
    format,
    i18n::{t, ta},
    session::{person, stage_name},
};
use domain::fields::Noun;

/// «Ответственный»; of clients, stage and budget are those of their deals.
pub fn label(kind: Kind, noun: Noun) -> String {
    match (kind, noun) {
        (Kind::Stage, Noun::Client) => t("filters.deal_stage"),
        (Kind::Budget, Noun::Client) => t("filters.deal_budget"),
        _ => t(&format!("filters.{}", kind.key())),
    }
}

/// «я, Тимур Юсупов», «от 100 000 сум», «Эта неделя».
pub fn value(filters: &Filters, kind: Kind) -> String {
    match kind {
        Kind::Owner => {
            let name = |who: &Who| match who {
                Who::Me => t("filters.me"),
                Who::Person(id) => person(*id).map(|user| user.name()).unwrap_or_default(),
            };
            filters.owners.iter().map(name).collect::<Vec<_>>().join(", ")
        }
        Kind::Stage => filters.stages.iter().map(|stage| stage_name(*stage)).collect::<Vec<_>>().join(", "),
        Kind::Budget => {
            let (from, to) = (filters.budget_from.map(format::money), filters.budget_to.map(format::money));
            ends(from, to, ["filters.at_least", "filters.at_most"])
        }
        Kind::Created => filters.created.map(days).unwrap_or_default(),
        Kind::Changed => filters.changed.map(days).unwrap_or_default(),
    }
}

fn days(days: Days) -> String {
    match days {
        Days::Between(from, to) if from == to => from.map(format::date).unwrap_or_default(),
        Days::Between(from, to) => {
            ends(from.map(format::date), to.map(format::date), ["filters.since", "filters.until"])
        }
        quick => quick_name(quick),
    }
}

/// «Сегодня», «Эта неделя», «Этот месяц».
pub fn quick_name(days: Days) -> String {
    let key = Days::QUICK.iter().find(|(quick, _)| *quick == days).map(|(_, key)| *key);
    key.map(|key| t(&format!("filters.days.{key}"))).unwrap_or_default()
}

fn ends(from: Option<String>, to: Option<String>, [least, most]: [&str; 2]) -> String {
    match (from, to) {
        (Some(from), Some(to)) => ta("filters.between", &[("from", &from), ("to", &to)]),
        (Some(from), None) => ta(least, &[("from", &from)]),
        (None, to) => to.map(|to| ta(most, &[("to", &to)])).unwrap_or_default(),
    }
}
