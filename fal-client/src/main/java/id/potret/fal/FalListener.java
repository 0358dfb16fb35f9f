package id.potret.fal;

import java.time.Duration;

/**
 * Watches a client at work, for metrics and traces.
 *
 * <p>Called on the client's threads, and by several at once: implementations are thread-safe and short. What a listener
 * throws is logged and goes no further. Requests are the very objects that the caller handed in, so that a listener can
 * tell one call from another.
 */
public interface FalListener {

    /**
     * A request is about to be sent.
     *
     * @param request the call
     * @param attempt 1 for the first
     */
    default void onAttempt(FalRequest request, int attempt) {}

    /**
     * A request was answered, with whatever status.
     *
     * @param request the call
     * @param attempt 1 for the first
     * @param status the HTTP status
     * @param duration from the sending to the end of the answer
     */
    default void onResponse(FalRequest request, int attempt, int status, Duration duration) {}

    /**
     * A request was certainly not begun and is going to be sent again.
     *
     * @param request the call
     * @param attempt the number of the attempt that failed
     * @param delay how long the client waits; zero if it waits for room among its own requests
     * @param reason why the attempt failed
     */
    default void onRetry(FalRequest request, int attempt, Duration delay, FalException reason) {}

    /**
     * fal's queue has taken the request, and has a picture to fetch under this id from now on.
     *
     * <p>Whoever stores the id can fetch the paid picture with {@code resume} after a crash or a timeout.
     *
     * @param request the call
     * @param requestId the id
     */
    default void onQueued(FalRequest request, String requestId) {}

    /**
     * A call ended with a picture.
     *
     * @param request the call
     * @param image the picture
     * @param duration of the whole call, waits included
     */
    default void onSuccess(FalRequest request, FalImage image, Duration duration) {}

    /**
     * A call ended without a picture.
     *
     * @param request the call
     * @param failure why
     * @param duration of the whole call, waits included
     */
    default void onFailure(FalRequest request, FalException failure, Duration duration) {}
}
