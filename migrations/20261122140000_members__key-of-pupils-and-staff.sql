-- Systems number pupils and staff each from one: a pupil and a member of staff may bear the same id.
drop index members_by_mis_key;
create unique index members_by_mis_key on members (school_id, mis_key, (role = 'pupil')) where mis_key is not null;
