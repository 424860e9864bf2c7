-- A registration on its way: begun with a code, described, proved, agreed. It holds the code's place only when it is done.

create table registrations (
  school_id uuid not null,
  id uuid not null,
  letter_id uuid not null,
  place integer not null,
  member_id uuid not null,
  -- Of the cookie in the browser; only its hash is stored.
  token_hash text not null,
  state text not null check (state in ('begun', 'described', 'proved', 'registered', 'with the office')),
  forename text,
  surname text,
  relationship text,
  email text,
  mobile text,
  main_contact boolean not null default false,
  email_proved_at timestamptz,
  mobile_proved_at timestamptz,
  agreed_at timestamptz,
  adult_id uuid,
  link_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  finished_at timestamptz,
  primary key (school_id, id),
  foreign key (school_id, letter_id, place) references letter_codes (school_id, letter_id, place) on delete cascade,
  foreign key (school_id, member_id) references members (school_id, id) on delete cascade
);
create index registrations_of_member on registrations (school_id, member_id, created_at);
create index registrations_of_letter on registrations (school_id, letter_id, place);
select gatehouse.own_by_school('registrations');

-- A one-time code that went to one address; its id is the message id of the delivery.
create table registration_proofs (
  school_id uuid not null,
  id uuid not null,
  registration_id uuid not null,
  channel text not null check (channel in ('email', 'sms')),
  code_hash text not null,
  wrong_tries integer not null default 0,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (school_id, id),
  foreign key (school_id, registration_id) references registrations (school_id, id) on delete cascade
);
create index registration_proofs_of_registration on registration_proofs (school_id, registration_id, channel, sent_at);
select gatehouse.own_by_school('registration_proofs');
