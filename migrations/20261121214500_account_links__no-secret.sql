-- The secret of the app is made from the link's token, which is not stored, so the table holds nothing that opens an account.
alter table account_links drop column totp_secret;

comment on column accounts.totp_secret is 'sealed with the key in the data folder';
