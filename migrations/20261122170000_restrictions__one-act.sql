-- VIS-2, VIS-3: who may not reach a pupil, on what evidence, until somebody lifts it. About a pair: whatever link there is or comes, it stands.
create table restrictions (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  adult_id uuid not null,
  -- Other kinds come with what they restrict.
  kind text not null check (kind in ('no access')),
  evidence text not null,
  seen_by text not null,
  seen_on date not null,
  review_on date not null,
  placed_by text not null,
  placed_by_account_id uuid,
  placed_at timestamptz not null,
  lifted_by text,
  lifted_by_account_id uuid,
  lifted_at timestamptz,
  lift_reason text,
  primary key (school_id, id),
  check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lift_reason is null)),
  foreign key (school_id, pupil_id) references members (school_id, id) on delete cascade,
  foreign key (school_id, adult_id) references adults (school_id, id) on delete cascade
);
create index restrictions_standing on restrictions (school_id, pupil_id, adult_id) where lifted_at is null;
select gatehouse.own_by_school('restrictions');
select gatehouse.import_reads('restrictions');
