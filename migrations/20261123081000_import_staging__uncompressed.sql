-- Families wait for minutes: making them small took a twelfth of PostgreSQL's time at a first import.
alter table import_staging set (toast_tuple_target = 8160);
