//! How long a page waits before it asks again what it was not answered.

use crate::api_error::ApiError;
use domain::error::AppError;
use std::time::Duration;

/// The longest pause, in seconds.
const LONGEST: f64 = 60.0;

/// The pause before the next try after so many failed ones, where a next try may be answered otherwise; none where it was
/// decided, such as when a right was taken: to ask on would only fill the log.
pub fn after_error(error: &ApiError, failed: u32) -> Option<Duration> {
    match error {
        ApiError::App(AppError::TooMany { retry_after }) => {
            Some(doubling(2.0, failed).max(Duration::from_secs(u64::from(*retry_after))))
        }
        ApiError::Transport(_) | ApiError::App(AppError::Unavailable | AppError::Internal(_)) => {
            Some(doubling(2.0, failed))
        }
        ApiError::App(_) => None,
    }
}

/// The pause before a stream is opened again that was refused so often before. `spread`, from 0 to 1, keeps the pages of a
/// company from coming back all at once.
pub fn after_refusals(refused: u32, spread: f64) -> Duration {
    doubling(3.0, refused).mul_f64(1.0 - spread.clamp(0.0, 1.0) / 4.0).max(Duration::from_secs(3))
}

fn doubling(first: f64, times: u32) -> Duration {
    Duration::from_secs_f64((first * f64::from(1u32 << times.min(5))).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::fields::Noun;

    #[test]
    fn a_refused_stream_waits_from_three_seconds_up_to_a_minute_and_not_all_wait_alike() {
        let seconds = |refused, spread| after_refusals(refused, spread).as_secs_f64();
        assert_eq!([0, 1, 2, 5, u32::MAX].map(|refused| seconds(refused, 0.0)), [3.0, 6.0, 12.0, 60.0, 60.0]);
        assert_eq!([0, 1, 2, 5, u32::MAX].map(|refused| seconds(refused, 1.0)), [3.0, 4.5, 9.0, 45.0, 45.0]);
    }

    #[test]
    fn only_what_may_be_answered_otherwise_is_asked_again_and_ever_more_rarely() {
        let seconds = |error: AppError, failed| after_error(&error.into(), failed).map(|pause| pause.as_secs());
        for failed in 0..8 {
            let expect = Some([2, 4, 8, 16, 32, 60, 60, 60][failed as usize]);
            assert_eq!(seconds(AppError::Unavailable, failed), expect);
            assert_eq!(seconds(AppError::Internal(uuid::Uuid::nil()), failed), expect);
            let transport = after_error(&ApiError::Transport("gone".into()), failed);
            assert_eq!(transport.map(|pause| pause.as_secs()), expect);
        }
        assert_eq!(seconds(AppError::TooMany { retry_after: 40 }, 0), Some(40));
        for decided in [AppError::Forbidden, AppError::NotFound(Noun::Deal), AppError::NotSignedIn] {
            assert_eq!(seconds(decided, 0), None);
        }
    }
}
