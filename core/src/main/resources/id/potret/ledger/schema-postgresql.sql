-- One row for each hold and each grant. Room is left in the pages because every hold is updated once.
create table if not exists {holds} (
  hold_key varchar(200) primary key,
  account_id {account_type} not null,
  amount bigint not null check (amount > 0),
  state char(1) not null check (state in ('H', 'C', 'R', 'E', 'G')),
  call_id bigint not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  settled_at timestamp with time zone,
  receipt text
) with (fillfactor = 80);
create index if not exists {expiry_index} on {holds} (expires_at) where state = 'H';
create index if not exists {account_index} on {holds} (account_id);
