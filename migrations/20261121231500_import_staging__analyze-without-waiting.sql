-- Statistics of the staging table are locked until their transaction ends, and a plan is one long transaction: a second
-- plan, of any school, does without fresh ones rather than wait for the first.
create or replace function gatehouse.analyze_staging() returns void
language plpgsql security definer set search_path = public
as $$ begin analyze (skip_locked) import_staging; end $$;
