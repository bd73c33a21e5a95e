-- Companies, one-time links, rate limits and idempotency. `state` unless marked `fact` (see README.md).

-- fact. The tenant; every other table's keys begin with its id.
create table workspaces (
    id uuid not null primary key,
    crm_id text not null,
    name text not null,
    currency text not null,
    name_limit bigint not null default 30,
    text_limit bigint not null default 30,
    -- Made by the `demo-data` command: does not count as the first company.
    is_demo boolean not null default false,
    version bigint not null default 1,
    created_at timestamptz not null
);
create unique index workspaces_crm_id_key on workspaces (crm_id);

-- state. One-time links: set-up, sign-in. Read before a workspace is known, hence keyed by the hash alone.
create table links (
    token_hash bytea not null primary key,
    kind text not null,
    workspace_id uuid,
    user_id uuid,
    expires_at timestamptz not null,
    used_at timestamptz
);

-- state. Attempts per key and time slot; keys are hashes of addresses and accounts.
create table rate_limits (
    key text not null,
    slot bigint not null,
    hits bigint not null,
    primary key (key, slot)
);

-- state. Answers of writing requests, kept a day: a retry is answered, not repeated.
create table requests (
    workspace_id uuid not null,
    user_id uuid not null,
    request_id uuid not null,
    fingerprint bytea not null,
    answer jsonb,
    created_at timestamptz not null,
    primary key (workspace_id, user_id, request_id)
);
-- For the daily sweep.
create index requests_created on requests (created_at);

-- state. The last human number given out per company and noun.
create table counters (
    workspace_id uuid not null references workspaces (id),
    noun text not null,
    last_number bigint not null,
    primary key (workspace_id, noun)
);
