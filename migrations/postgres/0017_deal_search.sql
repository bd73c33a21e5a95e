-- Fragments of titles, and the order of deals by the names of their clients.

-- The folded name of the client, so that deals in the order of their clients are an index.
alter table deals add column client_norm text collate "C";
update deals set client_norm = (select c.name_norm from clients c
    where c.workspace_id = deals.workspace_id and c.id = deals.client_id and c.deleted_at is null)
where client_id is not null and deleted_at is null;
create index deals_client_name on deals (workspace_id, client_norm, id) where deleted_at is null and client_norm is not null;

-- Fragments of titles (R16), narrowed to the company. The expression is the one by which queries ask.
create index deals_search on deals using gin (workspace_id, (('  ' || replace(title_norm, ' ', '  ') || ' ')) gin_trgm_ops);
