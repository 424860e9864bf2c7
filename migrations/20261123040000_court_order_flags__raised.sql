-- Flags that are raised are few, and asked for of thousands of links at once; every link has a row that says that none is.
create index court_order_flags_raised on court_order_flags (school_id, adult_id, pupil_id) where flag = 'yes';
