-- What comes from the MIS without a person at the screen (IMP-23).

-- A machine's own way in: never a person's password. Only a hash of the token is kept.
create table service_credentials (
  school_id uuid not null references schools (id),
  id uuid not null,
  name text not null,
  token_hash text not null,
  made_by text not null,
  made_at timestamptz not null,
  last_used_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  primary key (school_id, id)
);
create unique index service_credentials_by_hash on service_credentials (school_id, token_hash);
select gatehouse.own_by_school('service_credentials');

-- When the MIS is asked by itself. The secret of the connection is sealed.
create table sync_schedules (
  school_id uuid not null references schools (id),
  id uuid not null,
  kind text not null check (kind in ('wonde')),
  pattern text not null,
  settings jsonb not null,
  sealed_secret text not null,
  set_up_by text not null,
  set_up_at timestamptz not null,
  next_at timestamptz not null,
  primary key (school_id, id)
);
create unique index sync_schedules_of_kind on sync_schedules (school_id, kind);
select gatehouse.own_by_school('sync_schedules');

-- One arrival: files that were pushed or found, or a download. It ends with an upload and a plan, or with words that say why not.
create table sync_runs (
  school_id uuid not null references schools (id),
  id uuid not null,
  source text not null check (source in ('push', 'folder', 'wonde')),
  credential_id uuid,
  schedule_id uuid,
  -- Who acts, and who set that up: as the journal names them.
  actor_name text not null,
  -- [{name, bytes}]
  files jsonb not null,
  digest text not null,
  state text not null check (state in ('queued', 'working', 'waits', 'applied', 'unchanged', 'refused', 'superseded', 'thrown away')),
  code text,
  words text,
  upload_id uuid,
  plan_id uuid,
  -- How far a download is, so that it goes on from there.
  progress jsonb,
  tries integer not null default 0,
  not_before timestamptz not null,
  made_at timestamptz not null,
  finished_at timestamptz,
  primary key (school_id, id)
);
create index sync_runs_by_time on sync_runs (school_id, made_at desc);
create unique index sync_runs_under_way on sync_runs (school_id, digest) where finished_at is null;
select gatehouse.own_by_school('sync_runs');

-- What was told to people: once for each matter, until it is settled.
create table sync_notices (
  school_id uuid not null references schools (id),
  id uuid not null,
  kind text not null check (kind in ('waits', 'refused', 'stale')),
  about text not null,
  words text not null,
  told_at timestamptz not null,
  settled_at timestamptz,
  primary key (school_id, id)
);
create unique index sync_notices_open on sync_notices (school_id, kind, about) where settled_at is null;
select gatehouse.own_by_school('sync_notices');

-- What lay in the watched folder at the last look, and when old files were last cleared.
create table sync_looks (
  school_id uuid not null references schools (id),
  seen jsonb not null default '{}',
  -- Since when the folder is watched without a break.
  watched_since timestamptz,
  tidied_at timestamptz,
  primary key (school_id)
);
select gatehouse.own_by_school('sync_looks');

-- One for each school: which process works there, and when there is next something to look at. Nothing of the school is in it.
create table sync_desks (
  school_id uuid primary key references schools (id),
  due_at timestamptz not null,
  lease_token uuid,
  lease_until timestamptz
);
comment on table sync_desks is 'owned by the instance: which schools have something due, so that a worker need not ask each of them';
create index sync_desks_due on sync_desks (due_at);
grant select, insert, update, delete on sync_desks to gatehouse_app;
