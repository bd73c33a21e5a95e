-- Imports: the file, the mapping, how far it is, and what went wrong.

-- state, although its beginning and its end are told by events. `done_row` is committed with the rows it counts, so a restart goes on exactly there.
create table imports (
    workspace_id blob not null references workspaces (id),
    id blob not null,
    noun text not null,
    file_name text not null,
    state text not null,
    plan text,
    rows_total integer not null default 0,
    rows_created integer not null default 0,
    rows_updated integer not null default 0,
    rows_skipped integer not null default 0,
    rows_failed integer not null default 0,
    issues_total integer not null default 0,
    done_row integer not null default 0,
    failure text,
    -- A worker holds the import until then; `fence` grows with every holder, and a stale holder's writes are refused.
    lease_until text,
    fence integer not null default 0,
    -- Claims since the last chunk was written; a file that ends its worker again and again is given up.
    attempts integer not null default 0,
    created_by blob not null,
    created_at text not null,
    finished_at text,
    primary key (workspace_id, id),
    foreign key (workspace_id, created_by) references users (workspace_id, id)
) strict;
-- Workers look for work of any company.
create index imports_waiting on imports (state, lease_until);
create index imports_recent on imports (workspace_id, created_at desc);

-- state. The uploaded file in pieces, so that any server can go on with it; removed when the import ends.
create table import_parts (
    workspace_id blob not null,
    import_id blob not null,
    part_no integer not null,
    bytes blob not null,
    primary key (workspace_id, import_id, part_no),
    foreign key (workspace_id, import_id) references imports (workspace_id, id)
) strict;

-- state. The first issues by row; all of them are counted in imports.issues_total.
create table import_issues (
    workspace_id blob not null,
    import_id blob not null,
    row_no integer not null,
    issue_no integer not null,
    column_name text not null,
    value text not null,
    problem text not null,
    primary key (workspace_id, import_id, row_no, issue_no),
    foreign key (workspace_id, import_id) references imports (workspace_id, id)
) strict;
