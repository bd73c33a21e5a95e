-- People, roles and sessions.

-- fact. A role is a set of rights, one bit each (domain::access::Right).
create table roles (
    workspace_id uuid not null references workspaces (id),
    id uuid not null,
    name text not null,
    rights bigint not null,
    -- Whose records the role sees until the hierarchy decides: all of the company's, or one's own.
    sees_everything boolean not null,
    version bigint not null default 1,
    primary key (workspace_id, id)
);

-- fact. A person who signs in; the e-mail is unique within the company only.
create table users (
    workspace_id uuid not null references workspaces (id),
    id uuid not null,
    email text not null,
    email_norm text not null,
    first_name text not null,
    last_name text not null,
    -- argon2id in PHC form; null until the person has set a password.
    password_hash text,
    role_id uuid not null,
    rank text not null,
    lang text not null,
    zone text not null,
    version bigint not null default 1,
    created_at timestamptz not null,
    primary key (workspace_id, id),
    foreign key (workspace_id, role_id) references roles (workspace_id, id)
);
create unique index users_email_key on users (workspace_id, email_norm);
-- Sign-in knows an e-mail and no company yet.
create index users_email on users (email_norm);

-- state. Found by (company, hash): the cookie carries both the company's id and the token.
create table sessions (
    workspace_id uuid not null,
    token_hash bytea not null,
    user_id uuid not null,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    device text not null,
    primary key (workspace_id, token_hash),
    foreign key (workspace_id, user_id) references users (workspace_id, id)
);
create index sessions_user on sessions (workspace_id, user_id);
