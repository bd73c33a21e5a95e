-- The deal pipeline and deals.

-- fact. The four groups are fixed in domain::pipelines (S3.12); stages belong to one of them.
create table stages (
    workspace_id blob not null references workspaces (id),
    id blob not null,
    stage_group text not null,
    name text not null,
    name_norm text not null,
    colour text not null,
    position integer not null,
    version integer not null default 1,
    primary key (workspace_id, id)
) strict;
create unique index stages_name_key on stages (workspace_id, name_norm);

-- fact.
create table deals (
    -- Named exception to "the company leads every key": full-text search points at this number.
    row_no integer primary key,
    workspace_id blob not null references workspaces (id),
    id blob not null,
    number integer not null,
    title text not null,
    title_norm text not null,
    client_id blob,
    -- Minor units; a deal may have no budget.
    budget integer,
    currency text not null,
    stage_id blob not null,
    stage_since text not null,
    -- Order within the stage, compared byte by byte (decision 0005).
    position text not null,
    owner_id blob not null,
    custom text not null,
    version integer not null default 1,
    created_at text not null,
    created_by blob not null,
    updated_at text not null,
    updated_by blob not null,
    deleted_at text,
    foreign key (workspace_id, client_id) references clients (workspace_id, id),
    foreign key (workspace_id, stage_id) references stages (workspace_id, id),
    foreign key (workspace_id, owner_id) references users (workspace_id, id)
) strict;
create unique index deals_pkey on deals (workspace_id, id);
create unique index deals_number_key on deals (workspace_id, number);
-- The board's columns: everybody's, and one owner's.
create unique index deals_board on deals (workspace_id, stage_id, position) where deleted_at is null;
create index deals_owner_board on deals (workspace_id, owner_id, stage_id, position) where deleted_at is null;
create index deals_client on deals (workspace_id, client_id, number desc) where deleted_at is null and client_id is not null;
create index deals_updated on deals (workspace_id, updated_at desc, id) where deleted_at is null;

-- state: an index over deals.custom.
create table deal_field_values (
    workspace_id blob not null,
    deal_id blob not null,
    field_id blob not null,
    text_value text,
    num_value integer,
    date_value integer,
    primary key (workspace_id, deal_id, field_id)
) strict, without rowid;
create index deal_field_values_text on deal_field_values (workspace_id, field_id, text_value, deal_id) where text_value is not null;
create index deal_field_values_num on deal_field_values (workspace_id, field_id, num_value, deal_id) where num_value is not null;
create index deal_field_values_date on deal_field_values (workspace_id, field_id, date_value, deal_id) where date_value is not null;

-- state.
create table deal_field_choices (
    workspace_id blob not null,
    deal_id blob not null,
    field_id blob not null,
    option_id blob not null,
    updated_at text not null,
    primary key (workspace_id, deal_id, field_id, option_id)
) strict, without rowid;
create unique index deal_field_choices_order on deal_field_choices (workspace_id, field_id, option_id, updated_at desc, deal_id);

-- state: the board's counts and sums, written last in the transaction and in key order.
create table deal_totals (
    workspace_id blob not null,
    stage_id blob not null,
    owner_id blob not null,
    currency text not null,
    count integer not null,
    amount integer not null,
    primary key (workspace_id, stage_id, owner_id, currency)
) strict;
