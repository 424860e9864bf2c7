-- Origin says who owns a fact: mis (import), web (the person), manual (staff typed), picked (staff chose from MIS data).

create table members (
  school_id uuid not null references schools (id),
  id uuid not null,
  role text not null check (role in ('pupil', 'teacher', 'support staff', 'governor', 'board member', 'other')),
  status text not null check (status in ('on roll', 'pre-admission', 'leaver')),
  origin text not null check (origin in ('mis', 'web', 'manual', 'picked')),
  mis_key text,
  mis_id text,
  admission_number text,
  upn text,
  title text,
  forename text not null,
  surname text not null,
  legal_forename text,
  legal_surname text,
  birth_date date,
  year text,
  registration_group text,
  house text,
  leaving_date date,
  left_on date,
  name_key text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (school_id, id)
);
create unique index members_by_mis_key on members (school_id, mis_key) where mis_key is not null;
create index members_by_class on members (school_id, role, status, year, registration_group);
create index members_by_name on members (school_id, name_key text_pattern_ops);
create index members_by_admission_number on members (school_id, ltrim(admission_number, '0')) where admission_number is not null;
create index members_by_upn on members (school_id, upn) where upn is not null;
select gatehouse.own_by_school('members');
select gatehouse.import_writes('members');

create table adults (
  school_id uuid not null references schools (id),
  id uuid not null,
  origin text not null check (origin in ('mis', 'web', 'manual', 'picked')),
  title text,
  forename text not null,
  surname text not null,
  name_key text not null,
  address text,
  postcode text,
  household_key text,
  registered_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (school_id, id)
);
create index adults_by_name on adults (school_id, name_key text_pattern_ops);
select gatehouse.own_by_school('adults');
select gatehouse.import_writes('adults');

-- Which MIS records are this adult (IMP-22). A fact of the MIS, whoever owns the adult's details.
create table adult_mis_ids (
  school_id uuid not null,
  mis_key text not null,
  mis_id text,
  adult_id uuid not null,
  origin text not null default 'mis' check (origin in ('mis', 'manual')),
  created_at timestamptz not null,
  primary key (school_id, mis_key),
  foreign key (school_id, adult_id) references adults (school_id, id) on delete cascade
);
create index adult_mis_ids_of_adult on adult_mis_ids (school_id, adult_id);
select gatehouse.own_by_school('adult_mis_ids');
select gatehouse.import_writes('adult_mis_ids');

create table links (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  adult_id uuid not null,
  origin text not null check (origin in ('mis', 'web', 'manual', 'picked')),
  relationship text,
  priority integer,
  parental_responsibility text not null default 'unknown' check (parental_responsibility in ('yes', 'no', 'unknown')),
  lives_with text not null default 'unknown' check (lives_with in ('yes', 'no', 'unknown')),
  prime boolean not null default false,
  reason text,
  started_on date not null,
  ended_on date,
  end_reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (school_id, id),
  foreign key (school_id, pupil_id) references members (school_id, id) on delete cascade,
  foreign key (school_id, adult_id) references adults (school_id, id) on delete cascade
);
create unique index links_current on links (school_id, pupil_id, adult_id) where ended_on is null;
create index links_of_adult on links (school_id, adult_id);
select gatehouse.own_by_school('links');
select gatehouse.import_writes('links');

-- A court-order flag is a fact of the MIS about a pair, whoever owns the link; a person's decision stands beside it (IMP-14).
create table court_order_flags (
  school_id uuid not null,
  pupil_id uuid not null,
  adult_id uuid not null,
  flag text not null check (flag in ('yes', 'no')),
  origin text not null default 'mis' check (origin in ('mis', 'manual')),
  flagged_at timestamptz not null,
  primary key (school_id, pupil_id, adult_id),
  foreign key (school_id, pupil_id) references members (school_id, id) on delete cascade,
  foreign key (school_id, adult_id) references adults (school_id, id) on delete cascade
);
select gatehouse.own_by_school('court_order_flags');
select gatehouse.import_writes('court_order_flags');

