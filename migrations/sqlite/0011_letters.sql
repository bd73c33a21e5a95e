-- Letters and what leads to them.

-- state. Letters to be sent, written in the transaction that they tell of. Sent once: whoever holds the lease sends, and a
-- holder that died is followed by another one with the same Message-ID.
create table letters (
    workspace_id blob not null references workspaces (id),
    id blob not null,
    kind text not null,
    user_id blob not null,
    -- The secret of the letter's link, kept only until the letter is sent; links keep its hash.
    token text,
    created_at text not null,
    -- When the link ends: afterwards nobody needs the letter.
    expires_at text not null,
    lease_until text,
    fence integer not null default 0,
    -- Null while it waits; a letter that comes too late is deleted.
    sent_at text,
    primary key (workspace_id, id),
    foreign key (workspace_id, user_id) references users (workspace_id, id)
) strict;
-- The worker looks for letters of any company.
create index letters_waiting on letters (created_at, id) where sent_at is null;
create index letters_user on letters (workspace_id, user_id);

-- state. Who asked for a new password, until the worker has looked whether somebody has the address: the answer to whoever
-- asks takes the same time for all addresses. Written before a company is known, hence keyed by its id alone.
create table password_requests (
    id blob not null primary key,
    email_norm text not null,
    created_at text not null
) strict;
