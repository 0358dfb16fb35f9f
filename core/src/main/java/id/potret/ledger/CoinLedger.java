package id.potret.ledger;

import java.time.Duration;

/**
 * Where the coins are: the port that the host plugs in.
 *
 * <p>Coins are taken before the first paid call, as a hold with a deadline, and then either spent ({@link #commit}) or
 * given back ({@link #release}). Every verb is idempotent by a key that the caller chose: the same call again changes
 * nothing and answers with the present state. For each account, at any moment,
 *
 * <pre>granted = balance + held + committed</pre>
 *
 * <p>and no balance is ever negative.
 *
 * <p><b>Time.</b> An expired hold is given back once, as by {@link #release}: at the latest when the coins are needed,
 * because a {@link #reserve} of its key or of its account would otherwise be answered by the dead hold, or because the
 * {@link #balance} is asked for. Until then a late commit still succeeds.
 *
 * <p><b>Exceptions.</b> A bad argument is an {@link IllegalArgumentException} (null: {@link NullPointerException}) and
 * changes nothing. Every other exception means that the outcome is unknown; calling again with the same key is always
 * safe. Account, key and receipt must be storable text: no NUL character and no unpaired surrogate.
 *
 * <p><b>A host that has only a {@code users.coins} column</b> keeps it: {@link JdbcCoinLedger} works on that column and
 * adds one table of its own for the holds. A host with another store implements the four verbs, each atomic in that
 * store: taking the coins and writing the hold are one transaction, as are giving back and marking it released. Checking
 * the balance first and deducting later is not enough, however short the time between. The abstract JUnit class
 * {@code CoinLedgerContract} in the {@code tests} jar of this module checks an implementation against all of this.
 *
 * <p>Implementations are thread-safe, and safe across machines if their store is shared.
 */
public interface CoinLedger {

    /** The longest key in characters. */
    int MAX_KEY_LENGTH = 200;

    /**
     * Takes coins from an account now, atomically, and holds them under a key.
     *
     * <p>A new key and enough coins: {@code HELD}, fresh. Too few coins or an unknown account: {@code INSUFFICIENT}, and
     * nothing is stored. A known key with the same account and number of coins: its present state, not fresh, and no
     * second debit, also when the balance is now 0. A known key with another account or number: {@code CONFLICT}.
     *
     * <p>Only who gets {@code HELD} fresh may start the work. {@code HELD} that is not fresh means that another call has
     * started it; {@code COMMITTED} brings the receipt of the finished work.
     *
     * @param account the account, not blank
     * @param coins how many coins, at least 1
     * @param key the idempotency key, not blank, at most {@value #MAX_KEY_LENGTH} characters
     * @param ttl how long the coins are held, on the ledger's own clock; positive, counted in milliseconds, and no longer
     *     than 36,500 days (more counts as that)
     * @return the state of the key and the balance of the account
     * @throws IllegalArgumentException if an argument is out of range
     * @throws LedgerException if the outcome is unknown
     */
    Reservation reserve(String account, long coins, String key, Duration ttl);

    /**
     * Spends held coins for good and stores a receipt in the same write.
     *
     * <p>{@code HELD} becomes {@code COMMITTED}, also after the deadline as long as the hold was not given back.
     * {@code COMMITTED} stays and keeps its first receipt; {@code RELEASED} stays. An unknown key: {@code NOT_FOUND}.
     *
     * @param key the key that the coins are held under
     * @param receipt what the coins bought; not empty
     * @return the state of the key and the balance of its account
     * @throws IllegalArgumentException if an argument is out of range
     * @throws LedgerException if the outcome is unknown
     */
    Reservation commit(String key, String receipt);

    /**
     * Gives held coins back, once.
     *
     * <p>{@code HELD} becomes {@code RELEASED}. {@code RELEASED} and {@code COMMITTED} stay. An unknown key:
     * {@code NOT_FOUND}.
     *
     * @param key the key that the coins are held under
     * @return the state of the key and the balance of its account
     * @throws IllegalArgumentException if the key is out of range
     * @throws LedgerException if the outcome is unknown
     */
    Reservation release(String key);

    /**
     * Returns the coins of an account that are neither held nor spent.
     *
     * @param account the account, not blank
     * @return the balance, never negative; 0 for an unknown account
     * @throws IllegalArgumentException if the account is blank
     * @throws LedgerException if the ledger cannot be read
     */
    long balance(String account);
}
