-- One row for each hold and each grant. Times are milliseconds since 1970.
create table if not exists {holds} (
  hold_key text primary key not null,
  account_id {account_type} not null,
  amount integer not null check (amount > 0),
  state text not null check (state in ('H', 'C', 'R', 'E', 'G')),
  call_id integer not null,
  created_at integer not null,
  expires_at integer,
  settled_at integer,
  receipt text
);
create index if not exists {expiry_index} on {holds} (expires_at)
  where settled_at is null and expires_at is not null;
create index if not exists {account_index} on {holds} (account_id);
