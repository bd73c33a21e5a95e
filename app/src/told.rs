//! Errors in words: what happened and what to do.

use crate::{
    api_error::ApiError,
    i18n::{t, ta, tn},
};
use domain::error::{AppError, ConflictKind, FieldIssue, Fitting, Problem};

/// One sentence for a message.
pub fn error(error: &ApiError) -> String {
    match error {
        ApiError::Transport(_) => t("errors.transport"),
        ApiError::App(error) => app_error(error),
    }
}

fn app_error(error: &AppError) -> String {
    match error {
        AppError::NotSignedIn => t("errors.not_signed_in"),
        AppError::Forbidden => t("errors.forbidden"),
        AppError::NotFound(noun) => t(&format!("errors.not_found.{}", noun.key())),
        AppError::Invalid(issues) => issues.first().map(|issue| problem(&issue.problem)).unwrap_or_default(),
        AppError::File(refused) => {
            let values: Vec<(&str, &str)> = refused.args.iter().map(|(name, value)| (&**name, &**value)).collect();
            ta(&refused.code, &values)
        }
        AppError::Conflict(kind) => t(conflict(kind)),
        AppError::TooMany { retry_after } => tn("errors.too_many", i64::from(retry_after.div_ceil(60))),
        AppError::Internal(id) => ta("errors.internal", &[("id", &id.to_string())]),
        AppError::Unavailable => t("errors.unavailable"),
    }
}

fn conflict(kind: &ConflictKind) -> &'static str {
    match kind {
        ConflictKind::Stale => "errors.stale",
        ConflictKind::EmailTaken => "errors.email_taken",
        ConflictKind::NameTaken => "errors.name_taken",
        ConflictKind::RequestReused => "errors.request_reused",
        ConflictKind::AlreadySetUp => "errors.already_set_up",
        ConflictKind::StageGone => "errors.stage_gone",
        ConflictKind::UnderWay => "errors.under_way",
        ConflictKind::StageInUse => "errors.stage_in_use",
        ConflictKind::LastAdministrator => "errors.last_administrator",
        ConflictKind::AdministratorsRights => "errors.administrators_rights",
        ConflictKind::RoleInUse => "errors.role_in_use",
        ConflictKind::GroupInUse => "errors.group_in_use",
        ConflictKind::HasSubordinates => "errors.has_subordinates",
        ConflictKind::OtherStatus => "errors.other_status",
    }
}

/// The problem of one value.
pub fn problem(problem: &Problem) -> String {
    match problem {
        Problem::TooLong { max, actual } => {
            ta("problems.too_long", &[("max", &max.to_string()), ("actual", &actual.to_string())])
        }
        Problem::TooShort { min } => ta("problems.too_short", &[("min", &min.to_string())]),
        Problem::PhoneLength { expected, actual } => {
            ta("problems.phone_length", &[("expected", &expected.to_string()), ("actual", &actual.to_string())])
        }
        Problem::TooManyStages { max } => ta("problems.too_many_stages", &[("max", &max.to_string())]),
        Problem::NoSuch(noun) => t(&format!("problems.no_such.{}", noun.key())),
        Problem::Namesakes(one, other) => {
            ta("problems.several_fit", &[("one", &fitting(one)), ("other", &fitting(other))])
        }
        Problem::SeveralFit(one, other) => ta("problems.several_fit", &[("one", one), ("other", other)]),
        Problem::Required => t("problems.required"),
        Problem::NotANumber => t("problems.not_a_number"),
        Problem::TooManyDecimals => t("problems.too_many_decimals"),
        Problem::TooLarge => t("problems.too_large"),
        Problem::NotADate => t("problems.not_a_date"),
        Problem::AmbiguousDate => t("problems.ambiguous_date"),
        Problem::NotAnEmail => t("problems.not_an_email"),
        Problem::NotAPhone => t("problems.not_a_phone"),
        Problem::NotAChoice => t("problems.not_a_choice"),
        Problem::Taken => t("problems.taken"),
        Problem::TooCommon => t("problems.too_common"),
        Problem::WrongCode => t("problems.wrong_code"),
        Problem::WrongKind => t("problems.wrong_kind"),
        Problem::Unknown => t("problems.unknown"),
    }
}

fn fitting(client: &Fitting) -> String {
    ta("problems.fitting", &[("name", &client.name), ("number", &client.number.to_string())])
}

/// The problem of this field, if the error has one.
pub fn of_field(error: Option<&ApiError>, field: &str) -> Option<String> {
    match error {
        Some(ApiError::App(AppError::Invalid(issues))) => {
            issues.iter().find(|issue: &&FieldIssue| issue.field == field).map(|issue| problem(&issue.problem))
        }
        _ => None,
    }
}

/// The error in words, unless it is about fields that say it themselves.
pub fn beside_fields(error: &ApiError) -> Option<String> {
    let of_fields = matches!(error, ApiError::App(AppError::Invalid(_)));
    (!of_fields).then(|| self::error(error))
}
