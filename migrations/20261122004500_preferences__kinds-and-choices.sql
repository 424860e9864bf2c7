-- OPT-6, OPT-7: what each message is about, and what each adult chose to get of it.

-- The kind decides the purpose. What was sent or drafted before is of the everyday kind of its purpose.
alter table messages add column kind text;
update messages set kind = case purpose when 'statutory' then 'safety' when 'marketing' then 'fundraising' else 'dates' end;
alter table messages alter column kind set not null;
alter table messages add constraint messages_kind_check
  check (kind in ('attendance', 'safety', 'dates', 'news', 'clubs', 'fundraising'));

-- What holds for a person whatever the message is about. A person with no row has the usual ones.
create table adult_preferences (
  school_id uuid not null,
  adult_id uuid not null,
  language text check (language in ('en', 'cy', 'pl', 'ur', 'ar')),
  -- Of the school's own time.
  digest_hour smallint check (digest_hour between 0 and 23),
  set_by text not null,
  set_by_kind text not null check (set_by_kind in ('family', 'staff')),
  set_at timestamptz not null,
  reason text,
  primary key (school_id, adult_id),
  foreign key (school_id, adult_id) references adults (school_id, id) on delete cascade
);
select gatehouse.own_by_school('adult_preferences');

-- One choice for one kind of message. `consent_words` is the version of the words a person agreed to (marketing only).
create table adult_kind_choices (
  school_id uuid not null,
  adult_id uuid not null,
  kind text not null check (kind in ('attendance', 'safety', 'dates', 'news', 'clubs', 'fundraising')),
  choice text not null check (choice in ('usual', 'email', 'text', 'digest', 'none')),
  set_by text not null,
  set_by_kind text not null check (set_by_kind in ('family', 'staff')),
  set_at timestamptz not null,
  reason text,
  consent_words text,
  primary key (school_id, adult_id, kind),
  -- Nobody agrees to marketing but the person, and to words of a known version.
  check (kind <> 'fundraising' or choice = 'none' or (set_by_kind = 'family' and consent_words is not null)),
  -- What the law makes a school say is not muted and does not wait.
  check (kind not in ('attendance', 'safety') or choice in ('usual', 'email', 'text')),
  foreign key (school_id, adult_id) references adults (school_id, id) on delete cascade
);
select gatehouse.own_by_school('adult_kind_choices');
