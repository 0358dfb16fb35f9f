package id.potret.fal;

import java.time.Duration;

/**
 * The deadline passed before the picture was there.
 *
 * <p>{@link #outcome()} says whether the request was on its way by then. If it was, the picture may have been charged.
 */
public final class FalTimeoutException extends FalException {

    private static final long serialVersionUID = 1L;

    private final Duration timeout;

    FalTimeoutException(String message, Facts facts, Duration timeout) {
        super(message, facts, null);
        this.timeout = timeout;
    }

    /**
     * Returns how long the call was allowed to take.
     *
     * @return the timeout that passed
     */
    public Duration timeout() {
        return timeout;
    }
}
