-- What a file said, while its plan waits. COPY is refused under row-level security, so this table stands outside it:
-- only the import role may touch it, and every statement names plan and school.
create table import_staging (
  school_id uuid not null,
  plan_id uuid not null,
  kind text not null,
  key text not null,
  parent text,
  other text,
  -- The row's place in the run, its file and its line there.
  n bigint not null,
  file_no integer not null,
  line bigint not null,
  is_primary boolean not null,
  hash text not null,
  data jsonb not null
);
-- Rows as they stream in, before the same record from many rows becomes one (IMP-12).
create table import_rows (
  school_id uuid not null,
  plan_id uuid not null,
  kind text not null,
  key text not null,
  parent text,
  other text,
  -- The row's place in the run, its file and its line there.
  n bigint not null,
  file_no integer not null,
  line bigint not null,
  is_primary boolean not null,
  hash text not null,
  data jsonb not null
);
create index import_rows_of_plan on import_rows (school_id, plan_id);
select gatehouse.stage_for_import('import_rows');
create index import_staging_by_key on import_staging (school_id, plan_id, kind, key);
create index import_staging_by_parent on import_staging (school_id, plan_id, kind, parent);
select gatehouse.stage_for_import('import_staging');

-- What the MIS said at the last applied import: unedited, kept, written by imports alone.
create table mis_records (
  school_id uuid not null references schools (id),
  kind text not null check (kind in ('pupil', 'staff', 'contact', 'link', 'point', 'group')),
  key text not null,
  parent text,
  other text,
  hash text not null,
  data jsonb not null,
  primary key (school_id, kind, key)
);
create index mis_records_by_parent on mis_records (school_id, kind, parent);
create index mis_records_by_other on mis_records (school_id, kind, other) where other is not null;
select gatehouse.own_by_school('mis_records');
revoke insert, update, delete on mis_records from gatehouse_app;
select gatehouse.import_writes_any_row('mis_records');

-- What a run replaced in mis_records, so that undo puts the former snapshot back. A null `data` says that there was none.
create table mis_record_changes (
  school_id uuid not null references schools (id),
  run_id uuid not null,
  kind text not null,
  key text not null,
  parent text,
  other text,
  hash text,
  data jsonb,
  primary key (school_id, run_id, kind, key)
);
select gatehouse.own_by_school('mis_record_changes');
revoke insert, update, delete on mis_record_changes from gatehouse_app;
select gatehouse.import_writes_any_row('mis_record_changes');

-- One plan, and once applied one run (IMP-9).
create table import_plans (
  school_id uuid not null references schools (id),
  id uuid not null,
  state text not null check (state in ('planning', 'ready', 'applied', 'thrown away', 'undone', 'overtaken', 'failed')),
  files jsonb not null,
  rows_read bigint not null default 0,
  rows_used bigint not null default 0,
  rows_rejected bigint not null default 0,
  rows_merged bigint not null default 0,
  changes jsonb not null default '{}',
  held jsonb,
  staged bigint not null default 0,
  -- The journal's last entry when the facts were read; when it has moved, the plan is refused (IMP-9).
  facts_version bigint not null,
  settings_hash text not null,
  digest text not null,
  -- The day on which the same file would decide otherwise: the next leaving date in it.
  valid_until date,
  unchanged boolean not null default false,
  made_by text not null,
  made_at timestamptz not null,
  applied_by text,
  applied_at timestamptz,
  -- The journal's last entry just after applying: while it stands still, the same rows change nothing.
  applied_version bigint,
  undone_by text,
  undone_at timestamptz,
  primary key (school_id, id)
);
create index import_plans_by_state on import_plans (school_id, state, made_at);
select gatehouse.own_by_school('import_plans');
select gatehouse.import_reads('import_plans');

create table import_plan_entries (
  school_id uuid not null,
  plan_id uuid not null,
  seq bigint not null,
  entity text not null check (entity in ('pupil', 'member', 'adult', 'mis id', 'link', 'prime', 'court order', 'contact point', 'group', 'group member', 'issue', 'verdict')),
  act text not null,
  entity_id uuid,
  pupil_id uuid,
  adult_id uuid,
  class text,
  pupil_name text,
  admission_number text,
  adult_name text,
  rule text not null,
  reason text not null,
  before jsonb,
  after jsonb,
  primary key (school_id, plan_id, seq),
  foreign key (school_id, plan_id) references import_plans (school_id, id) on delete cascade
);
create index import_plan_entries_by_class on import_plan_entries (school_id, plan_id, class, pupil_name, seq);
create index import_plan_entries_by_entity on import_plan_entries (school_id, plan_id, entity, act);
create index import_plan_entries_of_adult on import_plan_entries (school_id, adult_id, entity) where adult_id is not null;
select gatehouse.own_by_school('import_plan_entries');
select gatehouse.import_writes_any_row('import_plan_entries');

create table import_rejected_rows (
  school_id uuid not null,
  plan_id uuid not null,
  seq bigint not null,
  file text not null,
  line bigint not null,
  "column" text,
  value text,
  reason text not null,
  primary key (school_id, plan_id, seq),
  foreign key (school_id, plan_id) references import_plans (school_id, id) on delete cascade
);
select gatehouse.own_by_school('import_rejected_rows');
select gatehouse.import_writes_any_row('import_rejected_rows');

-- Deciding reads what a person decided about a court-order flag.
select gatehouse.import_reads('court_order_decisions');
