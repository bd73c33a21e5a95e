-- The list in the order of its last change tells each row's searched text by itself: a search for a word that many clients have
-- goes through some thousand rows of it, and looked each of them up in the table.

drop index clients_updated;
create index clients_updated on clients (workspace_id, updated_at desc, id, search_text) where deleted_at is null;
