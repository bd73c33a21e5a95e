-- How pages look.

-- state. What a person has chosen for one subject (domain::preferences), as JSON; the company's choice for everybody stands
-- under the user of zeros, hence no foreign key. A choice is no event: widths change with every pull at a column's edge.
create table preferences (
    workspace_id blob not null references workspaces (id),
    user_id blob not null,
    subject text not null,
    value text not null,
    version integer not null,
    updated_at text not null,
    primary key (workspace_id, user_id, subject)
) strict;
