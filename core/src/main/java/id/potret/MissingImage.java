package id.potret;

import org.jspecify.annotations.Nullable;

/**
 * An image of a batch that did not come, and why.
 *
 * @param number which image of the batch, from 1
 * @param reason why it is missing
 * @param maybePaid whether fal may have charged for it all the same
 * @param cause the failure, as a rule a {@link id.potret.fal.FalException}; null unless the reason is {@link Reason#FAILED}
 */
public record MissingImage(
        int number,
        Reason reason,
        boolean maybePaid,
        @Nullable Throwable cause) {

    /** Why an image is missing. */
    public enum Reason {
        /** The request failed; the cause tells how. */
        FAILED,
        /** fal's safety checker blackened it. */
        FLAGGED,
        /** The batch's deadline, or its cancellation, came first. */
        LATE
    }
}
