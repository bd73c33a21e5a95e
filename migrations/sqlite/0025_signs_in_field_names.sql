-- Keys of fields' names keep signs from now on, as those of choices and stages do: «Скидка, %» is not «Скидка». The names themselves
-- differ wherever the keys of older days did, and stand in the way of no other name. That «скидка» is taken is seen in Rust,
-- by all names.

update field_defs set name_norm = name;
