package id.potret.fal;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One picture to be generated.
 *
 * <p>Immutable. {@link #toString()} does not show the prompt.
 */
public final class FalRequest {

    private final String prompt;
    private final @Nullable Duration timeout;

    private FalRequest(String prompt, @Nullable Duration timeout) {
        this.prompt = prompt;
        this.timeout = timeout;
    }

    /**
     * Asks for a picture of a prompt, with the client's timeout.
     *
     * @param prompt what the picture shows, in English; sent as it is
     * @return the request
     * @throws IllegalArgumentException if the prompt is blank or is not valid Unicode
     */
    public static FalRequest of(String prompt) {
        if (prompt.isBlank()) {
            throw new IllegalArgumentException("the prompt is blank");
        }
        // a lone surrogate cannot be encoded: fal would draw another prompt than the caller's
        if (prompt.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new IllegalArgumentException("the prompt holds half of a surrogate pair; was it cut in the middle?");
        }
        return new FalRequest(prompt, null);
    }

    /**
     * Returns the same request with a deadline of its own.
     *
     * @param timeout how long the whole call may take, everything included; positive
     * @return a new request
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public FalRequest withTimeout(Duration timeout) {
        return new FalRequest(prompt, requirePositive(Objects.requireNonNull(timeout, "timeout")));
    }

    /**
     * Returns what the picture shows.
     *
     * @return the prompt
     */
    public String prompt() {
        return prompt;
    }

    /**
     * Returns how long the whole call may take.
     *
     * @return the timeout, or empty for the client's
     */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    static Duration requirePositive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout must be positive, but is " + timeout);
        }
        return timeout;
    }

    /**
     * Shows the length of the prompt and the timeout.
     *
     * @return a text without the prompt
     */
    @Override
    public String toString() {
        return "FalRequest[prompt of " + prompt.length() + " characters"
                + (timeout == null ? "" : ", timeout " + timeout) + "]";
    }
}
