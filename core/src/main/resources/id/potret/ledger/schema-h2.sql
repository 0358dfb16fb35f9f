-- One row for each hold and each grant.
create table if not exists {holds} (
  hold_key varchar(200) primary key,
  account_id {account_type} not null,
  amount bigint not null check (amount > 0),
  state char(1) not null check (state in ('H', 'C', 'R', 'E', 'G')),
  call_id bigint not null,
  created_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone,
  settled_at timestamp(3) with time zone,
  receipt varchar
);
create index if not exists {expiry_index} on {holds} (state, expires_at);
create index if not exists {account_index} on {holds} (account_id);
