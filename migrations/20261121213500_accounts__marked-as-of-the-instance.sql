-- An account belongs to the instance and may work at several schools, so these are read before a school is known.
-- The mark tells the checks of tenancy that they name a school without belonging to it.
comment on table account_roles is 'owned by the instance: what an account may do at which school';
comment on table account_links is 'owned by the instance: invitations and the link of the first administrator';
