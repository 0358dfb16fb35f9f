package id.potret.ledger;

/**
 * A ledger could not tell what became of a call.
 *
 * <p>The call may or may not have taken effect. Calling again with the same key is always safe.
 */
public final class LedgerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was being done and what went wrong; no account data
     * @param cause why
     */
    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
