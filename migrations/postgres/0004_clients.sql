-- Clients, their contacts, custom values and kept totals.

-- fact.
create table clients (
    workspace_id uuid not null references workspaces (id),
    id uuid not null,
    number bigint not null,
    kind text not null,
    name text not null,
    -- Folded in Rust: both databases sort and compare it alike.
    name_norm text not null collate "C",
    -- The main phone and e-mail, repeated from client_contacts so that a list reads one table.
    phone text collate "C",
    email text,
    email_norm text collate "C",
    owner_id uuid not null,
    -- Custom values for display, by field id; client_field_values and client_field_choices only index them.
    custom jsonb not null,
    search_text text not null,
    version bigint not null default 1,
    created_at timestamptz not null,
    created_by uuid not null,
    updated_at timestamptz not null,
    updated_by uuid not null,
    deleted_at timestamptz,
    primary key (workspace_id, id),
    foreign key (workspace_id, owner_id) references users (workspace_id, id)
);
create unique index clients_number_key on clients (workspace_id, number);
-- One index per offered order; each begins with the company and holds live clients only.
create index clients_updated on clients (workspace_id, updated_at desc, id) where deleted_at is null;
create index clients_owner on clients (workspace_id, owner_id, updated_at desc, id) where deleted_at is null;
create index clients_name on clients (workspace_id, name_norm, id) where deleted_at is null;
create index clients_phone on clients (workspace_id, phone, id) where deleted_at is null and phone is not null;
create index clients_email on clients (workspace_id, email_norm, id) where deleted_at is null and email_norm is not null;

-- Fragments of names and phones (R16), narrowed to the company. Both extensions are trusted: no superuser is needed.
create extension if not exists pg_trgm;
create extension if not exists btree_gin;
create index clients_search on clients using gin (workspace_id, search_text gin_trgm_ops);

-- fact. Any number of phones and e-mails; the first is the main one (R21).
create table client_contacts (
    workspace_id uuid not null,
    client_id uuid not null,
    kind text not null,
    position bigint not null,
    value text not null,
    value_norm text not null,
    primary key (workspace_id, client_id, kind, position),
    foreign key (workspace_id, client_id) references clients (workspace_id, id)
);
create index client_contacts_value on client_contacts (workspace_id, kind, value_norm, client_id);

-- state: an index over clients.custom, rows exist for live clients only. One of the values is set.
create table client_field_values (
    workspace_id uuid not null,
    client_id uuid not null,
    field_id uuid not null,
    text_value text collate "C",
    num_value bigint,
    date_value bigint,
    primary key (workspace_id, client_id, field_id)
);
create index client_field_values_text on client_field_values (workspace_id, field_id, text_value, client_id) where text_value is not null;
create index client_field_values_num on client_field_values (workspace_id, field_id, num_value, client_id) where num_value is not null;
create index client_field_values_date on client_field_values (workspace_id, field_id, date_value, client_id) where date_value is not null;

-- state: choices in the order of the list, whatever their frequency.
create table client_field_choices (
    workspace_id uuid not null,
    client_id uuid not null,
    field_id uuid not null,
    option_id uuid not null,
    updated_at timestamptz not null,
    primary key (workspace_id, client_id, field_id, option_id)
);
create unique index client_field_choices_order on client_field_choices (workspace_id, field_id, option_id, updated_at desc, client_id);

-- state: live clients per owner, written in the transaction that changes them.
create table client_totals (
    workspace_id uuid not null,
    owner_id uuid not null,
    count bigint not null,
    primary key (workspace_id, owner_id)
);
