-- What a school makes its own of security letters (LET-7): its words, its crest, and the language each family reads at home.

-- Each save is a version and none is changed afterwards: a batch says with which it was printed. Without words: the words
-- that come with Gatehouse count again.
create table letter_texts (
  school_id uuid not null references schools (id),
  id uuid not null,
  kind text not null check (kind in ('family', 'single-adult', 'staff')),
  language text not null check (language in ('en', 'cy', 'pl', 'ur', 'ar')),
  version integer not null check (version > 0),
  -- {"paragraphs": [], "notice": [], "help": ""}
  words jsonb,
  saved_by text not null,
  saved_by_account_id uuid,
  saved_at timestamptz not null,
  primary key (school_id, id),
  unique (school_id, kind, language, version)
);
select gatehouse.own_by_school('letter_texts');

create table school_crests (
  school_id uuid not null references schools (id),
  id uuid not null,
  picture_kind text not null check (picture_kind in ('png', 'jpg')),
  picture bytea not null,
  saved_by text not null,
  saved_at timestamptz not null,
  primary key (school_id, id)
);
select gatehouse.own_by_school('school_crests');

-- The language a family reads at home, as the office set it; a letter comes in it too.
create table letter_languages (
  school_id uuid not null,
  member_id uuid not null,
  language text not null check (language in ('cy', 'pl', 'ur', 'ar')),
  set_by text not null,
  set_at timestamptz not null,
  primary key (school_id, member_id),
  foreign key (school_id, member_id) references members (school_id, id) on delete cascade
);
select gatehouse.own_by_school('letter_languages');

alter table letter_batches
  -- [{"kind", "language", "version"}]; version 0 is the text that comes with Gatehouse.
  add column printed_with jsonb not null default '[]',
  add column sheets integer;

-- The post of an invented school: what a real one would put into envelopes. Codes stand in it, so it is kept in the demo alone.
create table simulated_post (
  school_id uuid not null references schools (id),
  id uuid not null,
  title text not null,
  pieces integer not null,
  pdf bytea not null,
  posted_at timestamptz not null,
  primary key (school_id, id)
);
create index simulated_post_latest on simulated_post (school_id, posted_at, id);
select gatehouse.own_by_school('simulated_post');
