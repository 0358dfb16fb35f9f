package id.potret.ledger;

/**
 * What became of a {@linkplain JdbcCoinLedger#grant grant}.
 *
 * @param outcome whether the account has the coins of this key
 * @param balance the coins of the account after the call; 0 for an unknown account
 */
public record Grant(Outcome outcome, long balance) {

    /** What became of a grant. */
    public enum Outcome {
        /** This call added the coins. */
        GRANTED,
        /** An earlier call with the same key, account and number of coins added them; nothing was changed. */
        REPEATED,
        /** Refused: the key is known with another account, another number of coins, or as a hold. */
        CONFLICT,
        /** Refused: the host has no such account. Nothing is stored, so the same key works once there is one. */
        UNKNOWN_ACCOUNT
    }
}
