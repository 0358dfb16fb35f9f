package id.potret.ledger;

import java.sql.SQLException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The three writes of a ledger. Each is atomic, is tried once, and answers with the account's balance, or with nothing if
 * its guard did not let it through.
 *
 * <p>Each writes the id of the call, so that a call whose answer was lost can tell its own work from another's.
 */
interface Moves {

    /**
     * Stores a row under a new key and changes the balance, if the balance is high enough.
     *
     * @throws SQLException also if the key exists; see {@link SqlFailures#isDuplicate}
     */
    OptionalLong book(Session session, Booking booking) throws SQLException;

    /** Commits a key that is held. */
    OptionalLong commit(Session session, String key, String receipt, long callId) throws SQLException;

    /** Gives back a key that is held; to end as EXPIRED, its deadline must have passed. */
    OptionalLong giveBack(Session session, String key, LedgerEntry.State end, long callId) throws SQLException;

    /**
     * A row to be.
     *
     * @param change what is added to the balance
     * @param atLeast the balance that there must be before
     * @param ttlMillis null for a row that does not expire
     */
    record Booking(
            Object account,
            long coins,
            long change,
            long atLeast,
            String key,
            LedgerEntry.State state,
            @Nullable Long ttlMillis,
            long callId) {

        static Booking hold(Object account, long coins, String key, long ttlMillis, long callId) {
            return new Booking(account, coins, -coins, coins, key, LedgerEntry.State.HELD, ttlMillis, callId);
        }

        static Booking grant(Object account, long coins, String key, long callId) {
            return new Booking(account, coins, coins, Long.MIN_VALUE, key, LedgerEntry.State.GRANTED, null, callId);
        }
    }
}
