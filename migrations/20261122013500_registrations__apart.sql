-- LET-11: somebody else signs in by the proved email or mobile; who registers said that they are another person.
alter table registrations add column apart boolean not null default false;
