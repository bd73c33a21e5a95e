-- The list of deals: one index per offered order. Orders by number and stage are those that the board has already.

create index deals_title on deals (workspace_id, title_norm, id) where deleted_at is null;
create index deals_budget on deals (workspace_id, budget, id) where deleted_at is null and budget is not null;
create index deals_owner on deals (workspace_id, owner_id, updated_at desc, id) where deleted_at is null;
