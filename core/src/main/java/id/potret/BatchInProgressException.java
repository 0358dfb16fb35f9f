package id.potret;

/**
 * The same batch id is being worked on elsewhere, or was until a crash; nothing was paid for by this call.
 *
 * <p>Ask again later with the same id: the answer is then the pictures, or {@link BatchClosedException} once the hold of
 * a crashed batch has expired.
 */
public final class BatchInProgressException extends BatchException {

    private static final long serialVersionUID = 1L;

    BatchInProgressException(String batchId) {
        super(batchId, "it is already in progress; send it again later to get its pictures");
    }
}
