//! What changed just now, as pages hear of it: which records, never what is in them.

use crate::ids::DealId;
use serde::{Deserialize, Serialize};

/// News for a page that stays open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LiveNews {
    /// Deals that changed, each once.
    pub deals: Vec<DealId>,
    /// More changed than is told, or something may have been missed: look at everything anew.
    pub all: bool,
}
