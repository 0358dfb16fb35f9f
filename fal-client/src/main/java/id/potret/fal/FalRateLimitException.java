package id.potret.fal;

import org.jspecify.annotations.Nullable;

/**
 * fal is asked too often, or for more pictures at once than the account allows (status 429). Nothing was charged.
 */
public final class FalRateLimitException extends FalException {

    private static final long serialVersionUID = 1L;

    FalRateLimitException(String message, Facts facts, @Nullable Throwable cause) {
        super(message, facts, cause);
    }
}
