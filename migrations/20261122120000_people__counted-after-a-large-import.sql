-- A table that was filled a moment ago has no statistics until PostgreSQL counts it by itself, a minute later or so: whoever looks at a
-- school in that minute compares each of its rows with each other. The import role owns nothing, so this function, which does
-- nothing else, counts for it where so many links are new to the database that the old numbers say nothing. What somebody else is
-- counting is left to them.
create function gatehouse.count_people(new_links bigint) returns void
language plpgsql security definer set search_path = public
as $$
begin
  if new_links * 10 < (select reltuples from pg_class where oid = 'links'::regclass) then return; end if;
  analyze (skip_locked) members, adults, adult_mis_ids, links, contact_points, contact_values, court_order_flags, groups, group_members,
    mis_records, mis_families, import_plan_entries;
end
$$;
revoke execute on function gatehouse.count_people(bigint) from public;
grant execute on function gatehouse.count_people(bigint) to gatehouse_import;
