-- Whether the snapshot has something of the people of a family that does not come with it: only then is it looked for what goes.
-- Of what waits already that is not known, so it is looked for.
alter table import_staging add column loses boolean not null default true;
