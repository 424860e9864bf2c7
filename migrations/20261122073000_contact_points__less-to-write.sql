-- What waits with a plan can be read again from its file: after a crash of the database the plan says so and is made again.
alter table import_staging set unlogged;

-- A contact point is known by its place among those of its owner: another number then changes one row in its page, and no index.
alter table mis_records no force row level security;
update mis_records m set key = p.place from (
    select school_id, key, parent || chr(31) || (row_number() over (partition by school_id, parent order by key) - 1) as place
    from mis_records where kind = 'point') p
  where m.school_id = p.school_id and m.kind = 'point' and m.key = p.key;
alter table mis_records force row level security;
alter table mis_records set (fillfactor = 90);
-- The kind last: with the kind before the parent it was taken for as good as the primary key, and read whole for every record of a new school.
drop index mis_records_by_parent;
create index mis_records_by_parent on mis_records (school_id, parent, kind);

-- Entries of one plan lie together, also by adult: else each entry costs a page of its own.
drop index import_plan_entries_of_adult;
create index import_plan_entries_of_adult on import_plan_entries (school_id, plan_id, adult_id) where adult_id is not null;

-- Which contact points have or had an email or number, to find people by it. Beside contact_points, so that another number changes its
-- row in its page, and no index of it. Whoever looks here asks contact_points what the value is now.
create table contact_values (
  school_id uuid not null references schools (id),
  value text not null,
  point_ids uuid[] not null,
  primary key (school_id, value)
);
alter table contact_points no force row level security;
insert into contact_values (school_id, value, point_ids)
  select school_id, value, array_agg(id order by id) from contact_points where value is not null group by school_id, value;
alter table contact_points force row level security;
select gatehouse.own_by_school('contact_values');
select gatehouse.import_writes_any_row('contact_values');
drop index contact_points_by_value;
alter table contact_points set (fillfactor = 90);
