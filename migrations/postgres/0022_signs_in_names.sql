-- Keys of names keep signs from now on, so that «A+» is not «A», and those of older days have lost them. The names themselves
-- differ wherever those keys did, and stand in the way of no other name. That «а+» is taken is seen in Rust, by all names.

update field_options set name_norm = name;
update stages set name_norm = name;
