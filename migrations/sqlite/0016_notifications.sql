-- What people are told in the product itself, beside letters.

-- state. What somebody is told; ids (UUID v7) give the order.
create table notifications (
    workspace_id blob not null references workspaces (id),
    id blob not null,
    user_id blob not null,
    at text not null,
    kind text not null,
    noun text not null,
    record_id blob not null,
    -- Whose deed it was; null where nobody's.
    by_id blob,
    -- Null while it is new to them.
    seen_at text,
    primary key (workspace_id, id),
    foreign key (workspace_id, user_id) references users (workspace_id, id),
    foreign key (workspace_id, by_id) references users (workspace_id, id)
) strict;
create index notifications_user on notifications (workspace_id, user_id, id desc);
create index notifications_new on notifications (workspace_id, user_id) where seen_at is null;
create index notifications_record on notifications (workspace_id, record_id);
create index notifications_by on notifications (workspace_id, by_id);
