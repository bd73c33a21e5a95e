//! The settings that this process keeps in memory: a bounded number of companies, each with the version it was read at.

use super::Settings;
use domain::ids::WorkspaceId;
use std::{
    collections::HashMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

/// So many companies are kept; the one that was asked for longest ago makes room.
const COMPANIES: usize = 256;

/// Shared by every clone of a `Backend`.
#[derive(Default)]
pub(crate) struct Kept {
    companies: RwLock<HashMap<WorkspaceId, Company>>,
    asked: AtomicU64,
}

struct Company {
    version: i64,
    settings: Arc<Settings>,
    /// The number of the last question.
    asked: AtomicU64,
}

impl Kept {
    /// Settings that are not older than this version.
    pub fn get(&self, workspace: WorkspaceId, version: i64) -> Option<Arc<Settings>> {
        let companies = self.companies.read().unwrap_or_else(PoisonError::into_inner);
        let company = companies.get(&workspace).filter(|company| company.version >= version)?;
        company.asked.store(self.next(), Ordering::Relaxed);
        Some(company.settings.clone())
    }

    /// Keeps settings that were read at this version, unless newer ones are kept.
    pub fn keep(&self, workspace: WorkspaceId, version: i64, settings: Arc<Settings>) {
        let mut companies = self.companies.write().unwrap_or_else(PoisonError::into_inner);
        if companies.get(&workspace).is_some_and(|company| company.version > version) {
            return;
        }
        if companies.len() >= COMPANIES && !companies.contains_key(&workspace) {
            let last = companies.iter().min_by_key(|(_, company)| company.asked.load(Ordering::Relaxed));
            if let Some(last) = last.map(|(workspace, _)| *workspace) {
                companies.remove(&last);
            }
        }
        companies.insert(workspace, Company { version, settings, asked: AtomicU64::new(self.next()) });
    }

    /// Forgets a company whose settings this process has just changed: contexts that are older than the change see it too,
    /// unless somebody was reading the settings at that moment.
    pub fn forget(&self, workspace: WorkspaceId) {
        self.companies.write().unwrap_or_else(PoisonError::into_inner).remove(&workspace);
    }

    fn next(&self) -> u64 {
        self.asked.fetch_add(1, Ordering::Relaxed)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.companies.read().unwrap_or_else(PoisonError::into_inner).len()
    }
}

#[cfg(test)]
pub(super) const MOST: usize = COMPANIES;
