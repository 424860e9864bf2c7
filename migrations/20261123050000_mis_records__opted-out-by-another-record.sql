-- OPT-2: the MIS may know one person by two records and say of one of them only that the person opted out. What it said of the other was erased
-- on that day, and came back into the snapshot the next. Contacts who opted out are found by what stands beside them: an index by what is said of
-- them (data) would have to be written for every number that changes.
update mis_records set other = 'opted out' where kind = 'contact' and data ->> 'optedOut' = 'yes';
update mis_record_changes set other = 'opted out' where kind = 'contact' and data ->> 'optedOut' = 'yes';
create index mis_records_opted_out on mis_records (school_id, key) where kind = 'contact' and other is not null;

delete from mis_records p using mis_records m, adult_mis_ids o, adult_mis_ids i
  where m.kind = 'contact' and m.other is not null and o.school_id = m.school_id and o.mis_key = m.key
    and i.school_id = o.school_id and i.adult_id = o.adult_id
    and p.school_id = i.school_id and p.kind = 'point' and p.parent = 'contact' || chr(31) || i.mis_key;

delete from mis_record_changes c using mis_records m, adult_mis_ids o, adult_mis_ids i
  where m.kind = 'contact' and m.other is not null and o.school_id = m.school_id and o.mis_key = m.key
    and i.school_id = o.school_id and i.adult_id = o.adult_id
    and c.school_id = i.school_id and c.kind = 'point'
    and split_part(c.key, chr(31), 1) || chr(31) || split_part(c.key, chr(31), 2) = 'contact' || chr(31) || i.mis_key;
