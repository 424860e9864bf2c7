-- A provider that failed for everybody, until it works again (DLV-4): shown on the home page and beside its settings.
create table delivery_provider_failures (
  school_id uuid not null references schools (id),
  provider_id uuid not null,
  since timestamptz not null,
  reason text not null,
  answer text not null,
  primary key (school_id, provider_id)
);
select gatehouse.own_by_school('delivery_provider_failures');
create policy delivery_provider_failures_worked on delivery_provider_failures to gatehouse_delivery using (true) with check (true);
grant select, insert, update, delete on delivery_provider_failures to gatehouse_delivery;
