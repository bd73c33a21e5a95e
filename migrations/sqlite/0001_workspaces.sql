-- Companies, one-time links, rate limits and idempotency. `state` unless marked `fact` (see README.md).

-- fact. The tenant; every other table's keys begin with its id.
create table workspaces (
    id blob not null primary key,
    crm_id text not null,
    name text not null,
    currency text not null,
    name_limit integer not null default 30,
    text_limit integer not null default 30,
    -- Made by the `demo-data` command: does not count as the first company.
    is_demo integer not null default 0,
    version integer not null default 1,
    created_at text not null
) strict;
create unique index workspaces_crm_id_key on workspaces (crm_id);

-- state. One-time links: set-up, sign-in. Read before a workspace is known, hence keyed by the hash alone.
create table links (
    token_hash blob not null primary key,
    kind text not null,
    workspace_id blob,
    user_id blob,
    expires_at text not null,
    used_at text
) strict;

-- state. Attempts per key and time slot; keys are hashes of addresses and accounts.
create table rate_limits (
    key text not null,
    slot integer not null,
    hits integer not null,
    primary key (key, slot)
) strict;

-- state. Answers of writing requests, kept a day: a retry is answered, not repeated.
create table requests (
    workspace_id blob not null,
    user_id blob not null,
    request_id blob not null,
    fingerprint blob not null,
    answer text,
    created_at text not null,
    primary key (workspace_id, user_id, request_id)
) strict;
-- For the daily sweep.
create index requests_created on requests (created_at);

-- state. The last human number given out per company and noun.
create table counters (
    workspace_id blob not null references workspaces (id),
    noun text not null,
    last_number integer not null,
    primary key (workspace_id, noun)
) strict;
