-- Notifications that an act took back before they were seen. Whoever takes the act back brings them back as well.

-- state. As in `notifications`, all of them new; whose act it was and when.
create table voided_notifications (
    workspace_id blob not null references workspaces (id),
    id blob not null,
    user_id blob not null,
    at text not null,
    kind text not null,
    noun text not null,
    record_id blob not null,
    by_id blob,
    act_id blob not null,
    act_by_id blob not null,
    voided_at text not null,
    primary key (workspace_id, id)
) strict;
create index voided_notifications_act on voided_notifications (workspace_id, act_id);
create index voided_notifications_voided on voided_notifications (voided_at);
