-- What becomes of people: administrators keep their rights, heirs get a letter.

-- The administrators' own role is whole and stays so: all 26 rights that there are, whatever had been switched off.
update roles set rights = 67108863 where kind = 'administrator';

-- state. Whose clients and deals a letter says were handed over, and by whom.
create table letter_heritages (
    workspace_id uuid not null,
    letter_id uuid not null,
    from_id uuid not null,
    by_id uuid not null,
    primary key (workspace_id, letter_id),
    foreign key (workspace_id, letter_id) references letters (workspace_id, id) on delete cascade,
    foreign key (workspace_id, from_id) references users (workspace_id, id),
    foreign key (workspace_id, by_id) references users (workspace_id, id)
);
create index letter_heritages_from on letter_heritages (workspace_id, from_id);
