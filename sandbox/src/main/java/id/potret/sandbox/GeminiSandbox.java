package id.potret.sandbox;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gemini's generateContent on the loopback address, true to the wire: for tests, and for first steps without a key.
 *
 * <p>Pictures (png and jpeg) are decoded and described by what can be measured in them: colours, where they are, light,
 * contrast, size. Objects are never named, because the sandbox recognises none. For webp, heic and heif it says the format
 * only. Without pictures, the last JSON array of strings in the text is translated from Indonesian with a small word list;
 * unknown words stay. Requests get these answers, or those of a {@link Script}, and are recorded. A sandbox is safe for use by
 * several threads; it runs on daemon threads and listens on the loopback address only.
 */
public final class GeminiSandbox implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/v1(?:beta)?/models/([a-z0-9.-]+):generateContent");

    private final @Nullable String key;
    private final Duration latency;
    private final Desk desk = new Desk();
    private final Gate gate = new Gate(Integer.MAX_VALUE);
    private final WireServer server;

    private GeminiSandbox(Builder builder) {
        key = builder.key;
        latency = builder.latency;
        server = new WireServer("potret-sandbox-gemini", builder.port, this::serve);
    }

    /**
     * Starts a sandbox with the defaults of {@link #builder()}.
     *
     * @return a running sandbox
     * @throws java.io.UncheckedIOException if no port is free
     */
    public static GeminiSandbox start() {
        return builder().start();
    }

    /**
     * Begins a sandbox of your own.
     *
     * @return a builder: any key, any free port, no latency
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns what stands for {@code https://generativelanguage.googleapis.com}.
     *
     * @return the base address, without a slash at the end
     */
    public URI uri() {
        return server.uri();
    }

    /**
     * Returns the script, to say what happens to coming requests.
     *
     * @return the script, always the same
     */
    public Script script() {
        return desk.script();
    }

    /**
     * Returns the recorded requests, oldest first.
     *
     * @return the newest 20,000 requests or 32 MiB, whichever is less
     */
    public List<RecordedRequest> requests() {
        return desk.log().newest();
    }

    /**
     * Returns how many requests came, forgotten ones included.
     *
     * @return the number since the start
     */
    public int requestCount() {
        return desk.log().count();
    }

    /**
     * Waits until so many requests have come since the start.
     *
     * @param count the number of requests
     * @param timeout how long to wait at most
     * @return the recorded requests, oldest first
     * @throws TimeoutException if fewer came in time; its message lists them
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public List<RecordedRequest> awaitRequests(int count, Duration timeout)
            throws TimeoutException, InterruptedException {
        return desk.log().await(count, timeout);
    }

    /**
     * Returns how many requests were in progress at once, at most.
     *
     * @return the peak since the start
     */
    public int peakConcurrency() {
        return gate.peak();
    }

    /**
     * Returns how many connections are open now, in use or kept alive.
     *
     * @return the number
     */
    public int openConnections() {
        return server.openConnections();
    }

    /** Closes all connections and the port, and waits for the sandbox's threads to end. */
    @Override
    public void close() {
        server.close();
    }

    private void serve(Exchange exchange) throws IOException {
        if (!desk.open(exchange)) {
            return;
        }
        gate.tryEnter();
        Answer answer;
        try {
            RecordedRequest request = exchange.record(desk.log());
            answer = desk.answer(request, this::generate);
            exchange.pause(answer.delay());
        } finally {
            gate.leave();
        }
        exchange.send(answer);
    }

    private Answer generate(RecordedRequest request) {
        String sent = request.header("x-goog-api-key").orElse("");
        if (sent.isBlank()) {
            return GeminiAnswers.missingKey();
        }
        if (key != null && !sent.equals(key)) {
            return GeminiAnswers.invalidKey();
        }
        Matcher path = PATH.matcher(request.path());
        if (!path.matches() || !request.method().equals("POST")) {
            return GeminiAnswers.error(404, "NOT_FOUND", "Requested entity was not found.");
        }
        return GeminiModel.generate(path.group(1), request.content()).after(latency);
    }

    /** Settings of a {@link GeminiSandbox}; not safe for use by several threads. */
    public static final class Builder {
        private @Nullable String key;
        private Duration latency = Duration.ZERO;
        private int port;

        private Builder() {}

        /**
         * Demands a key; others are refused as invalid.
         *
         * @param key the key; by default every key is accepted, and none is not
         * @return this builder
         */
        public Builder key(String key) {
            this.key = key;
            return this;
        }

        /**
         * Sets how long an answer takes.
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
         * Sets the port.
         *
         * @param port 0 for any free one, the default
         * @return this builder
         */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /**
         * Starts the sandbox.
         *
         * @return a running sandbox, to be closed by the caller
         * @throws java.io.UncheckedIOException if the port is taken
         * @throws IllegalArgumentException if the port is out of range
         */
        public GeminiSandbox start() {
            return new GeminiSandbox(this);
        }
    }
}
