package id.potret.sandbox;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * fal's flux/schnell on the loopback address, true to the wire: for tests, and for first steps without a key.
 *
 * <p>fal's hosts are ports here: {@link #runUri()} stands for fal.run and {@link #filesUri()} for the host of the pictures. Any
 * key is accepted unless {@link Builder#key} demands one; nothing costs money. Requests get the answers that fal would give,
 * or those of a {@link Script}, and are recorded. A sandbox is safe for use by several threads; it runs on daemon threads and
 * listens on the loopback address only.
 */
public final class FalSandbox implements AutoCloseable {
    private static final String ENDPOINT = "/fal-ai/flux/schnell";

    private final @Nullable String key;
    private final Gate account;
    private final Map<FalCall, Desk> desks = new EnumMap<>(FalCall.class);
    private final PictureShelf shelf = new PictureShelf();
    private final FalModel model;
    private final WireServer runServer;
    private final WireServer fileServer;

    private FalSandbox(Builder builder) {
        key = builder.key;
        account = new Gate(builder.concurrencyLimit);
        for (FalCall call : FalCall.values()) {
            desks.put(call, new Desk());
        }
        fileServer = new WireServer("potret-sandbox-files", builder.filesPort, this::serveFile);
        model = new FalModel(shelf, fileServer.uri(), builder.latency);
        runServer = new WireServer("potret-sandbox-run", builder.runPort, this::serveRun);
    }

    /**
     * Starts a sandbox with the defaults of {@link #builder()}.
     *
     * @return a running sandbox
     * @throws java.io.UncheckedIOException if no port is free
     */
    public static FalSandbox start() {
        return builder().start();
    }

    /**
     * Begins a sandbox of your own.
     *
     * @return a builder: any key, any free ports, no latency, no limit of concurrency
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns what stands for {@code https://fal.run}.
     *
     * @return the base address, without a slash at the end
     */
    public URI runUri() {
        return runServer.uri();
    }

    /**
     * Returns what stands for {@code https://v3.fal.media}.
     *
     * @return the base address, without a slash at the end
     */
    public URI filesUri() {
        return fileServer.uri();
    }

    /**
     * Returns the script of a call, to say what happens to coming requests.
     *
     * @param call the call
     * @return its script, always the same
     */
    public Script on(FalCall call) {
        return desk(call).script();
    }

    /**
     * Returns the recorded requests of a call, oldest first.
     *
     * @param call the call
     * @return the newest 20,000 requests or 32 MiB, whichever is less
     */
    public List<RecordedRequest> requests(FalCall call) {
        return desk(call).log().newest();
    }

    /**
     * Returns how many requests came, forgotten ones included.
     *
     * @param call the call
     * @return the number since the start
     */
    public int requestCount(FalCall call) {
        return desk(call).log().count();
    }

    /**
     * Waits until so many requests have come since the start.
     *
     * @param call the call
     * @param count the number of requests
     * @param timeout how long to wait at most
     * @return the recorded requests, oldest first
     * @throws TimeoutException if fewer came in time; its message lists them
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public List<RecordedRequest> awaitRequests(FalCall call, int count, Duration timeout)
            throws TimeoutException, InterruptedException {
        return desk(call).log().await(count, timeout);
    }

    /**
     * Returns how many synchronous runs were in progress at once, at most.
     *
     * @return the peak since the start
     */
    public int peakConcurrency() {
        return account.peak();
    }

    /**
     * Returns how many connections are open now, in use or kept alive.
     *
     * @return the number on all ports
     */
    public int openConnections() {
        return runServer.openConnections() + fileServer.openConnections();
    }

    /** Closes all connections and ports, and waits for the sandbox's threads to end. */
    @Override
    public void close() {
        runServer.close();
        fileServer.close();
    }

    private Desk desk(FalCall call) {
        return Optional.ofNullable(desks.get(call)).orElseThrow();
    }

    private void serveRun(Exchange exchange) throws IOException {
        Desk desk = desk(FalCall.RUN);
        if (!desk.open(exchange)) {
            return;
        }
        boolean admitted = account.tryEnter();
        Answer answer;
        try {
            RecordedRequest request = exchange.record(desk.log());
            answer = admitted ? desk.answer(request, this::run) : FalAnswers.concurrentRequestsLimit();
            exchange.pause(answer.delay());
        } finally {
            // before the answer is sent: who has it may send the next request at once
            if (admitted) {
                account.leave();
            }
        }
        exchange.send(
                answer.withDefaults(Map.of("x-fal-request-id", UUID.randomUUID().toString())));
    }

    private Answer run(RecordedRequest request) {
        return refusalOfKey(request).orElseGet(() -> {
            if (!request.path().equals(ENDPOINT)) {
                return FalAnswers.notFound();
            }
            if (!request.method().equals("POST")) {
                return FalAnswers.plain(405, "Method Not Allowed");
            }
            return model.run(request.content());
        });
    }

    private Optional<Answer> refusalOfKey(RecordedRequest request) {
        String sent = request.header("Authorization").orElse("");
        if (!sent.startsWith("Key ") || sent.substring(4).isBlank()) {
            return Optional.of(FalAnswers.missingKey());
        }
        return key == null || sent.equals("Key " + key) ? Optional.empty() : Optional.of(FalAnswers.wrongKey());
    }

    private void serveFile(Exchange exchange) throws IOException {
        Desk desk = desk(FalCall.FILE);
        if (!desk.open(exchange)) {
            return;
        }
        RecordedRequest request = exchange.record(desk.log());
        Answer answer = desk.answer(request, this::file);
        exchange.pause(answer.delay());
        exchange.send(answer);
    }

    private Answer file(RecordedRequest request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return FalAnswers.plain(405, "Method Not Allowed");
        }
        return shelf.get(request.path())
                .map(picture -> Answer.of(200, picture.contentType(), PictureStudio.render(picture))
                        .header("Access-Control-Allow-Origin", "*"))
                .orElseGet(() -> FalAnswers.plain(404, "File not found"));
    }

    /** Settings of a {@link FalSandbox}; not safe for use by several threads. */
    public static final class Builder {
        private @Nullable String key;
        private int concurrencyLimit = Integer.MAX_VALUE;
        private Duration latency = Duration.ZERO;
        private int runPort;
        private int filesPort;

        private Builder() {}

        /**
         * Demands a key; others are refused with 401.
         *
         * @param key the key without the word Key; by default every key is accepted, and none is not
         * @return this builder
         */
        public Builder key(String key) {
            this.key = key;
            return this;
        }

        /**
         * Limits how many synchronous requests may be in progress at once; those above get 429.
         *
         * @param requests 1 or more; by default there is no limit (a new account at fal has 2)
         * @return this builder
         * @throws IllegalArgumentException if the limit is below 1
         */
        public Builder concurrencyLimit(int requests) {
            if (requests < 1) {
                throw new IllegalArgumentException("concurrencyLimit must be 1 or more, but is " + requests);
            }
            concurrencyLimit = requests;
            return this;
        }

        /**
         * Sets how long a run takes.
         *
         * @param latency from the end of the request to the first byte of the answer; zero by default
         * @return this builder
         * @throws IllegalArgumentException if the latency is negative
         */
        public Builder latency(Duration latency) {
            if (latency.isNegative()) {
                throw new IllegalArgumentException("latency must not be negative, but is " + latency);
            }
            this.latency = latency;
            return this;
        }

        /**
         * Sets the port of {@link FalSandbox#runUri()}.
         *
         * @param port 0 for any free one, the default
         * @return this builder
         */
        public Builder runPort(int port) {
            runPort = port;
            return this;
        }

        /**
         * Sets the port of {@link FalSandbox#filesUri()}.
         *
         * @param port 0 for any free one, the default
         * @return this builder
         */
        public Builder filesPort(int port) {
            filesPort = port;
            return this;
        }

        /**
         * Starts the sandbox.
         *
         * @return a running sandbox, to be closed by the caller
         * @throws java.io.UncheckedIOException if a port is taken
         * @throws IllegalArgumentException if a port is out of range
         */
        public FalSandbox start() {
            return new FalSandbox(this);
        }
    }
}
