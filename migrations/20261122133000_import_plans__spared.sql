-- Pupils of whom a row was rejected: the run takes none of their contacts for gone, and the changeover page says so before it is applied.
alter table import_plans add column spared uuid[] not null default '{}';
