package id.potret.fal;

import org.jspecify.annotations.Nullable;

/**
 * fal does not accept the key (status 401): it is missing, wrong or revoked. Nothing was charged.
 */
public final class FalAuthenticationException extends FalException {

    private static final long serialVersionUID = 1L;

    FalAuthenticationException(String message, Facts facts, @Nullable Throwable cause) {
        super(message, facts, cause);
    }
}
