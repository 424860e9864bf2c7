-- The office asks somebody to look at what is held of them, because the MIS says otherwise or a detail failed (IMP-7, DLV-5).
alter table own_notices drop constraint own_notices_kind_check;
alter table own_notices add constraint own_notices_kind_check check (kind in ('changed', 'link', 'unlinked', 'question'));
alter table own_notices add column asked_by text;

-- What the data manager is to change in the MIS, because the person or the school says otherwise (DAT-4). Done when the next import
-- shows it: then the data issue it stands on is settled.
create table mis_corrections (
  school_id uuid not null references schools (id),
  id uuid not null,
  issue_id uuid not null,
  pupil_id uuid,
  adult_id uuid not null,
  mis_id text,
  field text not null check (field in ('name', 'email', 'phone', 'priority')),
  mis_says text not null,
  should_be text not null,
  told_by text not null,
  told_at timestamptz not null,
  primary key (school_id, id),
  foreign key (school_id, adult_id) references adults (school_id, id) on delete cascade
);
create unique index mis_corrections_of_issue on mis_corrections (school_id, issue_id);
select gatehouse.own_by_school('mis_corrections');
