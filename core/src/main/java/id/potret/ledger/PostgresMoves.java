package id.potret.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/** Each move is one statement, and so one round trip that either happened or did not. */
final class PostgresMoves implements Moves {

    private final String book;
    private final String commit;
    private final String release;
    private final String expire;

    PostgresMoves(Names names) {
        // Never "on conflict do nothing": of two calls with one key, the second would take coins without a hold.
        // Here its insert fails, and the debit with it. The key is looked for first, so that a repeated call does not
        // lock the account while it waits for a release of its key, which in turn waits for the account.
        book = names.fill("""
                with account as (
                  update {accounts} set {coins} = {coins} + ?
                  where {id} = ? and {coins} >= ?
                    and not exists (select 1 from {holds} where hold_key = ?)
                  returning {coins}),
                hold as (
                  insert into {holds} (hold_key, account_id, amount, state, call_id, created_at, expires_at)
                  select ?, ?, ?, ?, ?, {now}, {in_millis} from account)
                select {coins} from account""");
        commit = names.fill("""
                update {holds} set state = 'C', receipt = ?, settled_at = {now}, call_id = ?
                where hold_key = ? and state = 'H'
                returning (select {coins} from {accounts} where {id} = account_id)""");
        String giveBack = """
                with hold as (
                  update {holds} set state = ?, settled_at = {now}, call_id = ?
                  where hold_key = ? and state = 'H'%s
                  returning account_id, amount),
                account as (
                  update {accounts} set {coins} = {coins} + amount from hold where {id} = account_id
                  returning {coins})
                select (select {coins} from account) from hold""";
        release = names.fill(giveBack.formatted(""));
        expire = names.fill(giveBack.formatted(" and expires_at <= {now}"));
    }

    @Override
    public OptionalLong book(Session session, Booking booking) throws SQLException {
        return session.query(
                book,
                PostgresMoves::balance,
                booking.change(),
                booking.account(),
                booking.atLeast(),
                booking.key(),
                booking.key(),
                booking.account(),
                booking.coins(),
                booking.state().code(),
                booking.callId(),
                booking.ttlMillis());
    }

    @Override
    public OptionalLong commit(Session session, String key, String receipt, long callId) throws SQLException {
        return session.query(commit, PostgresMoves::balance, receipt, callId, key);
    }

    @Override
    public OptionalLong giveBack(Session session, String key, LedgerEntry.State end, long callId) throws SQLException {
        String sql = end == LedgerEntry.State.EXPIRED ? expire : release;
        return session.query(sql, PostgresMoves::balance, end.code(), callId, key);
    }

    /** An account that the host has deleted meanwhile reads as 0. */
    private static OptionalLong balance(ResultSet rows) throws SQLException {
        return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
    }
}
