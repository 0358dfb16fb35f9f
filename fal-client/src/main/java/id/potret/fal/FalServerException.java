package id.potret.fal;

import org.jspecify.annotations.Nullable;

/**
 * fal failed (status 5xx). Whether the picture was charged is in {@link #outcome()}.
 */
public final class FalServerException extends FalException {

    private static final long serialVersionUID = 1L;

    FalServerException(String message, Facts facts, @Nullable Throwable cause) {
        super(message, facts, cause);
    }
}
