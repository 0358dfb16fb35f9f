package id.potret.fal;

import org.jspecify.annotations.Nullable;

/**
 * The fal account is locked, as a rule because its balance is exhausted (status 403). Nothing was charged.
 *
 * <p>fal's own text is not shown: it is meant for the owner of the account, not for the users of a backend.
 */
public final class FalAccountLockedException extends FalException {

    private static final long serialVersionUID = 1L;

    FalAccountLockedException(String message, Facts facts, @Nullable Throwable cause) {
        super(message, facts, cause);
    }
}
