-- Entries of a plan that somebody left out: chosen by hand, or because they cannot stand without one that was. An apply passes them by.
alter table import_plan_entries
  add column left_out text check (left_out in ('chosen', 'needed')),
  add column left_out_by text;
create index import_plan_entries_left_out on import_plan_entries (school_id, plan_id) where left_out is not null;
create index import_plan_entries_of_pupil on import_plan_entries (school_id, plan_id, pupil_id) where pupil_id is not null;

-- What people wrote beside a plan, for those who look at it after them.
create table import_plan_notes (
  school_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  words text not null,
  written_by text not null,
  written_at timestamptz not null,
  primary key (school_id, id),
  foreign key (school_id, plan_id) references import_plans (school_id, id) on delete cascade
);
create index import_plan_notes_of_plan on import_plan_notes (school_id, plan_id, written_at);
select gatehouse.own_by_school('import_plan_notes');
