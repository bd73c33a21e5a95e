-- Filters by the day of creation (S0.35).

create index clients_created on clients (workspace_id, created_at, id) where deleted_at is null;
create index deals_created on deals (workspace_id, created_at, id) where deleted_at is null;
