-- One row for each hold and each grant. Times are UTC. Keys are told apart to the last character.
create table if not exists {holds} (
  hold_key varchar(200) character set utf8mb4 collate utf8mb4_bin not null primary key,
  account_id {account_type} not null,
  amount bigint not null check (amount > 0),
  state char(1) not null check (state in ('H', 'C', 'R', 'E', 'G')),
  call_id bigint not null,
  created_at datetime(3) not null,
  expires_at datetime(3),
  settled_at datetime(3),
  receipt longtext character set utf8mb4,
  key {expiry_index} (state, expires_at),
  key {account_index} (account_id)
) engine = InnoDB;
