-- One account per human being for the instance: which adult it is at which school (LA-4). An adult has at most one account, and an
-- account is one adult at each school.
create table account_adults (
  school_id uuid not null references schools (id),
  adult_id uuid not null,
  account_id uuid not null references accounts (id),
  joined_at timestamptz not null,
  primary key (school_id, adult_id),
  unique (school_id, account_id)
);
create index account_adults_of_account on account_adults (account_id);
comment on table account_adults is 'owned by the instance: read before it is known which schools somebody belongs to';
grant select, insert, update, delete on account_adults to gatehouse_app;
