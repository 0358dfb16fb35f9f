package id.potret;

/** The batch of this id ended earlier without pictures and its coin went back; a new attempt needs a new id. */
public final class BatchClosedException extends BatchException {

    private static final long serialVersionUID = 1L;

    BatchClosedException(String batchId) {
        super(batchId, "it ended without pictures and its coin was given back; use a new id to try again");
    }
}
