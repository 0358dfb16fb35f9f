package id.potret.fal;

import org.jspecify.annotations.Nullable;

/**
 * The key is good, but not for this model (status 403). Nothing was charged.
 */
public final class FalPermissionException extends FalException {

    private static final long serialVersionUID = 1L;

    FalPermissionException(String message, Facts facts, @Nullable Throwable cause) {
        super(message, facts, cause);
    }
}
