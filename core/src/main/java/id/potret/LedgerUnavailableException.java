package id.potret;

/**
 * The ledger did not answer when the coin was to be taken, so nothing was generated.
 *
 * <p>If the coin was taken after all, its hold expires and it goes back. The same batch id may be sent again.
 */
public final class LedgerUnavailableException extends BatchException {

    private static final long serialVersionUID = 1L;

    LedgerUnavailableException(String batchId, RuntimeException cause) {
        super(batchId, "the ledger did not answer, so nothing was generated; see the cause, and send it again later");
        initCause(cause);
    }
}
