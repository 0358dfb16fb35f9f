package id.potret.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
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
 * <p>fal's hosts are ports here: {@link #runUri()} stands for fal.run, {@link #queueUri()} for queue.fal.run and
 * {@link #filesUri()} for the host of the pictures. Any key is accepted unless {@link Builder#key} demands one; nothing costs money. Requests get the answers that fal would give,
 * or those of a {@link Script}, and are recorded. A sandbox is safe for use by several threads; it runs on daemon threads and
 * listens on the loopback address only.
 *
 * <p>A complete example, with a shop that asks again when the account is full:
 *
 * <pre>{@code
 * // your code: the address of fal is a setting
 * record Shop(URI fal, String key) {
 *     HttpResponse<String> order(String prompt) throws Exception {
 *         HttpRequest request = HttpRequest.newBuilder(fal.resolve("/fal-ai/flux/schnell"))
 *                 .timeout(Duration.ofSeconds(2))
 *                 .header("Authorization", "Key " + key)
 *                 .POST(BodyPublishers.ofString("{\"prompt\":\"" + prompt + "\",\"image_size\":\"square_hd\"}"))
 *                 .build();
 *         HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
 *         return response.statusCode() == 429 ? order(prompt) : response;
 *     }
 * }
 *
 * @Test
 * void aFullAccountIsAskedAgain() throws Exception {
 *     try (FalSandbox fal = FalSandbox.start()) {
 *         fal.on(FalCall.RUN).next(FalAnswers.concurrentRequestsLimit());
 *
 *         HttpResponse<String> response = new Shop(fal.runUri(), "test-key").order("a red bag");
 *
 *         assertTrue(response.body().contains(fal.filesUri() + "/files/"));
 *         assertEquals(2, fal.requestCount(FalCall.RUN));
 *         assertEquals(
 *                 "Key test-key",
 *                 fal.requests(FalCall.RUN).get(1).header("Authorization").orElseThrow());
 *     }
 * }
 * }</pre>
 */
public final class FalSandbox implements AutoCloseable {
    private static final String ENDPOINT = "/fal-ai/flux/schnell";

    private final @Nullable String key;
    private final Duration latency;
    private final Gate account;
    private final Map<FalCall, Desk> desks = new EnumMap<>(FalCall.class);
    private final PictureShelf shelf = new PictureShelf();
    private final FalModel model;
    private final Script queuedRuns = new Script();
    private final Webhooks webhooks = new Webhooks();
    private final FalQueue queue;
    private final List<WireServer> servers = new ArrayList<>();
    private final WireServer runServer;
    private final WireServer queueServer;
    private final WireServer fileServer;

    private FalSandbox(Builder builder) {
        key = builder.key;
        latency = builder.latency;
        account = new Gate(builder.concurrencyLimit);
        for (FalCall call : FalCall.values()) {
            desks.put(call, new Desk());
        }
        fileServer = open("potret-sandbox-files", builder.filesPort, this::serveFile);
        model = new FalModel(shelf, fileServer.uri(), latency);
        queue = new FalQueue(webhooks, builder.timeInQueue);
        runServer = open("potret-sandbox-run", builder.runPort, this::serveRun);
        queueServer = open("potret-sandbox-queue", builder.queuePort, this::serveQueue);
    }

    private WireServer open(String name, int port, WireServer.Handler handler) {
        try {
            WireServer server = new WireServer(name, port, handler);
            servers.add(server);
            return server;
        } catch (RuntimeException e) {
            // whoever gets no sandbox cannot close it
            close();
            throw e;
        }
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
     * Returns what stands for {@code https://queue.fal.run}.
     *
     * @return the base address, without a slash at the end
     */
    public URI queueUri() {
        return queueServer.uri();
    }

    /**
     * Returns what stands for {@code https://rest.fal.ai/.well-known/jwks.json}: the keys that sign webhooks.
     *
     * @return the whole address
     */
    public URI jwksUri() {
        return URI.create(queueUri() + "/.well-known/jwks.json");
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
     * Returns the script of the model's runs behind the queue, to say how queued requests end.
     *
     * <p>Conditions see the request of the submit. {@link Answer#after} is the time in progress; faults have no meaning here,
     * because the results are fetched with {@link FalCall#RESULT}.
     *
     * @return the script, always the same
     */
    public Script onQueuedRun() {
        return queuedRuns;
    }

    /**
     * Returns an answer for {@link FalCall#RUN} that is a queue's: {@code {request_id, status, ...}} instead of a picture.
     *
     * @return the answer; the picture is to be fetched from the queue
     */
    public Answer queuedAnswer() {
        return Answer.normal()
                .edit(body -> new String(
                        queue.submit(queueUri(), "", Answer.json(200, body).after(latency))
                                .body(),
                        UTF_8));
    }

    /**
     * Returns the attempts to deliver webhooks, oldest first.
     *
     * <p>A webhook is delivered to loopback addresses only, up to three times until the receiver answers 2xx. Others are listed
     * with status 0 and never sent.
     *
     * @return the newest 2,000 attempts
     */
    public List<WebhookDelivery> webhookDeliveries() {
        return webhooks.deliveries();
    }

    /**
     * Delivers a webhook (again), as fal sometimes does.
     *
     * @param requestId a request in the queue that has completed
     * @param url a loopback address
     * @return what came of it
     * @throws IllegalArgumentException if the request is unknown or has not completed
     */
    public WebhookDelivery deliverWebhook(String requestId, URI url) {
        FalJob job = queue.find("/fal-ai/flux/requests/" + requestId)
                .filter(found -> found.state() == FalJob.State.COMPLETED)
                .orElseThrow(() -> new IllegalArgumentException("no completed request " + requestId));
        return webhooks.deliver(job, url);
    }

    /**
     * Returns the user id that signed webhooks carry.
     *
     * @return the id, always the same
     */
    public String webhookUserId() {
        return Webhooks.USER_ID;
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
        return servers.stream().mapToInt(WireServer::openConnections).sum();
    }

    /** Closes all connections and ports, and waits for the sandbox's threads to end. */
    @Override
    public void close() {
        servers.forEach(WireServer::close);
        webhooks.close();
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

    private void serveQueue(Exchange exchange) throws IOException {
        FalCall call = FalCall.ofQueue(exchange.method(), exchange.path());
        Desk desk = desk(call);
        if (!desk.open(exchange)) {
            return;
        }
        RecordedRequest request = exchange.record(desk.log());
        Answer scripted = desk.script().take(request);
        Answer answer = scripted.isOwn() ? scripted : scripted.over(answerOfQueue(call, request));
        exchange.pause(answer.delay());
        Optional<FalJob> job = queue.find(request.path());
        if (call == FalCall.STREAM && scripted.isPlain() && answer.status() == 200 && job.isPresent()) {
            queue.stream(job.get(), queueUri(), request.query(), exchange, answer);
        } else {
            exchange.send(answer);
        }
    }

    private Answer answerOfQueue(FalCall call, RecordedRequest request) {
        if (call == FalCall.JWKS) {
            return webhooks.jwks();
        }
        Optional<Answer> refusal = refusalOfKey(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (call == FalCall.SUBMIT) {
            return request.path().equals(ENDPOINT)
                    ? queue.submit(queueUri(), request.query(), queuedResult(request))
                    : FalAnswers.notFound();
        }
        if (!request.method().equals(call == FalCall.CANCEL ? "PUT" : "GET")) {
            return FalAnswers.plain(405, "Method Not Allowed");
        }
        return queue.find(request.path())
                .map(job -> answerAbout(job, call, request))
                .orElseGet(() -> FalAnswers.plain(404, "Request not found"));
    }

    /** A queued request is not refused for its input: the model does that when its turn comes. */
    private Answer queuedResult(RecordedRequest request) {
        Answer scripted = queuedRuns.take(request);
        return scripted.isOwn() ? scripted : scripted.over(model.run(request.content()));
    }

    private Answer answerAbout(FalJob job, FalCall call, RecordedRequest request) {
        return switch (call) {
            case STATUS -> queue.status(job, queueUri(), request.query());
            case STREAM ->
                Answer.of(
                        200,
                        "text/event-stream",
                        queue.event(job, queueUri(), request.query()).getBytes(UTF_8));
            case CANCEL -> queue.cancel(job);
            default -> queue.result(job);
        };
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
        private Duration timeInQueue = Duration.ZERO;
        private int runPort;
        private int queuePort;
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
         * Sets how long queued requests stay in the queue before they run; the run itself takes the latency.
         *
         * @param time zero by default
         * @return this builder
         * @throws IllegalArgumentException if the time is negative
         */
        public Builder timeInQueue(Duration time) {
            if (time.isNegative()) {
                throw new IllegalArgumentException("timeInQueue must not be negative, but is " + time);
            }
            timeInQueue = time;
            return this;
        }

        /**
         * Sets the port of {@link FalSandbox#queueUri()}.
         *
         * @param port 0 for any free one, the default
         * @return this builder
         */
        public Builder queuePort(int port) {
            queuePort = port;
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
