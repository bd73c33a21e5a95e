-- Append-only history and comments.

-- fact. Never updated, never deleted; ids (UUID v7) give the order.
create table events (
    workspace_id blob not null references workspaces (id),
    id blob not null,
    at text not null,
    user_id blob,
    noun text not null,
    record_id blob not null,
    kind text not null,
    changes text not null,
    request_id blob,
    primary key (workspace_id, id)
) strict;
-- A card's feed, newest first.
create index events_record on events (workspace_id, record_id, id desc);
