-- Security letters (LET): a printed letter of one pupil or adult member, with a code for each place.

create table letter_batches (
  school_id uuid not null references schools (id),
  id uuid not null,
  -- For whom it was printed, in words: "all new", "class 6B", "Amira Al-Hassan".
  what text not null,
  letters integer not null,
  printed_by text not null,
  printed_by_account_id uuid,
  printed_at timestamptz not null,
  primary key (school_id, id)
);
create index letter_batches_latest on letter_batches (school_id, printed_at, id);
select gatehouse.own_by_school('letter_batches');

create table security_letters (
  school_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  kind text not null check (kind in ('family', 'single-adult', 'staff')),
  addressee_adult_id uuid,
  reference text not null,
  state text not null check (state in ('live', 'frozen', 'killed')),
  wrong_tries integer not null default 0,
  expires_at timestamptz not null,
  batch_id uuid not null,
  frozen_at timestamptz,
  killed_at timestamptz,
  killed_because text,
  created_at timestamptz not null,
  primary key (school_id, id),
  foreign key (school_id, member_id) references members (school_id, id) on delete cascade,
  foreign key (school_id, addressee_adult_id) references adults (school_id, id) on delete cascade,
  foreign key (school_id, batch_id) references letter_batches (school_id, id)
);
create unique index security_letters_by_reference on security_letters (school_id, reference);
create index security_letters_of_member on security_letters (school_id, member_id, created_at);
create index security_letters_frozen on security_letters (school_id, frozen_at) where state = 'frozen';
select gatehouse.own_by_school('security_letters');

-- One place of a letter. Only keyed hashes; both are emptied when the letter is killed (LET-3).
create table letter_codes (
  school_id uuid not null,
  letter_id uuid not null,
  place integer not null check (place between 1 and 20),
  code_hash text,
  token_hash text,
  used_at timestamptz,
  used_by uuid,
  primary key (school_id, letter_id, place),
  foreign key (school_id, letter_id) references security_letters (school_id, id) on delete cascade
);
select gatehouse.own_by_school('letter_codes');

-- Whoever types a reference has not said which school it is of.
create table letter_references (
  reference text primary key,
  school_id uuid not null references schools (id),
  letter_id uuid not null
);
comment on table letter_references is 'owned by the instance: a stranger types a reference before any school is known';
grant select, insert, delete on letter_references to gatehouse_app;

-- Wrong tries within a window, of the whole instance and of each school, shared by all processes (LET-5).
create table letter_guesses (
  -- 'instance', or the id of a school
  budget text primary key,
  wrong integer not null,
  since timestamptz not null
);
comment on table letter_guesses is 'owned by the instance: wrong tries are counted before any school is known';
grant select, insert, update, delete on letter_guesses to gatehouse_app;
