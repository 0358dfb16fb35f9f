package id.potret;

/** The batch id belongs to another account, or to another price; nothing was changed. */
public final class BatchConflictException extends BatchException {

    private static final long serialVersionUID = 1L;

    BatchConflictException(String batchId) {
        super(batchId, "this id was used by another account or at another price; use a new id for every batch");
    }
}