create table court_order_decisions (
  school_id uuid not null,
  id uuid not null,
  pupil_id uuid not null,
  adult_id uuid not null,
  decision text not null check (decision in ('released', 'kept')),
  evidence text not null,
  decided_by text not null,
  decided_by_account_id uuid,
  decided_at timestamptz not null,
  primary key (school_id, id),
  foreign key (school_id, pupil_id) references members (school_id, id) on delete cascade,
  foreign key (school_id, adult_id) references adults (school_id, id) on delete cascade
);
create index court_order_decisions_of_pair on court_order_decisions (school_id, pupil_id, adult_id, decided_at);
select gatehouse.own_by_school('court_order_decisions');

-- One email address or phone number of one person: an adult or a member. Unusable ones are kept with the reason.
create table contact_points (
  school_id uuid not null,
  id uuid not null,
  adult_id uuid,
  member_id uuid,
  kind text not null check (kind in ('email', 'mobile', 'landline', 'personal', 'pager', 'voip', 'freephone', 'premium', 'uan', 'unknown')),
  value text,
  raw text not null,
  origin text not null check (origin in ('mis', 'web', 'manual')),
  sms_capable boolean not null,
  usable boolean not null,
  reason text,
  note text,
  position integer not null,
  proved_at timestamptz,
  failures integer not null default 0,
  blocked_at timestamptz,
  block_reason text,
  ended_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (school_id, id),
  check ((adult_id is null) <> (member_id is null)),
  foreign key (school_id, adult_id) references adults (school_id, id) on delete cascade,
  foreign key (school_id, member_id) references members (school_id, id) on delete cascade
);
create index contact_points_of_adult on contact_points (school_id, adult_id, position) where adult_id is not null;
create index contact_points_of_member on contact_points (school_id, member_id, position) where member_id is not null;
create index contact_points_by_value on contact_points (school_id, value) where ended_at is null;
select gatehouse.own_by_school('contact_points');
select gatehouse.import_writes('contact_points');

create table groups (
  school_id uuid not null references schools (id),
  id uuid not null,
  kind text not null check (kind in ('registration', 'year', 'house', 'class', 'user-defined', 'own')),
  name text not null,
  origin text not null check (origin in ('mis', 'manual')),
  created_at timestamptz not null,
  primary key (school_id, id)
);
create unique index groups_by_name on groups (school_id, kind, name);
select gatehouse.own_by_school('groups');
select gatehouse.import_writes('groups');

create table group_members (
  school_id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  origin text not null check (origin in ('mis', 'manual')),
  created_at timestamptz not null,
  primary key (school_id, group_id, member_id),
  foreign key (school_id, group_id) references groups (school_id, id) on delete cascade,
  foreign key (school_id, member_id) references members (school_id, id) on delete cascade
);
create index group_members_of_member on group_members (school_id, member_id);
select gatehouse.own_by_school('group_members');
select gatehouse.import_writes('group_members');

-- A choice of the person (OPT-2), not a failure: it hangs on the person and survives everything the MIS does.
create table opt_outs (
  school_id uuid not null,
  adult_id uuid not null,
  channel text not null check (channel in ('all', 'sms', 'email')),
  reason text not null,
  set_by text not null,
  set_at timestamptz not null,
  primary key (school_id, adult_id, channel),
  foreign key (school_id, adult_id) references adults (school_id, id) on delete cascade
);
select gatehouse.own_by_school('opt_outs');
grant select on opt_outs to gatehouse_import;
create policy opt_outs_read_by_import on opt_outs for select to gatehouse_import
  using (school_id = nullif(current_setting('app.school_id', true), '')::uuid);

-- What asks for a person's eye. A key is raised once: an open or a dismissed one is not raised again.
create table data_issues (
  school_id uuid not null references schools (id),
  id uuid not null,
  key text not null,
  kind text not null,
  pupil_id uuid,
  adult_id uuid,
  detail text not null,
  origin text not null check (origin in ('mis', 'manual')),
  raised_at timestamptz not null,
  settled_at timestamptz,
  settled_how text,
  dismissed_at timestamptz,
  primary key (school_id, id),
  foreign key (school_id, pupil_id) references members (school_id, id) on delete cascade,
  foreign key (school_id, adult_id) references adults (school_id, id) on delete cascade
);
create unique index data_issues_by_key on data_issues (school_id, key) where settled_at is null;
create index data_issues_of_pupil on data_issues (school_id, pupil_id) where settled_at is null;
select gatehouse.own_by_school('data_issues');
select gatehouse.import_writes('data_issues');
