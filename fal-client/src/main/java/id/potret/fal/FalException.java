package id.potret.fal;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A picture was not delivered.
 *
 * <p>The subclasses say why, {@link #outcome()} says whether it may have been paid for. Messages hold neither the prompt
 * nor the key. Messages are for people and may change; branch on the class and on {@link #type()}.
 */
public abstract sealed class FalException extends RuntimeException
        permits FalAuthenticationException,
                FalPermissionException,
                FalAccountLockedException,
                FalValidationException,
                FalContentPolicyException,
                FalRateLimitException,
                FalServerException,
                FalTimeoutException,
                FalConnectionException,
                FalProtocolException {

    private static final long serialVersionUID = 1L;

    /** What became of the paid request. */
    public enum Outcome {
        /** It never reached fal: nothing was charged. */
        NOT_SENT,
        /** fal refused it: nothing was drawn, and as a rule nothing was charged. */
        REFUSED,
        /**
         * It was sent, and what became of it is not known: the picture may have been charged.
         *
         * <p>fal knows no idempotency key, so such a request is never sent again by the client.
         */
        UNKNOWN
    }

    /** What is known of a failure besides its message. */
    record Facts(
            Outcome outcome,
            boolean retryable,
            @Nullable Integer status,
            @Nullable String type,
            @Nullable String requestId,
            @Nullable Duration retryAfter)
            implements Serializable {

        static Facts notSent() {
            return new Facts(Outcome.NOT_SENT, true, null, null, null, null);
        }

        static Facts unknown(@Nullable String requestId) {
            return new Facts(Outcome.UNKNOWN, false, null, null, requestId, null);
        }
    }

    private final Facts facts;

    FalException(String message, Facts facts, @Nullable Throwable cause) {
        super(message, cause);
        this.facts = facts;
    }

    /**
     * Returns whether the same request may succeed later and cannot be charged twice.
     *
     * @return true if it makes sense to ask again; never true where the outcome is {@link Outcome#UNKNOWN}
     */
    public boolean isRetryable() {
        return facts.retryable();
    }

    /**
     * Returns what became of the paid request.
     *
     * @return the outcome
     */
    public Outcome outcome() {
        return facts.outcome();
    }

    /**
     * Returns the HTTP status.
     *
     * @return the status, or empty if nothing was answered
     */
    public OptionalInt status() {
        Integer status = facts.status();
        return status == null ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /**
     * Returns fal's name for the error.
     *
     * @return a type such as {@code content_policy_violation}, if fal told one
     */
    public Optional<String> type() {
        return Optional.ofNullable(facts.type());
    }

    /**
     * Returns the id under which fal knows the request, for fal's support and for the queue's {@code resume}.
     *
     * @return the id, if one was seen
     */
    public Optional<String> requestId() {
        return Optional.ofNullable(facts.requestId());
    }

    /**
     * Returns how long fal asked to wait.
     *
     * @return the wait, not negative, if fal asked for one
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(facts.retryAfter());
    }

    Facts facts() {
        return facts;
    }
}
