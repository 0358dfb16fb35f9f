package id.potret.ledger;

import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Each move in SQL that every database has: one transaction that writes the hold first and the account second.
 *
 * <p>In that order a repeated key fails before it touches the balance, the lock on a busy account is held for the shortest
 * time, and no two calls wait for each other in a circle.
 */
final class PortableMoves implements Moves {

    private final String insert;
    private final Change change;
    private final Change commit;
    private final String release;
    private final String expire;
    private final Change refund;

    PortableMoves(Names names) {
        insert = names.fill("""
                insert into {holds} (hold_key, account_id, amount, state, call_id, created_at, expires_at)
                values (?, ?, ?, ?, ?, {now}, {in_millis})""");
        change = Change.of(
                names,
                "update {accounts} set {coins} = {coins} + ? where {id} = ? and {coins} >= ?",
                "{coins}",
                "select {coins} from {accounts} where {id} = ?");
        String balanceOfKey =
                "select {coins} from {accounts} where {id} = (select account_id from {holds} where hold_key = ?)";
        commit = Change.of(names, """
                update {holds} set state = 'C', receipt = ?, settled_at = {now}, call_id = ?
                where hold_key = ? and state = 'H'""", "(select {coins} from {accounts} where {id} = account_id)", balanceOfKey);
        release = names.fill(
                "update {holds} set state = ?, settled_at = {now}, call_id = ? where hold_key = ? and state = 'H'");
        expire = release + names.fill(" and expires_at <= {now}");
        refund = Change.of(names, """
                update {accounts} set {coins} = {coins} + (select amount from {holds} where hold_key = ?)
                where {id} = (select account_id from {holds} where hold_key = ?)""", "{coins}", balanceOfKey);
    }

    @Override
    public OptionalLong book(Session session, Booking booking) throws SQLException {
        return session.inTransaction(() -> {
            session.update(
                    insert,
                    booking.key(),
                    booking.account(),
                    booking.coins(),
                    booking.state().code(),
                    booking.callId(),
                    booking.ttlMillis());
            return change.run(session, booking.account(), booking.change(), booking.account(), booking.atLeast());
        });
    }

    @Override
    public OptionalLong commit(Session session, String key, String receipt, long callId) throws SQLException {
        return commit.run(session, key, receipt, callId, key);
    }

    @Override
    public OptionalLong giveBack(Session session, String key, LedgerEntry.State end, long callId) throws SQLException {
        String sql = end == LedgerEntry.State.EXPIRED ? expire : release;
        return session.inTransaction(() -> {
            if (session.update(sql, end.code(), callId, key) == 0) {
                return OptionalLong.empty();
            }
            // the hold is given back, also if the host has deleted the account meanwhile
            return OptionalLong.of(refund.run(session, key, key, key).orElse(0));
        });
    }

    /**
     * An update of at most one row that answers with a balance: by one statement where the database can, else by two.
     *
     * @param returning the update that answers by itself
     * @param balance asks for the balance that the update has left
     */
    private record Change(String update, Optional<String> returning, String balance) {

        static Change of(Names names, String update, String value, String balance) {
            return new Change(
                    names.fill(update), names.dialect().returning(update, value).map(names::fill), names.fill(balance));
        }

        /** @param of whose balance is asked for */
        OptionalLong run(Session session, Object of, Object... parameters) throws SQLException {
            if (returning.isPresent()) {
                return session.queryBalance(returning.get(), parameters);
            }
            return session.update(update, parameters) == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(session.queryBalance(balance, of).orElse(0));
        }
    }
}
