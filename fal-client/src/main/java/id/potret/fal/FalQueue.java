package id.potret.fal;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/**
 * Generates pictures through fal's queue.
 *
 * <p>{@link #generateAsync} submits, waits and fetches. The id of each request goes to
 * {@link FalListener#onQueued} as soon as fal knows it; with it {@link #resume} fetches the paid picture later, also from
 * another process, after a crash or a timeout. Cancelling a future ends the waiting only: {@link #cancel} asks fal to drop
 * the request.
 *
 * <p>Immutable and thread-safe. Made by {@link FalClient.Builder#buildQueue()}.
 */
public interface FalQueue extends FalClient {

    /**
     * Hands a request to the queue and does not wait for the picture.
     *
     * @param request what to draw
     * @return the id of the request
     * @throws FalException if fal did not take it, or may have taken it without its id having come back
     * @throws InterruptedException if this thread is interrupted; fal may have taken the request
     */
    String submit(FalRequest request) throws InterruptedException;

    /**
     * Hands a request to the queue, and has the picture sent to a webhook.
     *
     * @param request what to draw
     * @param webhook an absolute http or https address that fal can reach; what arrives there is to be checked with a
     *     {@link FalWebhookVerifier}
     * @return the id of the request
     * @throws FalException if fal did not take it, or may have taken it without its id having come back
     * @throws IllegalArgumentException if the address is not absolute, or neither http nor https
     * @throws InterruptedException if this thread is interrupted; fal may have taken the request
     */
    String submit(FalRequest request, URI webhook) throws InterruptedException;

    /**
     * Asks where a request is.
     *
     * @param requestId the id
     * @return where it is
     * @throws FalException if fal does not know the request, or could not be asked
     * @throws IllegalArgumentException if the id cannot be one
     * @throws InterruptedException if this thread is interrupted
     */
    FalQueueStatus status(String requestId) throws InterruptedException;

    /**
     * Waits for a request that was submitted before, and fetches its picture; costs nothing.
     *
     * <p>fal keeps results for a limited time, about an hour.
     *
     * @param requestId the id
     * @return the picture, or a {@link FalException}
     * @throws IllegalArgumentException if the id cannot be one
     */
    CompletableFuture<FalImage> resume(String requestId);

    /**
     * Asks fal to drop a request.
     *
     * @param requestId the id
     * @return true if fal took notice, though the picture may still be drawn and charged; false if it was completed before
     * @throws FalException if fal does not know the request, or could not be asked
     * @throws IllegalArgumentException if the id cannot be one
     * @throws InterruptedException if this thread is interrupted
     */
    boolean cancel(String requestId) throws InterruptedException;
}
