//! The deal pipeline (Воронка): four fixed groups, stages inside them (S3.12, R8).

use crate::{
    colour::Colour,
    error::{AppError, FieldIssue, Problem},
    ids::StageId,
    search_text::name_key,
    text::{Limit, STAGE_NAME_LIMIT, clean},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One of the four fixed groups; they can be neither renamed nor deleted (S3.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageGroup {
    /// Необработанные.
    Unprocessed,
    /// В работе.
    InWork,
    /// Успешные.
    Successful,
    /// Проваленные.
    Failed,
}

impl StageGroup {
    /// In the order of the board (R8).
    pub const ALL: [StageGroup; 4] =
        [StageGroup::Unprocessed, StageGroup::InWork, StageGroup::Successful, StageGroup::Failed];

    /// The stored and localised name.
    pub fn key(self) -> &'static str {
        match self {
            StageGroup::Unprocessed => "unprocessed",
            StageGroup::InWork => "in_work",
            StageGroup::Successful => "successful",
            StageGroup::Failed => "failed",
        }
    }

    /// Reads a stored name back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.key() == key)
    }

    /// The place on the board, 0 to 3.
    pub fn order(self) -> i64 {
        self as i64
    }
}

/// A stage (Этап).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Its id.
    pub id: StageId,
    /// Its group.
    pub group: StageGroup,
    /// Its name, at most 50 graphemes (S3.13).
    pub name: String,
    /// Its colour (S3.14).
    pub colour: Colour,
}

/// A stage as an administrator edits it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageDraft {
    /// Which stage it is; none for a new one.
    pub id: Option<StageId>,
    /// Its group.
    pub group: StageGroup,
    /// Its name.
    pub name: String,
    /// Its colour.
    pub colour: Colour,
    /// Deleted stages whose deals move here, on top.
    #[serde(default)]
    pub takes: Vec<StageId>,
}

/// The funnel as an administrator opens it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funnel {
    /// The stages in order.
    pub stages: Vec<Stage>,
    /// How many deals are in a stage, for whoever sees all deals; stages without any may be left out.
    /// To anybody else each stage may hold some, and no number tells.
    pub deals: Option<BTreeMap<StageId, i64>>,
}

/// As many stages a funnel may have.
pub const STAGES_LIMIT: usize = 60;

/// Cleans and checks a whole funnel; the stages come back in the order of their groups. Each broken rule is told by the
/// place of its stage, from 0: `stages.2`; a group without a stage by its name: `groups.in_work`.
pub fn checked_funnel(drafts: Vec<StageDraft>) -> Result<Vec<StageDraft>, AppError> {
    let mut issues = Vec::new();
    let mut issue = |field: String, problem: Problem| issues.push(FieldIssue { field, problem });
    if drafts.len() > STAGES_LIMIT {
        issue("stages".into(), Problem::TooManyStages { max: STAGES_LIMIT });
    }
    let mut names = BTreeSet::new();
    let mut checked = Vec::with_capacity(drafts.len());
    for (place, draft) in drafts.into_iter().enumerate() {
        match checked_stage_name(&draft.name) {
            Ok(name) => {
                if !names.insert(name_key(&name)) {
                    issue(format!("stages.{place}"), Problem::Taken);
                }
                checked.push(StageDraft { name, ..draft });
            }
            Err(AppError::Invalid(found)) => {
                found.into_iter().for_each(|found| issue(format!("stages.{place}"), found.problem));
            }
            Err(other) => return Err(other),
        }
    }
    for group in StageGroup::ALL {
        if is_empty_group(&checked, group) {
            issues.push(FieldIssue { field: format!("groups.{}", group.key()), problem: Problem::Required });
        }
    }
    checked.sort_by_key(|draft| draft.group);
    if issues.is_empty() { Ok(checked) } else { Err(AppError::Invalid(issues)) }
}

/// Whether a group has no stage: its target on the board would lead nowhere.
fn is_empty_group(drafts: &[StageDraft], group: StageGroup) -> bool {
    !drafts.iter().any(|draft| draft.group == group)
}

/// The stages a new company starts with: group, localised name, preset colour (R8).
pub const DEFAULT_STAGES: [(StageGroup, &str, u8); 5] = [
    (StageGroup::Unprocessed, "new", 11),
    (StageGroup::InWork, "negotiation", 9),
    (StageGroup::InWork, "offer", 13),
    (StageGroup::Successful, "paid", 7),
    (StageGroup::Failed, "refused", 1),
];

/// Cleans and checks a stage's name (S3.13).
pub fn checked_stage_name(name: &str) -> Result<String, AppError> {
    let name = clean(name);
    if name.is_empty() {
        return Err(AppError::invalid("name", Problem::Required));
    }
    match (Limit { max: STAGE_NAME_LIMIT }).check(&name) {
        Ok(()) => Ok(name),
        Err(over) => Err(AppError::invalid("name", Problem::TooLong { max: over.max, actual: over.actual })),
    }
}
