-- Imports: the file, the mapping, how far it is, and what went wrong.

-- state, although its beginning and its end are told by events. `done_row` is committed with the rows it counts, so a restart goes on exactly there.
create table imports (
    workspace_id uuid not null references workspaces (id),
    id uuid not null,
    noun text not null,
    file_name text not null,
    state text not null,
    plan jsonb,
    rows_total bigint not null default 0,
    rows_created bigint not null default 0,
    rows_updated bigint not null default 0,
    rows_skipped bigint not null default 0,
    rows_failed bigint not null default 0,
    issues_total bigint not null default 0,
    done_row bigint not null default 0,
    failure jsonb,
    -- A worker holds the import until then; `fence` grows with every holder, and a stale holder's writes are refused.
    lease_until timestamptz,
    fence bigint not null default 0,
    -- Claims since the last chunk was written; a file that ends its worker again and again is given up.
    attempts bigint not null default 0,
    created_by uuid not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    primary key (workspace_id, id),
    foreign key (workspace_id, created_by) references users (workspace_id, id)
);
-- Workers look for work of any company.
create index imports_waiting on imports (state, lease_until);
create index imports_recent on imports (workspace_id, created_at desc);

-- state. The uploaded file in pieces, so that any server can go on with it; removed when the import ends.
create table import_parts (
    workspace_id uuid not null,
    import_id uuid not null,
    part_no bigint not null,
    bytes bytea not null,
    primary key (workspace_id, import_id, part_no),
    foreign key (workspace_id, import_id) references imports (workspace_id, id)
);

-- state. The first issues by row; all of them are counted in imports.issues_total.
create table import_issues (
    workspace_id uuid not null,
    import_id uuid not null,
    row_no bigint not null,
    issue_no bigint not null,
    column_name text not null,
    value text not null,
    problem jsonb not null,
    primary key (workspace_id, import_id, row_no, issue_no),
    foreign key (workspace_id, import_id) references imports (workspace_id, id)
);
