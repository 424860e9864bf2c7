-- A table that was filled a moment ago has no statistics, and joins on it are planned as if it were empty. The import role
-- owns nothing, so this function, which does nothing else, gathers them for it.
create function gatehouse.analyze_staging() returns void
language plpgsql security definer set search_path = public
as $$ begin analyze import_staging; end $$;
revoke execute on function gatehouse.analyze_staging() from public;
grant execute on function gatehouse.analyze_staging() to gatehouse_import;
