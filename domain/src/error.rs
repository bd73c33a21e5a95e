//! What a person may be told. Codes and values only: the interface words them from `locales/`.
//! Causes, SQL and traces never travel in here; they go to the log under the id of `Internal`.

use crate::{
    email::EmailError, fields::Noun, import::FileProblem, number::NumberError, phone::PhoneError, text::EMAIL_LIMIT,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The one error of every operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// No session: 401.
    #[error("not signed in")]
    NotSignedIn,
    /// The section or action is not allowed to this person: 403. Never said of a record outside the scope.
    #[error("forbidden")]
    Forbidden,
    /// Unknown, deleted for good, of another company or outside the person's scope - one answer for all: 404.
    #[error("not found: {0:?}")]
    NotFound(Noun),
    /// The input breaks rules; each issue names its field: 422.
    #[error("invalid input: {0:?}")]
    Invalid(Vec<FieldIssue>),
    /// A file that cannot be imported, with the reason: 422.
    #[error("file refused: {}", .0.code)]
    File(FileProblem),
    /// The record is not what the person was shown, or a value is taken: 409.
    #[error("conflict: {0:?}")]
    Conflict(ConflictKind),
    /// Too many attempts; try again after so many seconds: 429.
    #[error("too many attempts")]
    TooMany {
        /// Seconds until the next attempt is looked at.
        retry_after: u32,
    },
    /// Our fault; the log knows why under this id: 500.
    #[error("internal error {0}")]
    Internal(Uuid),
    /// The database cannot be reached just now: 503.
    #[error("unavailable")]
    Unavailable,
}

impl AppError {
    /// One broken rule of one field.
    pub fn invalid(field: impl Into<String>, problem: Problem) -> Self {
        AppError::Invalid(vec![FieldIssue { field: field.into(), problem }])
    }

    /// The HTTP status of this error.
    pub fn status(&self) -> u16 {
        match self {
            AppError::NotSignedIn => 401,
            AppError::Forbidden => 403,
            AppError::NotFound(_) => 404,
            AppError::Conflict(_) => 409,
            AppError::Invalid(_) | AppError::File(_) => 422,
            AppError::TooMany { .. } => 429,
            AppError::Internal(_) => 500,
            AppError::Unavailable => 503,
        }
    }
}

/// A rule that one field breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldIssue {
    /// The field's key: a built-in name such as `name`, or a custom field's id.
    pub field: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Must be filled in.
    Required,
    /// Longer than allowed, in graphemes (R2).
    TooLong {
        /// The limit.
        max: usize,
        /// What was given.
        actual: usize,
    },
    /// Shorter than allowed, in graphemes.
    TooShort {
        /// The least length.
        min: usize,
    },
    /// Not a number of R20.
    NotANumber,
    /// More decimals than are stored.
    TooManyDecimals,
    /// Beyond what can be stored.
    TooLarge,
    /// Not a date of R6.
    NotADate,
    /// A date that could be read in two ways (R6).
    AmbiguousDate,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not a phone number.
    NotAPhone,
    /// A phone number of the wrong length (S3.29).
    PhoneLength {
        /// Digits expected after the country's code.
        expected: u8,
        /// Digits given.
        actual: u8,
    },
    /// Not one of the choices.
    NotAChoice,
    /// A funnel has no more stages than this.
    TooManyStages {
        /// The limit.
        max: usize,
    },
    /// Points to a record that is not there.
    NoSuch(Noun),
    /// Fits several clients; tells two of them apart.
    Namesakes(Fitting, Fitting),
    /// The same as reports of earlier versions have it, by names alone.
    SeveralFit(String, String),
    /// The value is taken.
    Taken,
    /// The password is among the most common ones.
    TooCommon,
    /// Not the code that the app shows, or used already.
    WrongCode,
    /// The kind of value does not belong to this field.
    WrongKind,
    /// Anything that a closed form does not know.
    Unknown,
}

/// One of several clients that a value fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fitting {
    /// Its name, which others may have.
    pub name: String,
    /// Its human number, which is its own.
    pub number: i64,
}

impl From<NumberError> for Problem {
    fn from(error: NumberError) -> Self {
        match error {
            NumberError::Empty => Problem::Required,
            NumberError::NotANumber => Problem::NotANumber,
            NumberError::TooManyDecimals => Problem::TooManyDecimals,
            NumberError::TooLarge => Problem::TooLarge,
        }
    }
}

impl From<PhoneError> for Problem {
    fn from(error: PhoneError) -> Self {
        match error {
            PhoneError::Empty => Problem::Required,
            PhoneError::NotAPhone => Problem::NotAPhone,
            PhoneError::WrongLength { expected, actual, .. } => {
                let nearest = actual.clamp(expected.min, expected.max);
                let digits = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
                Problem::PhoneLength { expected: digits(nearest), actual: digits(actual) }
            }
        }
    }
}

impl Problem {
    /// Why this text is no e-mail address.
    pub fn of_email(error: EmailError, text: &str) -> Self {
        match error {
            EmailError::Empty => Problem::Required,
            EmailError::TooLong => Problem::TooLong { max: EMAIL_LIMIT, actual: text.chars().count() },
            EmailError::NotAnEmail => Problem::NotAnEmail,
        }
    }
}

/// Why a change does not fit the state of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// Somebody changed the record after it was shown.
    Stale,
    /// A user with this e-mail already exists (S3.9).
    EmailTaken,
    /// The name is taken by another field, stage or option.
    NameTaken,
    /// The same request id came with another body.
    RequestReused,
    /// The company is already created by this link.
    AlreadySetUp,
    /// The stage was deleted or moved meanwhile.
    StageGone,
    /// The act is already under way.
    UnderWay,
    /// A stage that is to be deleted holds deals.
    StageInUse,
    /// Nobody who may set up users would be left.
    LastAdministrator,
    /// The administrators' own role keeps every right.
    AdministratorsRights,
    /// A role that is to be deleted is somebody's.
    RoleInUse,
    /// A group that is to be deleted has people.
    GroupInUse,
    /// Somebody's superior would not outrank them any more.
    HasSubordinates,
    /// The person's status does not allow the act: somebody else was faster.
    OtherStatus,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_of_clients_without_numbers_are_read_and_new_ones_come_back() {
        let old: Problem = serde_json::from_str(r#"{"several_fit":["Ли","Ли"]}"#).expect("an old report");
        assert_eq!(old, Problem::SeveralFit("Ли".into(), "Ли".into()));
        let fitting = |number| Fitting { name: "Ли".into(), number };
        let new = Problem::Namesakes(fitting(3), fitting(7));
        let text = serde_json::to_string(&new).expect("written");
        assert_eq!(serde_json::from_str::<Problem>(&text).expect("read"), new);
    }
}
