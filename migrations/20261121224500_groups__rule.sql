-- A group of the school's own that fills itself (IMP-20): years, classes and houses as lists. Null: its pupils are chosen.
alter table groups add column rule jsonb;
alter table groups add constraint groups_rule_is_own check (rule is null or kind = 'own');
