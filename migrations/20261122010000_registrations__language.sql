-- The language in which somebody walks the way to register: what is sent on the way is in it too, and the adult's from then on.

alter table registrations add column language text not null default 'en'
  check (language in ('en', 'cy', 'pl', 'ur', 'ar'));
