package id.potret.fal;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Generates pictures with fal-ai/flux/schnell, and nothing else: model, size, steps and guidance are locked.
 *
 * <p>A picture is paid for at most once. fal has no idempotency key, so a request is sent again only where it certainly
 * was not begun: {@link FalException#outcome()}. One deadline covers everything, and cancelling or interrupting closes
 * the connection.
 *
 * <p>Clients are immutable and thread-safe. Make one and keep it: its calls share connections, threads, and the limit of
 * requests in flight. Its threads are daemons and go when idle, so there is nothing to close. A fake for tests is a
 * lambda:
 *
 * <pre>{@code
 * FalClient fake = request -> CompletableFuture.completedFuture(FalImage.of(URI.create("https://fal.media/a.jpg")));
 * }</pre>
 */
@FunctionalInterface
public interface FalClient {

    /**
     * Generates a picture.
     *
     * <p>{@code cancel(true)} of the future, or of a stage derived from it, closes the connection; fal may charge for
     * what it had begun. Dependent stages run on the client's threads and must not block; hand longer work to an
     * executor of your own.
     *
     * @param request what to draw
     * @return the picture, or a {@link FalException}
     */
    CompletableFuture<FalImage> generateAsync(FalRequest request);

    /**
     * Generates a picture and waits for it.
     *
     * @param request what to draw
     * @return the picture
     * @throws FalException if there is none
     * @throws InterruptedException if this thread is interrupted; the connection is closed, and fal may charge for what
     *     it had begun
     */
    default FalImage generate(FalRequest request) throws InterruptedException {
        return Futures.await(generateAsync(request));
    }

    /**
     * Generates several pictures of the same prompt, all at once.
     *
     * @param request what to draw
     * @param count how many pictures, at least 1
     * @return a future for each picture; none depends on another
     * @throws IllegalArgumentException if the count is less than 1
     */
    default List<CompletableFuture<FalImage>> generateAll(FalRequest request, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("the number of pictures must be at least 1, but is " + count);
        }
        return IntStream.range(0, count).mapToObj(i -> generateAsync(request)).toList();
    }

    /**
     * Returns how many requests are under way.
     *
     * @return a snapshot; a client without a limit, such as a fake, always answers with none under way
     */
    default FalConcurrency concurrency() {
        return new FalConcurrency(Integer.MAX_VALUE, 0, 0);
    }

    /**
     * Starts a client.
     *
     * @param credentials the key
     * @return a builder with the defaults
     */
    static Builder builder(FalCredentials credentials) {
        return new Builder(credentials);
    }

    /**
     * Makes a client from the environment.
     *
     * @return the client
     * @throws LockedParameterException if a variable asks for another value of a locked parameter
     * @throws IllegalArgumentException if a variable is missing or wrong; the message names it
     * @see #fromSettings(Map)
     */
    static FalClient fromEnv() {
        return fromSettings(System.getenv());
    }

    /**
     * Makes a client from settings, named as the environment variables are.
     *
     * <p>{@code FAL_KEY}, or {@code FAL_KEY_ID} and {@code FAL_KEY_SECRET}, is required. {@code FAL_API_BASE},
     * {@code FAL_QUEUE_BASE}, {@code FAL_TIMEOUT_SECONDS} and {@code FAL_CONCURRENCY_LIMIT} are optional.
     * {@code FAL_MODEL_ENDPOINT}, {@code FAL_NUM_INFERENCE_STEPS}, {@code FAL_GUIDANCE_SCALE} and
     * {@code FAL_IMAGE_SIZE} may be there, with the locked values. Everything else is ignored, and so are blank values.
     *
     * @param settings names and values
     * @return the client
     * @throws LockedParameterException if a setting asks for another value of a locked parameter
     * @throws IllegalArgumentException if a setting is missing or wrong; the message names it
     */
    static FalClient fromSettings(Map<String, String> settings) {
        return Builder.fromSettings(settings).build();
    }

    /** Configures a client; not thread-safe. */
    final class Builder {

        private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(3);
        private static final int DEFAULT_CONCURRENCY = 10;

        private final FalCredentials credentials;
        private URI apiBase = FalHosts.RUN;
        private @Nullable URI queueBase;
        private Duration timeout = DEFAULT_TIMEOUT;
        private int concurrencyLimit = DEFAULT_CONCURRENCY;
        private @Nullable HttpClient httpClient;
        private @Nullable Executor executor;
        private FalListener listener = new FalListener() {};
        private boolean streaming;
        private Time time = Time.system();
        private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

        private Builder(FalCredentials credentials) {
            this.credentials = credentials;
        }

        /**
         * Starts a client from settings.
         *
         * @param settings names and values
         * @return a builder with the settings
         * @throws LockedParameterException if a setting asks for another value of a locked parameter
         * @throws IllegalArgumentException if a setting is missing or wrong; the message names it
         * @see FalClient#fromSettings(Map)
         */
        public static Builder fromSettings(Map<String, String> settings) {
            // locked parameters first: whoever asks for another model should hear that before anything else
            Settings given = new Settings(settings);
            given.with("FAL_MODEL_ENDPOINT", LockedModel::requireEndpoint);
            given.with("FAL_NUM_INFERENCE_STEPS", LockedModel::requireNumInferenceSteps);
            given.with("FAL_GUIDANCE_SCALE", LockedModel::requireGuidanceScale);
            given.with("FAL_IMAGE_SIZE", LockedModel::requireImageSize);
            Builder builder = new Builder(FalCredentials.fromSettings(settings));
            given.with("FAL_API_BASE", value -> builder.apiBase(URI.create(value)));
            given.with("FAL_QUEUE_BASE", value -> builder.queueBase(URI.create(value)));
            given.with("FAL_TIMEOUT_SECONDS", value -> builder.timeout(Duration.ofSeconds(Long.parseLong(value))));
            given.with("FAL_CONCURRENCY_LIMIT", value -> builder.concurrencyLimit(Integer.parseInt(value)));
            return builder;
        }

        /**
         * Names the model; it is locked.
         *
         * @param endpoint {@code fal-ai/flux/schnell}
         * @return this
         * @throws LockedParameterException for any other
         */
        public Builder endpoint(String endpoint) {
            LockedModel.requireEndpoint(endpoint);
            return this;
        }

        /**
         * Names the number of steps; it is locked.
         *
         * @param steps 4
         * @return this
         * @throws LockedParameterException for any other
         */
        public Builder numInferenceSteps(int steps) {
            LockedModel.requireNumInferenceSteps(String.valueOf(steps));
            return this;
        }

        /**
         * Names the guidance scale; it is locked.
         *
         * @param scale 3.5
         * @return this
         * @throws LockedParameterException for any other
         */
        public Builder guidanceScale(double scale) {
            LockedModel.requireGuidanceScale(String.valueOf(scale));
            return this;
        }

        /**
         * Names the size of the pictures; it is locked.
         *
         * @param size {@code square_hd}
         * @return this
         * @throws LockedParameterException for any other
         */
        public Builder imageSize(String size) {
            LockedModel.requireImageSize(size);
            return this;
        }

        /**
         * Sets where synchronous requests go; default {@code https://fal.run}.
         *
         * @param base one of fal's API hosts over https, or http on loopback for a sandbox
         * @return this
         * @throws IllegalArgumentException for any other address, because the key is sent there
         */
        public Builder apiBase(URI base) {
            this.apiBase = FalHosts.requireApiBase("the API base", base);
            return this;
        }

        /**
         * Sets where queued requests go; default {@code https://queue.fal.run}, or the API base if that is on loopback.
         *
         * @param base one of fal's API hosts over https, or http on loopback for a sandbox
         * @return this
         * @throws IllegalArgumentException for any other address, because the key is sent there
         */
        public Builder queueBase(URI base) {
            this.queueBase = FalHosts.requireApiBase("the queue base", base);
            return this;
        }

        /**
         * Sets how long a call may take, with its waits, retries and bodies; default 180 s, as fal's own limit.
         *
         * @param timeout positive
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder timeout(Duration timeout) {
            this.timeout = FalRequest.requirePositive(timeout);
            return this;
        }

        /**
         * Sets how many requests may be in flight at once; default 10.
         *
         * <p>Set it to what the account allows. A lower limit of the account is found out by itself, at the price of some
         * refused requests.
         *
         * @param limit at least 1
         * @return this
         * @throws IllegalArgumentException if it is less
         */
        public Builder concurrencyLimit(int limit) {
            if (limit < 1) {
                throw new IllegalArgumentException("the concurrency limit must be at least 1, but is " + limit);
            }
            this.concurrencyLimit = limit;
            return this;
        }

        /**
         * Sets the HTTP client, for a proxy, TLS settings or shared connections; by default the client makes its own.
         *
         * @param httpClient must not follow redirects, since they would carry the key away
         * @return this
         * @throws IllegalArgumentException if it follows redirects
         */
        public Builder httpClient(HttpClient httpClient) {
            this.httpClient = Transport.requireNoRedirects(httpClient);
            return this;
        }

        /**
         * Sets what runs the requests, each of which blocks a thread; by default a bounded pool of daemon threads.
         *
         * <p>On Java 21 and later {@code Executors.newVirtualThreadPerTaskExecutor()} is a good choice. An executor of
         * fewer threads than the concurrency limit makes requests and deadlines wait.
         *
         * @param executor runs tasks on threads that may be interrupted; the client does not shut it down
         * @return this
         */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /**
         * Sets who watches the calls; by default nobody.
         *
         * @param listener the watcher
         * @return this
         */
        public Builder listener(FalListener listener) {
            this.listener = new SafeListener(listener);
            return this;
        }

        /**
         * Sets whether a queued request is watched over a stream that fal keeps open; by default it is polled.
         *
         * <p>A stream tells at once when the picture is there, and holds a thread and a connection until then. Where it
         * breaks, polling takes over.
         *
         * @param streaming true for the stream
         * @return this
         */
        public Builder streaming(boolean streaming) {
            this.streaming = streaming;
            return this;
        }

        /** Sets clock and chance, for tests. */
        Builder time(Time time, DoubleSupplier random) {
            this.time = time;
            this.random = random;
            return this;
        }

        /**
         * Makes a client that asks synchronously: one request, one picture.
         *
         * @return the client
         */
        public FalClient build() {
            return new DefaultFalClient(engine(), apiBase);
        }

        /**
         * Makes a client that goes through fal's queue: slower by the polling, but no paid picture is lost to a crash or
         * a timeout.
         *
         * @return the client
         */
        public FalQueue buildQueue() {
            return new DefaultFalQueue(engine());
        }

        private URI queueBase() {
            if (queueBase != null) {
                return queueBase;
            }
            return FalHosts.isLoopback(apiBase) ? apiBase : FalHosts.QUEUE;
        }

        private Engine engine() {
            return new Engine(
                    new Transport(httpClient != null ? httpClient : Transport.newHttpClient(), credentials),
                    executor != null ? executor : Threads.pool(concurrencyLimit),
                    time,
                    new ConcurrencyGate(concurrencyLimit),
                    new RetryPolicy(random),
                    listener,
                    timeout,
                    credentials,
                    new FalHosts.Policy(queueBase(), FalHosts.isLoopback(apiBase)),
                    streaming);
        }

        /**
         * Shows the settings without the key.
         *
         * @return a text fit for logs
         */
        @Override
        public String toString() {
            return "FalClient.Builder[" + Redaction.location(apiBase) + ", " + Redaction.location(queueBase())
                    + ", timeout " + timeout + ", concurrency limit " + concurrencyLimit + "]";
        }
    }
}
