-- Each row that a first import writes was checked for its school, 5,000 times a school for the same answer: a fifth of its time. Rows of
-- these tables hang on an import or on people of a school, which are bound to it by their own keys.
alter table mis_records drop constraint mis_records_school_id_fkey;
alter table mis_families drop constraint mis_families_school_id_fkey;
alter table contact_values drop constraint contact_values_school_id_fkey;
