-- How often a company's settings have changed.

-- state. One more with every change of limits, people, roles, fields, choices or stages, in the same transaction. Servers
-- keep settings in memory under this number and read it with each session; a company without a row has changed nothing.
create table settings_versions (
    workspace_id blob not null references workspaces (id),
    version integer not null,
    primary key (workspace_id)
) strict;
