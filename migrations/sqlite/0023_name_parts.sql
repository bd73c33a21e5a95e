-- The parts that a person's name is made of; all three or none. Of a company, and of whoever came by a whole name, there are none.
alter table clients add column last_name text;
alter table clients add column first_name text;
alter table clients add column middle_name text;
