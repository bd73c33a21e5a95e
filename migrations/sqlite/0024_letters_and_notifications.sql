-- Letters that no mail server will ever take, and notifications that were seen long ago.

-- How often the letter was refused for good; after eight times it is given up, and administrators are told.
alter table letters add column refused integer not null default 0;

-- The sweep looks for those that were seen half a year ago.
create index notifications_seen on notifications (seen_at) where seen_at is not null;
