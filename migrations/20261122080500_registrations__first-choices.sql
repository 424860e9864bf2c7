-- What somebody whose registration the office decides chose beside the wish; done when they are linked, forgotten once it is decided (LET-13).
alter table registrations
  add column news text check (news in ('usual', 'digest', 'none')),
  add column consent boolean;
