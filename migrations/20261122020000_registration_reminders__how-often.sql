-- LET-14: reminders to families who have not registered: by which way, for whom, when. The words stand with the message.
create table registration_reminders (
  school_id uuid not null references schools (id),
  id uuid not null,
  way text not null check (way in ('letter', 'text', 'email')),
  -- Null for the whole school.
  registration_group text,
  pupils integer not null,
  -- A draft until somebody sends it; a reminder counts once it is sent.
  message_id uuid,
  reminded_by text not null,
  reminded_at timestamptz not null,
  primary key (school_id, id)
);
create index registration_reminders_latest on registration_reminders (school_id, reminded_at);
select gatehouse.own_by_school('registration_reminders');
