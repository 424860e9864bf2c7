-- A claim: a registration that a person at the school decides (LET-13). What was typed stays with it until then, and no longer.
alter table registrations drop constraint registrations_state_check;
alter table registrations add constraint registrations_state_check
  check (state in ('begun', 'described', 'proved', 'registered', 'with the office', 'refused'));
alter table registrations
  add column claimed_adult_id uuid,
  add column claim_why text check (claim_why in ('held', 'ended by the school')),
  -- What they wish to receive; done when the claim is decided.
  add column wish text check (wish in ('both', 'email', 'text', 'nothing')),
  add column decided_at timestamptz,
  add column decided_by text,
  add column decided_how text check (decided_how in ('same person', 'own adult', 'refused')),
  add column decided_because text;
create index registrations_with_the_office on registrations (school_id, finished_at) where state = 'with the office';
create index registrations_of_adult on registrations (school_id, adult_id) where adult_id is not null;
