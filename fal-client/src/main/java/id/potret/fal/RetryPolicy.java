package id.potret.fal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Decides whether a request that was certainly not begun is sent again, and when.
 *
 * <p>Full jitter: a wait of anything between nothing and the doubled bound, so that clients which failed together do not
 * come back together. A bucket of tokens per client bounds the retries of an outage: each takes one, each success
 * brings a part of one back.
 */
final class RetryPolicy {

    static final int MAX_ATTEMPTS = 3;

    private static final Duration BASE = Duration.ofMillis(500);
    private static final Duration RATE_LIMIT_BASE = Duration.ofSeconds(1);
    private static final Duration CAP = Duration.ofSeconds(20);
    private static final double TOKENS = 50;
    private static final double TOKENS_PER_SUCCESS = 0.2;

    private final DoubleSupplier random;
    private double tokens = TOKENS;

    /** @param random uniform in [0, 1) */
    RetryPolicy(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * Returns how long to wait before the next attempt, or empty to give up.
     *
     * @param attempt how many were made
     * @param remaining what is left until the deadline
     */
    Optional<Duration> next(FalException failure, int attempt, Duration remaining) {
        if (!failure.isRetryable() || attempt >= MAX_ATTEMPTS) {
            return Optional.empty();
        }
        Duration wait = failure.retryAfter().orElseGet(() -> backoff(failure, attempt));
        if (wait.compareTo(remaining) >= 0 || !takeToken()) {
            return Optional.empty();
        }
        return Optional.of(wait);
    }

    private Duration backoff(FalException failure, int attempt) {
        Duration base = failure instanceof FalRateLimitException ? RATE_LIMIT_BASE : BASE;
        long bound = Math.min(CAP.toNanos(), base.toNanos() << (attempt - 1));
        return Duration.ofNanos((long) (random.getAsDouble() * bound));
    }

    private synchronized boolean takeToken() {
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    synchronized void succeeded() {
        tokens = Math.min(TOKENS, tokens + TOKENS_PER_SUCCESS);
    }
}
