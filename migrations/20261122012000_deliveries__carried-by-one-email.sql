-- OPT-7: several rows for one person may go out as one email, the email of the day. The carrier is a row of its own, claimed and
-- sent like any other; the rows it carries stand still and tell what became of it. They keep their own state only where they part
-- from it: withdrawn, or held back at the last moment.
alter table deliveries add column carried_by uuid;
alter table deliveries add column carrier_key text;
alter table deliveries add constraint deliveries_carried_by_fkey
  foreign key (school_id, carried_by) references deliveries (school_id, id);

-- What is carried is never claimed by itself.
drop index deliveries_due;
create index deliveries_due on deliveries (school_id, lane, due_at, id) where state = 'queued' and carried_by is null;
create unique index deliveries_by_carrier_key on deliveries (school_id, carrier_key) where carrier_key is not null;
create index deliveries_carried on deliveries (school_id, carried_by) where carried_by is not null;
