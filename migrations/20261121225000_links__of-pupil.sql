-- All links of a pupil, ended ones too, are read wherever a family is shown; without this the school's links are read whole.
create index links_of_pupil on links (school_id, pupil_id);
