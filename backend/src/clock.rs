//! Where "now" and new ids come from: the machine, or a seed for tests and demo data.

use crate::db::types::to_micros;
use chrono::{DateTime, Utc};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use uuid::Uuid;

/// Where "now" comes from.
#[derive(Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A moment that tests and demo data choose; it moves a millisecond on at each look.
    Set(Arc<AtomicU64>),
}

impl Clock {
    /// Begins at this moment.
    pub fn starting_at(at: DateTime<Utc>) -> Self {
        Clock::Set(Arc::new(AtomicU64::new(at.timestamp_millis().unsigned_abs())))
    }

    /// Now, in microseconds.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Clock::System => to_micros(Utc::now()),
            Clock::Set(millis) => {
                let millis = millis.fetch_add(1, Ordering::Relaxed);
                DateTime::from_timestamp_millis(i64::try_from(millis).unwrap_or(i64::MAX)).unwrap_or_default()
            }
        }
    }
}

/// Where ids come from.
#[derive(Clone)]
pub enum Ids {
    /// Time-ordered and random.
    Random,
    /// Time-ordered, then counted from a seed: the same run gives the same ids.
    Seeded(Arc<AtomicU64>),
}

impl Ids {
    /// Counts from a seed.
    pub fn seeded(seed: u64) -> Self {
        Ids::Seeded(Arc::new(AtomicU64::new(seed << 40)))
    }

    /// The next id; the clock is looked at where the seed decides the rest.
    pub fn next(&self, clock: &Clock) -> Uuid {
        match self {
            Ids::Random => Uuid::now_v7(),
            Ids::Seeded(next) => {
                let count = next.fetch_add(1, Ordering::Relaxed);
                let mut bytes = [0; 10];
                bytes[2..].copy_from_slice(&count.to_be_bytes());
                let millis = clock.now().timestamp_millis().unsigned_abs();
                uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
            }
        }
    }
}
