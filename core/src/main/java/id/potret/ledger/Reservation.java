package id.potret.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a ledger knows of one key after a verb.
 *
 * <p>The text form leaves the receipt out.
 *
 * @param state where the coins of this key are now
 * @param fresh whether this very call brought the state about; true for exactly one caller per transition, never for a
 *     refusal and never for the answer to a repeated call
 * @param balance the coins left in the account after the call, 0 or more; 0 where no account is known
 * @param receipt what {@link CoinLedger#commit} stored; null unless the state is {@link State#COMMITTED}
 */
public record Reservation(
        State state, boolean fresh, long balance, @Nullable String receipt) {

    /** Where the coins of a key are. */
    public enum State {
        /** Taken from the account and waiting for commit or release. */
        HELD,
        /** Spent for good; the receipt is stored. */
        COMMITTED,
        /** Given back, by release or by expiry, for good. */
        RELEASED,
        /** Refused: the account has too few coins. Nothing is stored, so the same key works after a top-up. */
        INSUFFICIENT,
        /** Refused: the key is known with another account or another number of coins. Nothing was changed. */
        CONFLICT,
        /** Commit or release of a key that was never reserved. Nothing was changed. */
        NOT_FOUND
    }

    /**
     * Checks that the parts fit together.
     *
     * @param state where the coins are
     * @param fresh whether this call brought the state about
     * @param balance the coins left
     * @param receipt what was stored at commit
     * @throws IllegalArgumentException if the balance is negative, a refusal is fresh, or a receipt is missing from
     *     {@code COMMITTED} or present elsewhere
     */
    public Reservation {
        if (balance < 0) {
            throw new IllegalArgumentException("a balance is never negative: " + balance);
        }
        if (fresh && (state == State.INSUFFICIENT || state == State.CONFLICT || state == State.NOT_FOUND)) {
            throw new IllegalArgumentException("a refusal is never fresh: " + state);
        }
        if ((state == State.COMMITTED) != (receipt != null)) {
            throw new IllegalArgumentException("COMMITTED has a receipt and no other state has: " + state);
        }
    }

    /**
     * Coins are held.
     *
     * @param fresh whether this call took them
     * @param balance the coins left
     * @return the answer
     */
    public static Reservation held(boolean fresh, long balance) {
        return new Reservation(State.HELD, fresh, balance, null);
    }

    /**
     * Coins are spent.
     *
     * @param fresh whether this call spent them
     * @param balance the coins left
     * @param receipt what they bought
     * @return the answer
     */
    public static Reservation committed(boolean fresh, long balance, String receipt) {
        return new Reservation(State.COMMITTED, fresh, balance, receipt);
    }

    /**
     * Coins were given back.
     *
     * @param fresh whether this call gave them back
     * @param balance the coins left
     * @return the answer
     */
    public static Reservation released(boolean fresh, long balance) {
        return new Reservation(State.RELEASED, fresh, balance, null);
    }

    /**
     * Too few coins, or an unknown account.
     *
     * @param balance the coins there are
     * @return the answer
     */
    public static Reservation insufficient(long balance) {
        return new Reservation(State.INSUFFICIENT, false, balance, null);
    }

    /**
     * The key belongs to another account or another number of coins.
     *
     * @param balance the coins of the account that was asked for, never those of the other one
     * @return the answer
     */
    public static Reservation conflict(long balance) {
        return new Reservation(State.CONFLICT, false, balance, null);
    }

    /**
     * The key was never reserved.
     *
     * @return the answer
     */
    public static Reservation notFound() {
        return new Reservation(State.NOT_FOUND, false, 0, null);
    }

    @Override
    public String toString() {
        return "Reservation[" + state + (fresh ? ", fresh" : "") + ", balance=" + balance + "]";
    }
}
