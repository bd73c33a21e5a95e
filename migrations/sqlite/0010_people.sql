-- Groups, own roles, and everybody's place in the hierarchy.

-- fact. Whom one works with: people are created in a group (S3.4).
create table user_groups (
    workspace_id blob not null references workspaces (id),
    id blob not null,
    name text not null,
    name_norm text not null,
    version integer not null default 1,
    primary key (workspace_id, id)
) strict;
create unique index user_groups_name_key on user_groups (workspace_id, name_norm);
insert into user_groups (workspace_id, id, name, name_norm)
    select id, randomblob(16), 'Отдел продаж', 'отдел продаж' from workspaces;

-- fact. Rank and role stand in users; whoever has no row here answers to nobody and shares nothing.
create table posts (
    workspace_id blob not null,
    user_id blob not null,
    superior_id blob,
    group_id blob,
    shared_access text not null,
    primary key (workspace_id, user_id),
    foreign key (workspace_id, user_id) references users (workspace_id, id),
    foreign key (workspace_id, superior_id) references users (workspace_id, id),
    foreign key (workspace_id, group_id) references user_groups (workspace_id, id)
) strict;
create index posts_superior on posts (workspace_id, superior_id);
create index posts_group on posts (workspace_id, group_id);
-- What a role saw is now what its people see.
insert into posts (workspace_id, user_id, shared_access)
    select u.workspace_id, u.id, case when r.sees_everything = 1 then 'everybody' else 'forbid' end
    from users u join roles r on r.workspace_id = u.workspace_id and r.id = u.role_id;

alter table roles add column kind text not null default 'own';
alter table roles add column name_norm text not null default '';
-- Only shipped roles exist so far. What lower() knows of Cyrillic differs between the databases.
update roles set kind = case name when 'Администратор' then 'administrator' when 'Менеджер' then 'manager' else 'own' end,
    name_norm = case name when 'Администратор' then 'администратор' when 'Менеджер' then 'менеджер' else name end;
insert into roles (workspace_id, id, name, name_norm, kind, rights, sees_everything)
    select id, randomblob(16), 'Руководитель', 'руководитель', 'supervisor', 520191, 0 from workspaces;
create unique index roles_name_key on roles (workspace_id, name_norm);
alter table roles drop column sees_everything;

-- invited, active, suspended or dismissed.
alter table users add column status text not null default 'active';
create index users_role on users (workspace_id, role_id);
