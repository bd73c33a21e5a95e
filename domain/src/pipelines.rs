//! The deal pipeline (Воронка): four fixed groups, stages inside them (S3.12, R8).

use crate::{
    colour::Colour,
    error::{AppError, Problem},
    ids::StageId,
    text::{Limit, STAGE_NAME_LIMIT, clean},
};
use serde::{Deserialize, Serialize};

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

/// The stages a new company starts with: group, Russian name, preset colour (R8).
pub const DEFAULT_STAGES: [(StageGroup, &str, u8); 5] = [
    (StageGroup::Unprocessed, "Новая", 11),
    (StageGroup::InWork, "Переговоры", 9),
    (StageGroup::InWork, "Предложение", 13),
    (StageGroup::Successful, "Оплачено", 7),
    (StageGroup::Failed, "Отказ", 1),
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
