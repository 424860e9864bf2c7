-- What a person changes of their own details (DAT-2): a new email or mobile counts once the code that went there was typed.

create table own_changes (
  school_id uuid not null,
  -- Also the message id of the delivery that carries the code.
  id uuid not null,
  adult_id uuid not null,
  channel text not null check (channel in ('email', 'sms')),
  -- In normal form; emptied when the change is done.
  value text,
  code_hash text not null,
  wrong_tries integer not null default 0,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  done_at timestamptz,
  primary key (school_id, id),
  foreign key (school_id, adult_id) references adults (school_id, id) on delete cascade
);
create index own_changes_of_adult on own_changes (school_id, adult_id, sent_at);
select gatehouse.own_by_school('own_changes');

-- What was sent to somebody about their own details, so that delivery can ask whether it may still go (DLV-2).
create table own_notices (
  school_id uuid not null,
  -- The message id of the deliveries.
  id uuid not null,
  adult_id uuid not null,
  kind text not null check (kind in ('changed', 'link', 'unlinked')),
  made_at timestamptz not null,
  primary key (school_id, id),
  foreign key (school_id, adult_id) references adults (school_id, id) on delete cascade
);
create index own_notices_of_adult on own_notices (school_id, adult_id, made_at);
select gatehouse.own_by_school('own_notices');

-- Whoever asks for their link types an email or a mobile and has not said which school it is of. It holds a keyed hash, which
-- points to where the channel was proved; whether it still is theirs is asked there.
create table proved_channels (
  value_hash text not null,
  school_id uuid not null references schools (id),
  adult_id uuid not null,
  channel text not null check (channel in ('email', 'sms')),
  primary key (value_hash, school_id, adult_id)
);
create index proved_channels_of_adult on proved_channels (school_id, adult_id);
comment on table proved_channels is 'owned by the instance: a stranger types an address before any school is known';
grant select, insert, update, delete on proved_channels to gatehouse_app;

-- How often a link was asked for by one address within a window, shared by all processes.
create table own_link_asks (
  value_hash text primary key,
  asks integer not null,
  since timestamptz not null
);
comment on table own_link_asks is 'owned by the instance: asked before any school is known';
grant select, insert, update, delete on own_link_asks to gatehouse_app;
