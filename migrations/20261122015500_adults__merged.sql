-- Two records that are one person (IMP-22): the one that is gone stays as a row, for what was sent to it, and says where it went.
alter table adults add column merged_into uuid;
create index adults_merged_into on adults (school_id, merged_into) where merged_into is not null;

-- One merge, with every row as it was and as it became, so that it can be taken back as one step. Erased details are in neither.
create table adult_merges (
  school_id uuid not null,
  id uuid not null,
  kept_id uuid not null,
  gone_id uuid not null,
  reason text not null,
  rows jsonb not null,
  merged_by text not null,
  merged_at timestamptz not null,
  undone_by text,
  undone_at timestamptz,
  primary key (school_id, id),
  foreign key (school_id, kept_id) references adults (school_id, id) on delete cascade,
  foreign key (school_id, gone_id) references adults (school_id, id) on delete cascade
);
create index adult_merges_latest on adult_merges (school_id, merged_at, id);
select gatehouse.own_by_school('adult_merges');

-- Somebody looked at two records and they are two people: never asked again, by nobody. The smaller id stands first.
create table adults_not_same (
  school_id uuid not null,
  one_id uuid not null,
  other_id uuid not null,
  reason text not null,
  decided_by text not null,
  decided_at timestamptz not null,
  primary key (school_id, one_id, other_id),
  check (one_id < other_id),
  foreign key (school_id, one_id) references adults (school_id, id) on delete cascade,
  foreign key (school_id, other_id) references adults (school_id, id) on delete cascade
);
create index adults_not_same_other on adults_not_same (school_id, other_id);
select gatehouse.own_by_school('adults_not_same');
select gatehouse.import_reads('adults_not_same');
