-- Append-only history and comments.

-- fact. Never updated, never deleted; ids (UUID v7) give the order.
create table events (
    workspace_id uuid not null references workspaces (id),
    id uuid not null,
    at timestamptz not null,
    user_id uuid,
    noun text not null,
    record_id uuid not null,
    kind text not null,
    changes jsonb not null,
    request_id uuid,
    primary key (workspace_id, id)
);
-- A card's feed, newest first.
create index events_record on events (workspace_id, record_id, id desc);
