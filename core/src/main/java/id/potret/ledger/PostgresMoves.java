package id.potret.ledger;

import java.sql.SQLException;
import java.util.OptionalLong;

/** Each move is one statement, and so one round trip that either happened or did not. */
final class PostgresMoves implements Moves {

    /** SQLState of a text that is not a number. */
    private static final String FAILED_CAST = "22P02";

    private final String book;
    private final String commit;
    private final String release;
    private final String expire;

    PostgresMoves(Names names) {
        // The hold comes first, so that the lock on a busy account is held for the shortest time, and no two calls wait
        // for each other in a circle. It is not even tried if the key or too few coins are seen beforehand. Should the
        // coins go elsewhere between that look and the lock, the cast fails, and the hold with it.
        // Never "on conflict do nothing": it would take coins without a hold.
        book = names.fill("""
                with hold as (
                  insert into {holds} (hold_key, account_id, amount, state, call_id, created_at, expires_at)
                  select ?, ?, ?, ?, ?, {now}, {in_millis} from {accounts}
                  where {id} = ? and {coins} >= ?
                    and not exists (select 1 from {holds} where hold_key = ?)
                  returning amount)
                update {accounts} set {coins} = {coins}
                  + case when {coins} >= ? then ? else cast('coins went elsewhere, left: ' || {coins} as bigint) end
                where {id} = ? and exists (select 1 from hold)
                returning {coins}""");
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
        try {
            return session.queryBalance(
                    book,
                    booking.key(),
                    booking.account(),
                    booking.coins(),
                    booking.state().code(),
                    booking.callId(),
                    booking.ttlMillis(),
                    booking.account(),
                    booking.atLeast(),
                    booking.key(),
                    booking.atLeast(),
                    booking.change(),
                    booking.account());
        } catch (SQLException e) {
            if (FAILED_CAST.equals(e.getSQLState())) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    @Override
    public OptionalLong commit(Session session, String key, String receipt, long callId) throws SQLException {
        return session.queryBalance(commit, receipt, callId, key);
    }

    @Override
    public OptionalLong giveBack(Session session, String key, LedgerEntry.State end, long callId) throws SQLException {
        String sql = end == LedgerEntry.State.EXPIRED ? expire : release;
        return session.queryBalance(sql, end.code(), callId, key);
    }
}
