-- The second factor: codes of an app beside the password.

-- state. Who is asked for codes, once it is confirmed.
create table second_factors (
    workspace_id blob not null,
    user_id blob not null,
    secret blob not null,
    confirmed_at text,
    -- The last step whose code was used: neither it nor an earlier one works again.
    last_step integer not null,
    primary key (workspace_id, user_id),
    foreign key (workspace_id, user_id) references users (workspace_id, id)
) strict;

-- state. Codes for whoever has lost the app; each works once and is gone then.
create table recovery_codes (
    workspace_id blob not null,
    user_id blob not null,
    code_hash blob not null,
    primary key (workspace_id, user_id, code_hash),
    foreign key (workspace_id, user_id) references users (workspace_id, id)
) strict;

-- Whether people of this role have to sign in with a code.
alter table roles add column second_factor integer not null default 0;
-- A session that waits for its code opens nothing else.
alter table sessions add column awaits_code integer not null default 0;
