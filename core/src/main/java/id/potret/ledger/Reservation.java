package id.potret.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a ledger knows of one key after a verb.
 *
 * @param state where the coins of this key are now
 * @param fresh whether this very call brought the state about; true for exactly one caller per transition
 * @param balance the coins left in the account after the call; 0 where no account is known
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
}
