-- Clients, their contacts, custom values and kept totals.

-- fact.
create table clients (
    -- Named exception to "the company leads every key": full-text search points at this number.
    row_no integer primary key,
    workspace_id blob not null references workspaces (id),
    id blob not null,
    number integer not null,
    kind text not null,
    name text not null,
    -- Folded in Rust: both databases sort and compare it alike.
    name_norm text not null,
    -- The main phone and e-mail, repeated from client_contacts so that a list reads one table.
    phone text,
    email text,
    email_norm text,
    owner_id blob not null,
    -- Custom values for display, by field id; client_field_values and client_field_choices only index them.
    custom text not null,
    search_text text not null,
    version integer not null default 1,
    created_at text not null,
    created_by blob not null,
    updated_at text not null,
    updated_by blob not null,
    deleted_at text,
    foreign key (workspace_id, owner_id) references users (workspace_id, id)
) strict;
create unique index clients_pkey on clients (workspace_id, id);
create unique index clients_number_key on clients (workspace_id, number);
-- One index per offered order; each begins with the company and holds live clients only.
create index clients_updated on clients (workspace_id, updated_at desc, id) where deleted_at is null;
create index clients_owner on clients (workspace_id, owner_id, updated_at desc, id) where deleted_at is null;
create index clients_name on clients (workspace_id, name_norm, id) where deleted_at is null;
create index clients_phone on clients (workspace_id, phone, id) where deleted_at is null and phone is not null;
create index clients_email on clients (workspace_id, email_norm, id) where deleted_at is null and email_norm is not null;

-- state: fragments of names and phones (R16). The three triggers are the only writers.
create virtual table client_search using fts5 (search_text, content = 'clients', content_rowid = 'row_no', tokenize = 'trigram');
create trigger client_search_insert after insert on clients begin
    insert into client_search (rowid, search_text) values (new.row_no, new.search_text);
end;
create trigger client_search_delete after delete on clients begin
    insert into client_search (client_search, rowid, search_text) values ('delete', old.row_no, old.search_text);
end;
create trigger client_search_update after update of search_text on clients when old.search_text <> new.search_text begin
    insert into client_search (client_search, rowid, search_text) values ('delete', old.row_no, old.search_text);
    insert into client_search (rowid, search_text) values (new.row_no, new.search_text);
end;

-- fact. Any number of phones and e-mails; the first is the main one (R21).
create table client_contacts (
    workspace_id blob not null,
    client_id blob not null,
    kind text not null,
    position integer not null,
    value text not null,
    value_norm text not null,
    primary key (workspace_id, client_id, kind, position),
    foreign key (workspace_id, client_id) references clients (workspace_id, id)
) strict, without rowid;
create index client_contacts_value on client_contacts (workspace_id, kind, value_norm, client_id);

-- state: an index over clients.custom, rows exist for live clients only. One of the values is set.
create table client_field_values (
    workspace_id blob not null,
    client_id blob not null,
    field_id blob not null,
    text_value text,
    num_value integer,
    date_value integer,
    primary key (workspace_id, client_id, field_id)
) strict, without rowid;
create index client_field_values_text on client_field_values (workspace_id, field_id, text_value, client_id) where text_value is not null;
create index client_field_values_num on client_field_values (workspace_id, field_id, num_value, client_id) where num_value is not null;
create index client_field_values_date on client_field_values (workspace_id, field_id, date_value, client_id) where date_value is not null;

-- state: choices in the order of the list, whatever their frequency.
create table client_field_choices (
    workspace_id blob not null,
    client_id blob not null,
    field_id blob not null,
    option_id blob not null,
    updated_at text not null,
    primary key (workspace_id, client_id, field_id, option_id)
) strict, without rowid;
create unique index client_field_choices_order on client_field_choices (workspace_id, field_id, option_id, updated_at desc, client_id);

-- state: live clients per owner, written in the transaction that changes them.
create table client_totals (
    workspace_id blob not null,
    owner_id blob not null,
    count integer not null,
    primary key (workspace_id, owner_id)
) strict;
