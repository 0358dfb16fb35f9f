package id.potret.fal;

import org.jspecify.annotations.Nullable;

/**
 * fal's content checker refused the prompt or the picture (status 422). Another prompt is needed.
 */
public final class FalContentPolicyException extends FalException {

    private static final long serialVersionUID = 1L;

    FalContentPolicyException(String message, Facts facts, @Nullable Throwable cause) {
        super(message, facts, cause);
    }
}
