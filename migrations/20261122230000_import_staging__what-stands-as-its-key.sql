-- Of what a plan brings just as it stands in the snapshot, the keys are enough: `kind␟key`. What waits already has everything in
-- `records`; it is counted otherwise from now on, so such a plan asks to be made again.
alter table import_staging add column same text[] not null default '{}';
alter table import_staging alter column same set storage external;
