-- Custom fields (decision 0002).

-- fact.
create table field_defs (
    workspace_id blob not null references workspaces (id),
    id blob not null,
    noun text not null,
    kind text not null,
    name text not null,
    name_norm text not null,
    position integer not null,
    version integer not null default 1,
    deleted_at text,
    primary key (workspace_id, id)
) strict;
-- A deleted field never blocks a new one of its name.
create unique index field_defs_name_key on field_defs (workspace_id, noun, name_norm) where deleted_at is null;

-- fact.
create table field_options (
    workspace_id blob not null,
    field_id blob not null,
    id blob not null,
    name text not null,
    name_norm text not null,
    position integer not null,
    primary key (workspace_id, field_id, id),
    foreign key (workspace_id, field_id) references field_defs (workspace_id, id)
) strict;
create unique index field_options_name_key on field_options (workspace_id, field_id, name_norm);
