-- A run is read family by family: those whose rows share a pupil or a person, of whom nothing outside them decides. A plan
-- stages families, not single records, and only those of whom the run speaks otherwise than the last one.
drop table import_staging;
drop table import_rows;
drop function gatehouse.analyze_staging();

-- Rows of a large run while their plan is made. COPY is refused under row-level security, so this table and the next two stand
-- outside it: only the import role may touch them, and every statement names plan and school. What
-- lasts no longer than the making of a plan need not outlive a crash.
create unlogged table import_rows (
  school_id uuid not null,
  plan_id uuid not null,
  -- The row's place in the run, from 1.
  n bigint not null,
  data text not null,
  primary key (school_id, plan_id, n)
);
alter table import_rows alter column data set storage external;
alter table import_rows set (toast_tuple_target = 8160);
select gatehouse.stage_for_import('import_rows');

-- Entries as they are decided, on their way into import_plan_entries.
create unlogged table import_entries (
  school_id uuid not null,
  plan_id uuid not null,
  seq bigint not null,
  entity text not null,
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
  after jsonb
);
create index import_entries_of_plan on import_entries (school_id, plan_id);
select gatehouse.stage_for_import('import_entries');

-- Families that come with a plan, and those of the last run that go, while the plan waits.
create table import_staging (
  school_id uuid not null,
  plan_id uuid not null,
  -- Made of its rows and keys: the same rows are the same family.
  family uuid not null,
  comes boolean not null,
  pupils text[] not null,
  -- Eight bytes of a digest for each row and each key.
  rows bytea not null,
  keys bytea not null,
  rows_used integer not null,
  contact_rows integer not null,
  contact_rows_without_id integer not null,
  -- None of its rows was refused: while its rows stay the same, nothing of it is decided anew.
  settled boolean not null,
  records jsonb not null,
  primary key (school_id, plan_id, family, comes)
);
alter table import_staging alter column records set storage external;
alter table import_staging set (toast_tuple_target = 8160);
select gatehouse.stage_for_import('import_staging');

-- The families of the last applied run, so that the next one need only look at those of whom it speaks otherwise. They can be
-- made again from any file: after a crash they are gone, and the next run looks at everybody.
create unlogged table mis_families (
  school_id uuid not null references schools (id),
  id uuid not null,
  pupils text[] not null,
  rows bytea not null,
  keys bytea not null,
  rows_used integer not null,
  contact_rows integer not null,
  contact_rows_without_id integer not null,
  settled boolean not null,
  primary key (school_id, id)
);
select gatehouse.own_by_school('mis_families');
revoke insert, update, delete on mis_families from gatehouse_app;
select gatehouse.import_writes_any_row('mis_families');

-- families: how many the run left in mis_families, null where it left none there. follows: it was compared with them family by family.
alter table import_plans add column families bigint, add column follows boolean not null default false;

-- Which run wrote a record. One that a run brought needs no row of its own in mis_record_changes to be taken back.
alter table mis_records add column run_id uuid;
alter table mis_record_changes add column replaced_run_id uuid;

-- Each cost a random page for every row written, and nothing was found by them any more.
drop index mis_records_by_other;
drop index import_plan_entries_by_class;
-- Entries come and go with their plan by the import's own statements; asking for the plan row by row took a tenth of their writing.
alter table import_plan_entries drop constraint import_plan_entries_school_id_plan_id_fkey;
