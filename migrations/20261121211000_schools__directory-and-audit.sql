-- The directory of schools belongs to the instance; everything else below belongs to one school.

create table schools (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  time_zone text not null default 'Europe/London',
  settings jsonb not null default '{}',
  created_at timestamptz not null
);
grant select, insert, update on schools to gatehouse_app;
grant select on schools to gatehouse_import, gatehouse_delivery;

-- The journal (SEC-6): append-only, each entry carries the hash of the one before it.
create table audit_entries (
  school_id uuid not null references schools (id),
  seq bigint not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_account_id uuid,
  actor_name text not null,
  act text not null,
  subject_kind text not null,
  subject_id text not null,
  pupil_id uuid,
  detail jsonb not null default '{}',
  previous_hash text not null,
  hash text not null,
  primary key (school_id, seq)
);
create index audit_entries_of_subject on audit_entries (school_id, subject_kind, subject_id, seq);
create index audit_entries_of_pupil on audit_entries (school_id, pupil_id, seq) where pupil_id is not null;
select gatehouse.own_by_school('audit_entries');
revoke update, delete on audit_entries from gatehouse_app;

-- The end of each school's chain; locking this row puts the acts of a school in one order.
create table audit_heads (
  school_id uuid primary key references schools (id),
  seq bigint not null,
  hash text not null
);
select gatehouse.own_by_school('audit_heads');
