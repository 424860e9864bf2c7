-- A challenge that a passkey signs works once; only its hash is kept.
create table account_challenges (
  challenge_hash bytea primary key,
  expires_at timestamptz not null
);
grant select, insert, delete on account_challenges to gatehouse_app;

alter table account_sessions drop column challenge;

comment on table account_roles is 'owned by the instance: read before it is known which school a page is about';
comment on table account_links is 'owned by the instance: the link says which school it is for, if any';
