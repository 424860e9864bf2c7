-- The delivery row is the job (DLV-1): who sends it next is decided by its state, lane, due time and lease.

-- What is said, once for all rows that say the same, so that the often rewritten delivery rows stay narrow.
create table delivery_texts (
  school_id uuid not null references schools (id),
  id uuid not null,
  subject text,
  body text not null,
  primary key (school_id, id)
);
select gatehouse.own_by_school('delivery_texts');

create table delivery_providers (
  school_id uuid not null references schools (id),
  id uuid not null,
  kind text not null check (kind in ('smtp', 'http-sms', 'simulated')),
  channel text not null check (channel in ('sms', 'email')),
  name text not null,
  priority integer not null,
  enabled boolean not null,
  settings jsonb not null,
  -- Passwords and tokens, sealed with the key file of the data folder; never shown again.
  secrets text,
  updated_at timestamptz not null,
  primary key (school_id, id)
);
select gatehouse.own_by_school('delivery_providers');

create table deliveries (
  school_id uuid not null references schools (id),
  id uuid not null,
  -- Opaque here: delivery has never heard of pupils.
  message_id uuid not null,
  recipient_id uuid not null,
  channel text not null check (channel in ('sms', 'email')),
  lane text not null check (lane in ('emergency', 'ordinary')),
  state text not null check (state in ('queued', 'sending', 'accepted', 'delivered', 'read', 'confirmed', 'failed temporary',
    'failed permanent', 'failed technical', 'blocked', 'withdrawn', 'unknown')),
  to_address text not null,
  sender text not null,
  text_id uuid not null,
  parts integer not null,
  cost_pence numeric(12, 4) not null,
  attempts integer not null default 0,
  due_at timestamptz not null,
  deadline_at timestamptz not null,
  lease_token uuid,
  lease_until timestamptz,
  -- Set, and committed, before a provider is called: with it a crash leaves `unknown`, without it `queued` (DLV-3).
  call_begun_at timestamptz,
  -- When to ask the provider what became of an unknown row.
  ask_at timestamptz,
  provider_id uuid,
  provider_ref text,
  idempotency_key text not null,
  -- Plain words for the delivery report; `answer` is what the provider said, verbatim.
  reason text,
  answer text,
  created_at timestamptz not null,
  accepted_at timestamptz,
  delivered_at timestamptz,
  failed_at timestamptz,
  primary key (school_id, id),
  foreign key (school_id, text_id) references delivery_texts (school_id, id)
) with (fillfactor = 75);

-- The queue itself: only rows that wait. A claim reads its first entries, however many rows are held.
create index deliveries_due on deliveries (school_id, lane, due_at, id) where state = 'queued';
create index deliveries_leased on deliveries (school_id, lease_until) where state = 'sending';
create index deliveries_to_ask on deliveries (school_id, ask_at) where ask_at is not null;
create index deliveries_of_message on deliveries (school_id, message_id);
create index deliveries_by_provider_ref on deliveries (school_id, provider_ref) where provider_ref is not null;
select gatehouse.own_by_school('deliveries');

-- A receipt that overtook the answer to the call; it is applied when the answer names its reference (DLV-8).
create table delivery_early_receipts (
  school_id uuid not null references schools (id),
  provider_id uuid not null,
  provider_ref text not null,
  state text not null,
  reason text,
  at timestamptz not null,
  received_at timestamptz not null,
  primary key (school_id, provider_id, provider_ref, state)
);
select gatehouse.own_by_school('delivery_early_receipts');

create table delivery_replies (
  school_id uuid not null references schools (id),
  id uuid not null,
  channel text not null check (channel in ('sms', 'email')),
  from_address text not null,
  to_address text not null,
  body text not null,
  provider_id uuid,
  provider_ref text not null,
  received_at timestamptz not null,
  primary key (school_id, id)
);
create unique index delivery_replies_once on delivery_replies (school_id, provider_ref);
create index delivery_replies_latest on delivery_replies (school_id, received_at, id);
select gatehouse.own_by_school('delivery_replies');

-- The invented phones and mailboxes of a demonstration: what a family would see, and what the network will say of it.
create table simulated_messages (
  school_id uuid not null references schools (id),
  id uuid not null,
  reference text not null,
  provider_id uuid not null,
  channel text not null check (channel in ('sms', 'email')),
  -- out: from the school to a family; in: a family's reply.
  direction text not null check (direction in ('out', 'in')),
  address text not null,
  sender text not null,
  subject text,
  body text not null,
  status text not null check (status in ('on its way', 'delivered', 'failed', 'no answer', 'reply')),
  -- What the network plays by itself, and when.
  fate text check (fate in ('delivered', 'failed', 'no answer')),
  play_at timestamptz,
  at timestamptz not null,
  settled_at timestamptz,
  primary key (school_id, id)
);
create unique index simulated_messages_by_reference on simulated_messages (school_id, reference);
create index simulated_messages_to_play on simulated_messages (school_id, play_at) where play_at is not null;
create index simulated_messages_of_address on simulated_messages (school_id, address, at);
create index simulated_messages_latest on simulated_messages (school_id, at);
select gatehouse.own_by_school('simulated_messages');

-- Workers see the delivery rows of all schools and nothing else.
create policy delivery_texts_worked on delivery_texts to gatehouse_delivery using (true) with check (true);
create policy delivery_providers_worked on delivery_providers for select to gatehouse_delivery using (true);
create policy deliveries_worked on deliveries to gatehouse_delivery using (true) with check (true);
create policy delivery_early_receipts_worked on delivery_early_receipts to gatehouse_delivery using (true) with check (true);
create policy delivery_replies_worked on delivery_replies to gatehouse_delivery using (true) with check (true);
create policy simulated_messages_worked on simulated_messages to gatehouse_delivery using (true) with check (true);
grant select on delivery_texts, delivery_providers to gatehouse_delivery;
grant select, update on deliveries to gatehouse_delivery;
grant select, insert, delete on delivery_early_receipts to gatehouse_delivery;
grant select, insert on delivery_replies to gatehouse_delivery;
grant select, insert, update on simulated_messages to gatehouse_delivery;
