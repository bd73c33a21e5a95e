//! Stories of clients, on both databases.

use crate::{
    db_test,
    test_crm::{TestCrm, actor::named},
};

mod creating;
