-- The deal pipeline and deals.

-- fact. The four groups are fixed in domain::pipelines (S3.12); stages belong to one of them.
create table stages (
    workspace_id uuid not null references workspaces (id),
    id uuid not null,
    stage_group text not null,
    name text not null,
    name_norm text not null,
    colour text not null,
    position bigint not null,
    version bigint not null default 1,
    primary key (workspace_id, id)
);
create unique index stages_name_key on stages (workspace_id, name_norm);

-- fact.
create table deals (
    workspace_id uuid not null references workspaces (id),
    id uuid not null,
    number bigint not null,
    title text not null,
    title_norm text not null collate "C",
    client_id uuid,
    -- Minor units; a deal may have no budget.
    budget bigint,
    currency text not null,
    stage_id uuid not null,
    stage_since timestamptz not null,
    -- Order within the stage, compared byte by byte (decision 0005).
    position text not null collate "C",
    owner_id uuid not null,
    custom jsonb not null,
    version bigint not null default 1,
    created_at timestamptz not null,
    created_by uuid not null,
    updated_at timestamptz not null,
    updated_by uuid not null,
    deleted_at timestamptz,
    primary key (workspace_id, id),
    foreign key (workspace_id, client_id) references clients (workspace_id, id),
    foreign key (workspace_id, stage_id) references stages (workspace_id, id),
    foreign key (workspace_id, owner_id) references users (workspace_id, id)
);
create unique index deals_number_key on deals (workspace_id, number);
-- The board's columns: everybody's, and one owner's.
create unique index deals_board on deals (workspace_id, stage_id, position) where deleted_at is null;
create index deals_owner_board on deals (workspace_id, owner_id, stage_id, position) where deleted_at is null;
create index deals_client on deals (workspace_id, client_id, number desc) where deleted_at is null and client_id is not null;
create index deals_updated on deals (workspace_id, updated_at desc, id) where deleted_at is null;

-- state: an index over deals.custom.
create table deal_field_values (
    workspace_id uuid not null,
    deal_id uuid not null,
    field_id uuid not null,
    text_value text collate "C",
    num_value bigint,
    date_value bigint,
    primary key (workspace_id, deal_id, field_id)
);
create index deal_field_values_text on deal_field_values (workspace_id, field_id, text_value, deal_id) where text_value is not null;
create index deal_field_values_num on deal_field_values (workspace_id, field_id, num_value, deal_id) where num_value is not null;
create index deal_field_values_date on deal_field_values (workspace_id, field_id, date_value, deal_id) where date_value is not null;

-- state.
create table deal_field_choices (
    workspace_id uuid not null,
    deal_id uuid not null,
    field_id uuid not null,
    option_id uuid not null,
    updated_at timestamptz not null,
    primary key (workspace_id, deal_id, field_id, option_id)
);
create unique index deal_field_choices_order on deal_field_choices (workspace_id, field_id, option_id, updated_at desc, deal_id);

-- state: the board's counts and sums, written last in the transaction and in key order.
create table deal_totals (
    workspace_id uuid not null,
    stage_id uuid not null,
    owner_id uuid not null,
    currency text not null,
    count bigint not null,
    amount bigint not null,
    primary key (workspace_id, stage_id, owner_id, currency)
);
