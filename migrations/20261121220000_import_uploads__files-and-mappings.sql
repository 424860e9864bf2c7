-- Files that came by a page, while their plan waits. The files themselves lie under the data folder and go with the row.
create table import_uploads (
  school_id uuid not null references schools (id),
  id uuid not null,
  state text not null check (state in ('received', 'reading', 'planned', 'refused')),
  -- [{name, bytes}], in the order in which they lie on the disk.
  files jsonb not null,
  mapping jsonb not null default '{}',
  plan_id uuid,
  refusal_code text,
  refusal_words text,
  made_by text not null,
  made_at timestamptz not null,
  reading_since timestamptz,
  -- The process that reads says so every few seconds; when it falls silent, the reading may be taken up again.
  heard_at timestamptz,
  primary key (school_id, id)
);
create index import_uploads_of_plan on import_uploads (school_id, plan_id) where plan_id is not null;
select gatehouse.own_by_school('import_uploads');

-- Which column feeds which field, as the school saved it: what `--mapping` takes on the command line.
create table import_mappings (
  school_id uuid not null references schools (id),
  name text not null,
  fields jsonb not null,
  updated_by text not null,
  updated_at timestamptz not null,
  primary key (school_id, name)
);
select gatehouse.own_by_school('import_mappings');
