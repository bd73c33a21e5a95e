//! Stories of the import: mapping, rows, outcomes, restarts.

mod crm;
