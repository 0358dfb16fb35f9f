package id.potret;

/** What became of the coin that a batch with pictures took. */
public enum Charge {
    /** The coin was taken, and the ledger confirmed it. */
    CONFIRMED,
    /**
     * The ledger did not answer when the coin was to be confirmed.
     *
     * <p>The pictures are delivered all the same. Either the ledger has the confirmation after all, or the hold expires
     * and the coin goes back.
     */
    UNCONFIRMED,
    /** The hold had already expired, so the coin went back to the account; the pictures are delivered all the same. */
    EXPIRED
}
