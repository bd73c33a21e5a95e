//! How the security log and the bell are read: from indexes of their own, however much happens to clients and deals.

use super::*;
use crate::{notifications, security_log};
use domain::security_log::LogPart;

db_test! {
    async fn the_security_log_and_the_bell_are_read_from_their_indexes(base: TestDb) {
        let office = Office::open(base).await;
        let first = Page::first();
        for part in LogPart::ALL {
            office.runs_by_index(part.key(), false, security_log::list(&office.director, part, &first)).await;
        }
        office.is_found_by("events_people", security_log::list(&office.director, LogPart::Changes, &first)).await;
        office.runs_by_index("the bell", false, notifications::count_new(&office.manager)).await;
    }
}
