package id.potret;

/** The account has too few coins; nothing was stored or paid, and the same batch id works after a top-up. */
public final class InsufficientCoinsException extends BatchException {

    private static final long serialVersionUID = 1L;

    private final long balance;

    InsufficientCoinsException(String batchId, long required, long balance) {
        super(batchId, "it costs " + required + " coin and the account has " + balance + "; top up and send it again");
        this.balance = balance;
    }

    /**
     * Returns what the account has.
     *
     * @return the coins in the account
     */
    public long balance() {
        return balance;
    }
}
