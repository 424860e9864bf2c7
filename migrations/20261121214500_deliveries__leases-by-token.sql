-- Begin and finish name the rows of one lease. Reading them by the lease itself costs the same however many rows the
-- school holds and whatever the planner believes of a table that was filled a second ago. `lease_until` is no longer
-- written when a call begins, so that write touches no index at all.
drop index deliveries_leased;
create index deliveries_leased on deliveries (school_id, lease_token, lease_until) where lease_token is not null;
