-- Families of whom nobody but the MIS knows anything: where only their contact points change, nobody else need be asked for (IMP-6, decision 137).
alter table mis_families add column plain boolean not null default false;
alter table import_staging add column plain boolean not null default false;
