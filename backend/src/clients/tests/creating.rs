//! Creating clients and their limits (S0.1-S0.6, R2).

use super::*;
use domain::error::{AppError, Problem};

db_test! {
    async fn a_name_of_thirty_graphemes_is_taken_and_the_next_one_refused(crm: TestCrm) {
        let family = "👨‍👩‍👧‍👦";
        let client = crm.anna().creates_client(&family.repeat(30)).await;
        assert_eq!(client.name, family.repeat(30));
        let refused = crm.anna().tries_to_create(named(&family.repeat(31))).await;
        assert_eq!(refused, Err(AppError::invalid("name", Problem::TooLong { max: 30, actual: 31 })));
        assert_eq!(crm.base.size("clients").await, 1);
    }
}
