-- The second factor: codes of an app beside the password.

-- state. Who is asked for codes, once it is confirmed.
create table second_factors (
    workspace_id uuid not null,
    user_id uuid not null,
    secret bytea not null,
    confirmed_at timestamptz,
    -- The last step whose code was used: neither it nor an earlier one works again.
    last_step bigint not null,
    primary key (workspace_id, user_id),
    foreign key (workspace_id, user_id) references users (workspace_id, id)
);

-- state. Codes for whoever has lost the app; each works once and is gone then.
create table recovery_codes (
    workspace_id uuid not null,
    user_id uuid not null,
    code_hash bytea not null,
    primary key (workspace_id, user_id, code_hash),
    foreign key (workspace_id, user_id) references users (workspace_id, id)
);

-- Whether people of this role have to sign in with a code.
alter table roles add column second_factor boolean not null default false;
-- A session that waits for its code opens nothing else.
alter table sessions add column awaits_code boolean not null default false;
