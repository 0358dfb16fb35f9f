package id.potret.fal;

import org.jspecify.annotations.Nullable;

/**
 * fal, or something between here and there, answered what is not an answer: unreadable, too large, or not foreseen.
 */
public final class FalProtocolException extends FalException {

    private static final long serialVersionUID = 1L;

    FalProtocolException(String message, Facts facts, @Nullable Throwable cause) {
        super(message, facts, cause);
    }
}
