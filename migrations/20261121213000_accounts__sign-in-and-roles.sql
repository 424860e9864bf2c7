-- Accounts and sessions belong to the instance: one person signs in once for all their schools.

create table accounts (
  id uuid primary key,
  -- In small letters; the name by which the person signs in.
  email text not null unique,
  name text not null,
  -- argon2id in PHC form; null until the person has chosen one.
  password_hash text,
  totp_secret bytea,
  -- The last time step of which a code was taken, so that no code works twice.
  totp_last_step bigint not null default 0,
  created_at timestamptz not null,
  closed_at timestamptz
);

-- What somebody may do, and where (SEC-5). The permission table in the code says what each role opens.
create table account_roles (
  school_id uuid not null references schools (id),
  account_id uuid not null references accounts (id),
  role text not null,
  given_at timestamptz not null,
  primary key (school_id, account_id, role)
);
create index account_roles_of_account on account_roles (account_id);

create table account_passkeys (
  credential_id text primary key,
  account_id uuid not null references accounts (id),
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index account_passkeys_of_account on account_passkeys (account_id);

-- Only the SHA-256 of a token is stored: who reads this table cannot sign in with it.
create table account_sessions (
  token_hash bytea primary key,
  id uuid not null unique,
  account_id uuid not null references accounts (id),
  -- 'second factor due' after the password alone; opens nothing but the next step.
  stage text not null,
  browser text not null,
  challenge text,
  created_at timestamptz not null,
  last_seen_at timestamptz not null
);
create index account_sessions_of_account on account_sessions (account_id);

-- One-time links: first administrator and invitations.
create table account_links (
  token_hash bytea primary key,
  kind text not null,
  email text,
  school_id uuid references schools (id),
  role text,
  totp_secret bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Wrong tries in a row (SEC-3), by a hash of what was tried, so that unknown addresses are slowed down alike.
create table account_tries (
  key bytea primary key,
  wrong integer not null,
  last_at timestamptz not null
);

grant select, insert, update, delete
  on accounts, account_roles, account_passkeys, account_sessions, account_links, account_tries to gatehouse_app;
