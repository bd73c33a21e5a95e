//! What changed just now, as pages hear of it: which records, never what is in them.

use crate::ids::{ClientId, DealId};
use serde::{Deserialize, Serialize};

/// News for a page that stays open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LiveNews {
    /// Deals that changed, each once.
    pub deals: Vec<DealId>,
    /// Clients that changed, or that deals were tied to or freed from, each once.
    #[serde(default)]
    pub clients: Vec<ClientId>,
    /// More changed than is told, or something may have been missed: look at everything anew.
    pub all: bool,
    /// The same of clients alone.
    #[serde(default)]
    pub all_clients: bool,
}

impl LiveNews {
    /// Look at everything anew.
    pub fn everything() -> Self {
        LiveNews { all: true, ..LiveNews::default() }
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        *self == LiveNews::default()
    }

    /// Hears of more; what is known already is not told twice.
    pub fn add(&mut self, other: LiveNews) {
        add_new(&mut self.deals, other.deals);
        add_new(&mut self.clients, other.clients);
        self.all |= other.all;
        self.all_clients |= other.all_clients;
    }
}

fn add_new<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
    for one in more {
        if !known.contains(&one) {
            known.push(one);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn news_are_gathered_each_once_and_looking_at_everything_is_not_forgotten() {
        let deal = |id| DealId(Uuid::from_u128(id));
        let mut news = LiveNews { deals: vec![deal(1)], ..LiveNews::default() };
        assert!(!news.is_empty() && LiveNews::default().is_empty());
        news.add(LiveNews { deals: vec![deal(2), deal(1)], all_clients: true, ..LiveNews::default() });
        news.add(LiveNews::everything());
        news.add(LiveNews { clients: vec![ClientId(Uuid::nil())], ..LiveNews::default() });
        let expect = LiveNews {
            deals: vec![deal(1), deal(2)],
            clients: vec![ClientId(Uuid::nil())],
            all: true,
            all_clients: true,
        };
        assert_eq!(news, expect);
    }
}
