//! Comments on a record, at most 999 graphemes (S0.10, S0.11).

use crate::{
    error::{AppError, Problem},
    text::{COMMENT_LIMIT, Limit, clean_lines},
};

/// Cleans and checks a comment.
pub fn checked_comment(text: &str) -> Result<String, AppError> {
    let text = clean_lines(text);
    if text.is_empty() {
        return Err(AppError::invalid("comment", Problem::Required));
    }
    match (Limit { max: COMMENT_LIMIT }).check(&text) {
        Ok(()) => Ok(text),
        Err(over) => Err(AppError::invalid("comment", Problem::TooLong { max: over.max, actual: over.actual })),
    }
}
