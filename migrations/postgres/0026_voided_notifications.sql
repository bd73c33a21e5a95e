-- Notifications that an act took back before they were seen. Whoever takes the act back brings them back as well.

-- state. As in `notifications`, all of them new; whose act it was and when.
create table voided_notifications (
    workspace_id uuid not null references workspaces (id),
    id uuid not null,
    user_id uuid not null,
    at timestamptz not null,
    kind text not null,
    noun text not null,
    record_id uuid not null,
    by_id uuid,
    act_id uuid not null,
    act_by_id uuid not null,
    voided_at timestamptz not null,
    primary key (workspace_id, id)
);
create index voided_notifications_act on voided_notifications (workspace_id, act_id);
create index voided_notifications_voided on voided_notifications (voided_at);
