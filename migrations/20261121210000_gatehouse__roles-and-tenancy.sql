-- The roles of the program, and the functions by which later migrations say who may see and write a table.
-- Business tables live in schema public; schema gatehouse holds what the program needs for itself.

-- Roles belong to the whole server: another database of it may have made them, or may be making them right now.
do $$
declare
  role_name text;
begin
  foreach role_name in array array['gatehouse_app', 'gatehouse_import', 'gatehouse_delivery'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      begin
        execute format('create role %I nologin', role_name);
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
  end loop;
  -- Signs in and owns nothing. It inherits nothing either: a statement outside a declared transaction is refused.
  if not exists (select from pg_roles where rolname = 'gatehouse_runtime') then
    begin
      create role gatehouse_runtime login noinherit;
    exception when duplicate_object or unique_violation then null;
    end;
  end if;
  if not pg_has_role('gatehouse_runtime', 'gatehouse_delivery', 'member') then
    grant gatehouse_app, gatehouse_import, gatehouse_delivery to gatehouse_runtime;
  end if;
end $$;

revoke create on schema public from public;
grant usage on schema public to gatehouse_app, gatehouse_import, gatehouse_delivery;
grant usage on schema gatehouse to gatehouse_app, gatehouse_import, gatehouse_delivery;

-- The school that the transaction was opened for; null when none was, and null equals nothing.
create function gatehouse.current_school() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('app.school_id', true), '')::uuid $$;

-- A table of the schools: the application sees and writes the rows of the school it opened the transaction for.
create function gatehouse.own_by_school(table_name regclass) returns void
language plpgsql
as $$
begin
  execute format('alter table %s enable row level security', table_name);
  execute format('alter table %s force row level security', table_name);
  execute format(
    'create policy app_in_school on %s to gatehouse_app
       using (school_id = gatehouse.current_school()) with check (school_id = gatehouse.current_school())',
    table_name);
  execute format('grant select, insert, update, delete on %s to gatehouse_app', table_name);
end $$;

-- The import may read the school's rows and change nothing.
create function gatehouse.import_reads(table_name regclass) returns void
language plpgsql
as $$
begin
  execute format(
    'create policy import_select on %s for select to gatehouse_import using (school_id = gatehouse.current_school())',
    table_name);
  execute format('grant select on %s to gatehouse_import', table_name);
end $$;

-- The import reads every row of the school and writes those of origin 'mis' only: what a person or the school owns
-- cannot be overwritten by it, nor can one of its rows be turned into theirs.
create function gatehouse.import_writes(table_name regclass) returns void
language plpgsql
as $$
begin
  perform gatehouse.import_reads(table_name);
  execute format(
    $policy$
      create policy import_insert on %1$s for insert to gatehouse_import
        with check (school_id = gatehouse.current_school() and origin = 'mis');
      create policy import_update on %1$s for update to gatehouse_import
        using (school_id = gatehouse.current_school() and origin = 'mis')
        with check (school_id = gatehouse.current_school() and origin = 'mis');
      create policy import_delete on %1$s for delete to gatehouse_import
        using (school_id = gatehouse.current_school() and origin = 'mis');
      grant insert, update, delete on %1$s to gatehouse_import
    $policy$,
    table_name);
end $$;

-- For tables without an owner per row, such as the journal of runs: the import writes any row of the school.
create function gatehouse.import_writes_any_row(table_name regclass) returns void
language plpgsql
as $$
begin
  if exists (select from pg_attribute where attrelid = table_name and attname = 'origin' and not attisdropped) then
    raise exception 'table % has an origin: use gatehouse.import_writes', table_name;
  end if;
  execute format(
    'create policy import_all on %s to gatehouse_import
       using (school_id = gatehouse.current_school()) with check (school_id = gatehouse.current_school())',
    table_name);
  execute format('grant select, insert, update, delete on %s to gatehouse_import', table_name);
end $$;

-- A staging table that COPY fills: PostgreSQL refuses COPY under row-level security, so this one stands outside it,
-- and only the import role may touch it. Its statements name the school themselves.
create function gatehouse.stage_for_import(table_name regclass) returns void
language plpgsql
as $$
begin
  execute format('grant select, insert, update, delete on %s to gatehouse_import', table_name);
end $$;

-- Delivery workers see the rows of all schools in these tables, and no other table.
create function gatehouse.delivery_writes(table_name regclass) returns void
language plpgsql
as $$
begin
  execute format('create policy delivery_all on %s to gatehouse_delivery using (true) with check (true)', table_name);
  execute format('grant select, insert, update, delete on %s to gatehouse_delivery', table_name);
end $$;

revoke execute on all functions in schema gatehouse from public;
grant execute on function gatehouse.current_school() to gatehouse_app, gatehouse_import, gatehouse_delivery;
