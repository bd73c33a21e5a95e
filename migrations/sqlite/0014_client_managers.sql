-- Managers beside the owner, and clients that everybody sees.

-- fact. The owner is none of them.
create table client_managers (
    workspace_id blob not null,
    client_id blob not null,
    user_id blob not null,
    primary key (workspace_id, client_id, user_id),
    foreign key (workspace_id, client_id) references clients (workspace_id, id),
    foreign key (workspace_id, user_id) references users (workspace_id, id)
) strict, without rowid;
create index client_managers_user on client_managers (workspace_id, user_id, client_id);

-- What everybody may do with a client: nothing (private), read or write.
alter table clients add column access text not null default 'private';
create index clients_public on clients (workspace_id, updated_at desc, id) where deleted_at is null and access <> 'private';

-- state: live clients per owner and access, written in the transaction that changes them: whoever sees a few owners' clients
-- and all public ones still counts from a few rows.
create table client_totals_by_access (
    workspace_id blob not null,
    owner_id blob not null,
    count integer not null,
    access text not null default 'private',
    primary key (workspace_id, owner_id, access)
) strict;
insert into client_totals_by_access (workspace_id, owner_id, count) select workspace_id, owner_id, count from client_totals;
drop table client_totals;
alter table client_totals_by_access rename to client_totals;

-- state. What a letter is about beside its reader: the client, and who gave it to them.
create table letter_clients (
    workspace_id blob not null,
    letter_id blob not null,
    client_id blob not null,
    by_id blob not null,
    primary key (workspace_id, letter_id),
    foreign key (workspace_id, letter_id) references letters (workspace_id, id) on delete cascade,
    foreign key (workspace_id, client_id) references clients (workspace_id, id),
    foreign key (workspace_id, by_id) references users (workspace_id, id)
) strict;
create index letter_clients_client on letter_clients (workspace_id, client_id);
