-- What staff wrote, from draft to sent. The copies that went out are rows of deliveries; why each went or not is in message_verdicts.

create table messages (
  school_id uuid not null references schools (id),
  id uuid not null,
  state text not null check (state in ('draft', 'sent', 'stopped')),
  -- Who it is for, as it was picked: year:6, group:6 Beech, pupil:004301.
  selectors jsonb not null,
  audience text not null check (audience in ('prime', 'all', 'household')),
  channel text not null check (channel in ('sms', 'email', 'auto', 'both')),
  purpose text not null check (purpose in ('statutory', 'school business', 'marketing')),
  subject text not null,
  body text not null,
  -- Sent to those whom this earlier message did not reach.
  resend_of uuid,
  made_by text not null,
  made_by_account_id uuid,
  made_at timestamptz not null,
  updated_at timestamptz not null,
  -- From here on only where sent.
  sent_by text,
  sent_at timestamptz,
  -- The school's own day, and what would make a second one the same (MSG-6).
  sent_on date,
  sameness text,
  undo_until timestamptz,
  stopped_at timestamptz,
  deadline_at timestamptz,
  pupils integer not null default 0,
  adults integer not null default 0,
  emails integer not null default 0,
  texts integer not null default 0,
  parts integer not null default 0,
  cost_pence numeric(12, 4) not null default 0,
  primary key (school_id, id)
);
create index messages_latest on messages (school_id, sent_at desc, id desc) where sent_at is not null;
create index messages_by_sameness on messages (school_id, sent_on, sameness) where sent_on is not null;
select gatehouse.own_by_school('messages');

-- MSG-2: a verdict for every adult–pupil pair, and for each pupil whom no copy reaches.
create table message_verdicts (
  school_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  pupil_id uuid not null,
  adult_id uuid,
  verdict text not null check (verdict in ('send', 'covered', 'withheld', 'paper')),
  channel text check (channel in ('sms', 'email')),
  reason text not null,
  rule text not null,
  -- The copy that goes to this adult, or covers this pair.
  delivery_id uuid,
  primary key (school_id, id),
  check ((delivery_id is not null) = (verdict in ('send', 'covered'))),
  foreign key (school_id, message_id) references messages (school_id, id) on delete cascade,
  foreign key (school_id, pupil_id) references members (school_id, id) on delete cascade,
  foreign key (school_id, adult_id) references adults (school_id, id) on delete cascade
);
create index message_verdicts_of_message on message_verdicts (school_id, message_id);
create index message_verdicts_of_delivery on message_verdicts (school_id, delivery_id) where delivery_id is not null;
create index message_verdicts_of_pupil on message_verdicts (school_id, pupil_id);
create index message_verdicts_of_adult on message_verdicts (school_id, adult_id) where adult_id is not null;
select gatehouse.own_by_school('message_verdicts');
