-- One row for each hold and each grant. Room is left in the pages because every hold is updated once. No check
-- constraints: they cost a tenth of each write.
create table if not exists {holds} (
  hold_key varchar(200) collate "C" primary key,
  account_id {account_type} not null,
  amount bigint not null,
  state char(1) not null,
  call_id bigint not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  settled_at timestamp with time zone,
  receipt text
) with (fillfactor = 80);
-- Each row is in one of these two, open or not. Neither is on the state, which would tempt the planner to find a key by
-- walking through all open holds.
create index if not exists {expiry_index} on {holds} (expires_at)
  where settled_at is null and expires_at is not null;
create index if not exists {account_index} on {holds} (account_id)
  where settled_at is not null or expires_at is null;
