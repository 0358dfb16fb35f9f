package id.potret.fal;

import org.jspecify.annotations.Nullable;

/**
 * The connection to fal could not be made, or broke.
 *
 * <p>{@link Outcome#NOT_SENT} if it could not be made, {@link Outcome#UNKNOWN} if it broke once something was sent.
 */
public final class FalConnectionException extends FalException {

    private static final long serialVersionUID = 1L;

    FalConnectionException(String message, Facts facts, @Nullable Throwable cause) {
        super(message, facts, cause);
    }
}
