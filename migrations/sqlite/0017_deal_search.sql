-- Fragments of titles, and the order of deals by the names of their clients.

-- The folded name of the client, so that deals in the order of their clients are an index.
alter table deals add column client_norm text;
update deals set client_norm = (select c.name_norm from clients c
    where c.workspace_id = deals.workspace_id and c.id = deals.client_id and c.deleted_at is null)
where client_id is not null and deleted_at is null;
create index deals_client_name on deals (workspace_id, client_norm, id) where deleted_at is null and client_norm is not null;

-- What titles are found by: the company's three characters (its last bits, as `search_code` writes them) and each word
-- between spaces, as the search box asks for them.
create view deal_search_texts as
    select row_no, char(57344 + (bits & 4095), 57344 + ((bits >> 13) & 4095), 57344 + ((bits >> 26) & 4095))
            || '  ' || replace(title_norm, ' ', '  ') || ' ' as found_by
        from (select row_no, title_norm,
                (instr('123456789ABCDEF', substr(hex(workspace_id), 23, 1)) << 36) + (instr('123456789ABCDEF', substr(hex(workspace_id), 24, 1)) << 32) +
                (instr('123456789ABCDEF', substr(hex(workspace_id), 25, 1)) << 28) + (instr('123456789ABCDEF', substr(hex(workspace_id), 26, 1)) << 24) +
                (instr('123456789ABCDEF', substr(hex(workspace_id), 27, 1)) << 20) + (instr('123456789ABCDEF', substr(hex(workspace_id), 28, 1)) << 16) +
                (instr('123456789ABCDEF', substr(hex(workspace_id), 29, 1)) << 12) + (instr('123456789ABCDEF', substr(hex(workspace_id), 30, 1)) << 8) +
                (instr('123456789ABCDEF', substr(hex(workspace_id), 31, 1)) << 4) + (instr('123456789ABCDEF', substr(hex(workspace_id), 32, 1)) << 0) as bits
            from deals);

-- state: fragments of titles (R16). The three triggers are the only writers; the texts themselves are not kept twice.
create virtual table deal_search using fts5 (found_by, content = '', contentless_delete = 1, tokenize = 'trigram');
insert into deal_search (rowid, found_by) select row_no, found_by from deal_search_texts;
create trigger deal_search_insert after insert on deals begin
    insert into deal_search (rowid, found_by) select row_no, found_by from deal_search_texts where row_no = new.row_no;
end;
create trigger deal_search_delete after delete on deals begin
    delete from deal_search where rowid = old.row_no;
end;
create trigger deal_search_update after update of title_norm on deals when old.title_norm <> new.title_norm begin
    update deal_search set found_by = (select found_by from deal_search_texts where row_no = new.row_no) where rowid = new.row_no;
end;
