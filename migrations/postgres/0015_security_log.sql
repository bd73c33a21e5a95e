-- The security log: what happens at the doors. Changes of people, roles and groups are events already.

-- state. Sign-ins, failures and refusals; append-only. Ids (UUID v7) give the order.
create table security_log (
    workspace_id uuid not null references workspaces (id),
    id uuid not null,
    at timestamptz not null,
    -- Whose account it was.
    user_id uuid not null,
    kind text not null,
    -- What kinds are listed together: sign_ins, failures or refusals.
    part text not null,
    address text not null,
    device text not null,
    -- What was asked for, where something was refused.
    asked text not null,
    primary key (workspace_id, id),
    foreign key (workspace_id, user_id) references users (workspace_id, id)
);
create index security_log_part on security_log (workspace_id, part, id desc);
create index security_log_user on security_log (workspace_id, user_id);

create index events_people on events (workspace_id, id desc) where noun = 'user' or noun = 'role' or noun = 'group';
