-- OPT-1: that families were told, before what the MIS holds of them is used for messages; and the words they were told with.
create table notice_texts (
  school_id uuid not null references schools (id),
  -- The first text of the school is 2: 1 is the text that comes with Gatehouse.
  version integer not null check (version > 1),
  words text not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (school_id, version)
);
select gatehouse.own_by_school('notice_texts');

create table families_told (
  school_id uuid not null references schools (id),
  id uuid not null,
  text_version integer not null,
  told_on date not null,
  channel text not null check (channel in ('letter', 'email', 'text', 'newsletter', 'in person')),
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (school_id, id)
);
create index families_told_latest on families_told (school_id, told_on);
select gatehouse.own_by_school('families_told');
