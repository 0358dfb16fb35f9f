package id.potret;

/**
 * A batch that brought no pictures, and why.
 *
 * <p>Whichever subtype it is, no coin was spent: it was never taken, was given back, or goes back when its hold expires.
 * No message holds a prompt, a key or image data.
 */
public abstract sealed class BatchException extends RuntimeException
        permits InsufficientCoinsException,
                BatchInProgressException,
                BatchConflictException,
                BatchClosedException,
                LedgerUnavailableException,
                ReferencesFailedException,
                BatchFailedException {

    private static final long serialVersionUID = 1L;

    private final String batchId;

    BatchException(String batchId, String message) {
        super("batch " + batchId + ": " + message);
        this.batchId = batchId;
    }

    /**
     * Returns the batch that this is about.
     *
     * @return the id of the request
     */
    public String batchId() {
        return batchId;
    }
}
