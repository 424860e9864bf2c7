-- The last pupils of a full list, and the last of them with contacts, in the order of the file: when they are gone from the next one, its end is missing.
alter table import_plans add column tail jsonb;
-- The plan moves the school into its next year: how many move up, and how many leave with the years that end.
alter table import_plans add column new_year jsonb;
