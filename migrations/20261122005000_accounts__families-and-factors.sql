-- Families sign in by the same machinery as staff (SEC-1, SEC-2).

-- A sign-in name is an email or a mobile. Who shares the mailbox of somebody's account signs in by mobile number.
alter table accounts alter column email drop not null;
alter table accounts
  add column mobile text unique,
  -- Whether a code may be sent as the second factor, to the proved channels below.
  add column emailed_codes boolean not null default false,
  add column texted_codes boolean not null default false,
  -- Keyed hash of the saved recovery code; null where there is none.
  add column recovery_hash text,
  -- After a change of how one signs in, the record tier stays shut until then.
  add column record_from timestamptz,
  add constraint accounts_have_a_sign_in_name check (closed_at is not null or email is not null or mobile is not null);

-- Emails and mobiles that the person proved to be theirs. Two people may share one, so these are not unique.
create table account_channels (
  account_id uuid not null references accounts (id),
  kind text not null check (kind in ('email', 'mobile')),
  value text not null,
  proved_at timestamptz not null,
  primary key (account_id, kind, value)
);
create index account_channels_by_value on account_channels (kind, value);

-- What a session opens, and until when: its ends move on with use, from the last proof at most twelve hours.
alter table account_sessions
  add column proved_at timestamptz,
  add column two_factors_at timestamptz,
  add column notices_until timestamptz,
  add column record_until timestamptz,
  add column staff_until timestamptz;
update account_sessions
  set proved_at = created_at, two_factors_at = created_at, staff_until = last_seen_at + interval '60 minutes'
  where stage = 'signed in';

-- The printed card of one-time codes; keyed hashes only.
create table account_card_codes (
  account_id uuid not null references accounts (id),
  place integer not null,
  code_hash text not null,
  used_at timestamptz,
  primary key (account_id, place)
);

-- A way to sign in that is being set: after a registration, from a signed link, or for who lost theirs. It opens nothing before
-- it is proved. One of an unknown name has no account and no adult, so that it can be answered alike.
create table account_openings (
  id uuid primary key,
  token_hash bytea not null unique,
  kind text not null check (kind in ('registered', 'own link', 'recovery')),
  account_id uuid references accounts (id),
  school_id uuid references schools (id),
  adult_id uuid,
  name text not null,
  email text,
  mobile text,
  email_proved_at timestamptz,
  mobile_proved_at timestamptz,
  saved_code_at timestamptz,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  done_at timestamptz
);
comment on table account_openings is 'owned by the instance: opened by somebody who is not signed in, before it is known which school they belong to';
create index account_openings_of_account on account_openings (account_id, created_at);

-- What was sent about signing in; the id is the message id of its delivery. Codes are keyed hashes.
create table account_messages (
  id uuid primary key,
  -- The account or the opening.
  about_id uuid not null,
  kind text not null check (kind in ('code', 'notice')),
  channel text not null check (channel in ('email', 'sms')),
  code_hash text,
  wrong_tries integer not null default 0,
  sent_at timestamptz not null,
  expires_at timestamptz not null
);
create index account_messages_about on account_messages (about_id, sent_at);

grant select, insert, update, delete
  on account_channels, account_card_codes, account_openings, account_messages to gatehouse_app;
