-- How well the children of a year group can be reached, day by day: counts, no people. Kept for the picture over time.
create table coverage_figures (
  school_id uuid not null references schools (id),
  day date not null,
  -- Empty for children in no year.
  year text not null,
  pupils integer not null,
  with_prime integer not null,
  with_mobile integer not null,
  with_email integer not null,
  primary key (school_id, day, year)
);
select gatehouse.own_by_school('coverage_figures');
