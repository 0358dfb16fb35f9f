package id.potret.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * Each move in SQL that every database has: one transaction that writes the hold first and the account second.
 *
 * <p>In that order a repeated key fails before it touches the balance, the lock on a busy account is held for the shortest
 * time, and no two calls wait for each other in a circle. The balance is read after the commit, for the same reason.
 */
final class PortableMoves implements Moves {

    private final String insert;
    private final String change;
    private final String balance;
    private final String commit;
    private final String release;
    private final String expire;
    private final String refund;
    private final String balanceOfKey;

    PortableMoves(Names names) {
        insert = names.fill("""
                insert into {holds} (hold_key, account_id, amount, state, call_id, created_at, expires_at)
                values (?, ?, ?, ?, ?, {now}, {in_millis})""");
        change = names.fill("update {accounts} set {coins} = {coins} + ? where {id} = ? and {coins} >= ?");
        balance = names.fill("select {coins} from {accounts} where {id} = ?");
        commit = names.fill("""
                update {holds} set state = 'C', receipt = ?, settled_at = {now}, call_id = ?
                where hold_key = ? and state = 'H'""");
        release = names.fill(
                "update {holds} set state = ?, settled_at = {now}, call_id = ? where hold_key = ? and state = 'H'");
        expire = release + names.fill(" and expires_at <= {now}");
        refund = names.fill("""
                update {accounts} set {coins} = {coins} + (select amount from {holds} where hold_key = ?)
                where {id} = (select account_id from {holds} where hold_key = ?)""");
        balanceOfKey = names.fill(
                "select {coins} from {accounts} where {id} = (select account_id from {holds} where hold_key = ?)");
    }

    @Override
    public OptionalLong book(Session session, Booking booking) throws SQLException {
        boolean booked = session.inTransaction(() -> {
            session.update(
                    insert,
                    booking.key(),
                    booking.account(),
                    booking.coins(),
                    booking.state().code(),
                    booking.callId(),
                    booking.ttlMillis());
            return session.update(change, booking.change(), booking.account(), booking.atLeast()) > 0;
        });
        return booked
                ? OptionalLong.of(session.query(balance, PortableMoves::balance, booking.account()))
                : OptionalLong.empty();
    }

    @Override
    public OptionalLong commit(Session session, String key, String receipt, long callId) throws SQLException {
        return session.update(commit, receipt, callId, key) == 0 ? OptionalLong.empty() : balanceOf(session, key);
    }

    @Override
    public OptionalLong giveBack(Session session, String key, LedgerEntry.State end, long callId) throws SQLException {
        String sql = end == LedgerEntry.State.EXPIRED ? expire : release;
        boolean given = session.inTransaction(() -> {
            boolean ended = session.update(sql, end.code(), callId, key) > 0;
            if (ended) {
                session.update(refund, key, key);
            }
            return ended;
        });
        return given ? balanceOf(session, key) : OptionalLong.empty();
    }

    private OptionalLong balanceOf(Session session, String key) throws SQLException {
        return OptionalLong.of(session.query(balanceOfKey, PortableMoves::balance, key));
    }

    /** An account that the host has deleted meanwhile reads as 0. */
    private static long balance(ResultSet rows) throws SQLException {
        return rows.next() ? rows.getLong(1) : 0;
    }
}
