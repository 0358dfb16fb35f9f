package id.potret.fal;

import static id.potret.fal.Failures.failure;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import id.potret.fal.FalException.Outcome;
import id.potret.fal.FalQueueStatus.State;
import id.potret.sandbox.Answer;
import id.potret.sandbox.FalAnswers;
import id.potret.sandbox.FalCall;
import id.potret.sandbox.FalSandbox;
import id.potret.sandbox.Fault;
import id.potret.sandbox.RecordedRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queue mode against a queue that works: requests wait, run, complete, fail and are cancelled by its own clock. */
@Timeout(60)
class QueueOnSandboxTest {

    private static final FalRequest REQUEST = FalRequest.of("a red leather bag");
    private static final Duration LATENCY = Duration.ofMillis(30);
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FalSandbox sandbox =
            FalSandbox.builder().timeInQueue(LATENCY).latency(LATENCY).start();
    private final List<String> queued = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        sandbox.close();
    }

    /** A client as in a process of its own; it jumps over its waits, so that it asks as fast as the wire allows. */
    private FalClient.Builder client() {
        return FalClient.builder(FalCredentials.of("test-key"))
                .apiBase(sandbox.runUri())
                .queueBase(sandbox.queueUri())
                .timeout(TIMEOUT)
                .time(ManualTime.jumping(TIMEOUT), () -> 0.5)
                .listener(new FalListener() {
                    @Override
                    public void onQueued(FalRequest request, String requestId) {
                        queued.add(requestId);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPictureComesAndCanBeDownloaded(boolean streaming) throws Exception {
        FalImage image = client().streaming(streaming).buildQueue().generate(REQUEST);

        assertThat(queued).containsExactly(image.requestId().orElseThrow());
        assertThat(image.flagged()).isFalse();
        assertThat(FalDownloader.builder().allowOutputHost("127.0.0.1").build().download(image))
                .startsWith(0xff, 0xd8);
        assertThat(sandbox.requestCount(FalCall.SUBMIT)).isEqualTo(1);
        assertThat(sandbox.requestCount(FalCall.RUN)).isZero();
        assertThat(sandbox.requestCount(FalCall.STREAM)).isEqualTo(streaming ? 1 : 0);
        assertThat(sandbox.requestCount(FalCall.RESULT)).isEqualTo(1);
    }

    @Test
    void manyRequestsAreQueuedBeyondTheLimitOfTheAccount() {
        try (FalSandbox small =
                FalSandbox.builder().concurrencyLimit(2).latency(LATENCY).start()) {
            FalQueue queue =
                    client().apiBase(small.runUri()).queueBase(small.queueUri()).buildQueue();

            List<CompletableFuture<FalImage>> images = queue.generateAll(REQUEST, 20);

            assertThat(images).allSatisfy(image -> assertThat(image).succeedsWithin(PATIENCE));
            assertThat(small.requestCount(FalCall.SUBMIT)).isEqualTo(20);
            assertThat(queued).hasSize(20).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatOneProcessSubmittedAnotherOneFetches() throws Exception {
        CompletableFuture<FalImage> abandoned = client().buildQueue().generateAsync(REQUEST);
        sandbox.awaitRequests(FalCall.SUBMIT, 1, PATIENCE);
        Eventually.await("the id is told", () -> !queued.isEmpty());
        abandoned.cancel(true);

        FalImage image = client().buildQueue().resume(queued.get(0)).get();

        assertThat(image.requestId()).contains(queued.get(0));
        assertThat(sandbox.requestCount(FalCall.SUBMIT)).isEqualTo(1);
        // and once more: a result stays where it is
        assertThat(client().buildQueue().resume(queued.get(0)).get().url()).isEqualTo(image.url());
    }

    @Test
    void aRequestGoesThroughItsStates() throws Exception {
        try (FalSandbox slow =
                FalSandbox.builder().timeInQueue(Duration.ofHours(1)).start()) {
            FalQueue queue = client().queueBase(slow.queueUri()).buildQueue();

            queue.submit(REQUEST);
            String second = queue.submit(REQUEST);

            assertThat(queue.status(second)).isEqualTo(new FalQueueStatus(State.IN_QUEUE, 1, null));
        }
        FalQueue queue = client().buildQueue();
        String id = queue.submit(REQUEST);
        queue.resume(id).get();
        assertThat(queue.status(id)).isEqualTo(new FalQueueStatus(State.COMPLETED, null, null));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCancelledRequestBringsNoPicture(boolean streaming) throws Exception {
        try (FalSandbox slow =
                FalSandbox.builder().timeInQueue(Duration.ofHours(1)).start()) {
            FalQueue queue =
                    client().queueBase(slow.queueUri()).streaming(streaming).buildQueue();
            CompletableFuture<FalImage> future = queue.generateAsync(REQUEST);
            Eventually.await("the id is told", () -> !queued.isEmpty());

            assertThat(queue.cancel(queued.get(0))).isTrue();

            FalException failure = failure(future);
            assertThat(failure.requestId()).contains(queued.get(0));
            assertThat(failure.isRetryable()).isFalse();
            assertThat(queue.cancel(queued.get(0))).as("in time").isFalse();
            assertThatThrownBy(() -> queue.cancel("unknown")).isInstanceOf(FalProtocolException.class);
        }
    }

    @Test
    void aRunThatFailsSaysWhyAndIsNotPaidForAgain() throws Exception {
        sandbox.onQueuedRun().next(FalAnswers.contentPolicyViolation()).next(FalAnswers.runnerDisconnected());
        FalQueue queue = client().buildQueue();

        FalException refused = failure(queue.generateAsync(REQUEST));
        FalException broken = failure(queue.generateAsync(REQUEST));

        assertThat(refused).isInstanceOf(FalContentPolicyException.class);
        assertThat(broken).isInstanceOf(FalServerException.class);
        assertThat(List.of(refused, broken)).allSatisfy(failure -> {
            assertThat(failure.requestId()).isPresent();
            assertThat(failure.toString()).doesNotContain("leather");
        });
        assertThat(sandbox.requestCount(FalCall.SUBMIT)).isEqualTo(2);
    }

    @Test
    void aFlaggedPictureIsMarked() throws Exception {
        sandbox.onQueuedRun().always(FalAnswers.flagged());

        assertThat(client().buildQueue().generate(REQUEST).flagged()).isTrue();
    }

    /** A submit is paid for, whatever becomes of its answer. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"STALLED_HEADERS", "STALLED_BODY", "TRICKLED_BODY"},
            mode = EnumSource.Mode.EXCLUDE)
    void aSubmitWhoseAnswerIsLostIsNotSentAgain(Fault fault) {
        sandbox.on(FalCall.SUBMIT).always(Answer.normal().fault(fault));
        FalQueue queue = client().buildQueue();

        FalException failure = catchThrowableOfType(FalException.class, () -> queue.submit(REQUEST));

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(sandbox.requestCount(FalCall.SUBMIT)).isEqualTo(1);
    }

    @Test
    void aSubmitThatFalRefusesForNowIsSentAgain() throws Exception {
        sandbox.on(FalCall.SUBMIT).next(FalAnswers.runnerSchedulingFailure(), FalAnswers.rateLimited(Duration.ZERO));

        assertThat(client().buildQueue().submit(REQUEST)).isEqualTo(queued.get(0));
        assertThat(sandbox.requestCount(FalCall.SUBMIT)).isEqualTo(3);
    }

    /** Asking costs nothing, so every trouble on the way is outlived; what stalls is given up after half a minute. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"STALLED_HEADERS", "STALLED_BODY", "TRICKLED_BODY"},
            mode = EnumSource.Mode.EXCLUDE)
    void aPictureComesInSpiteOfTroublesOnTheWay(Fault fault) throws Exception {
        sandbox.on(FalCall.STATUS).next(Answer.normal().fault(fault)).next(FalAnswers.html(502));
        sandbox.on(FalCall.STREAM).next(Answer.normal().fault(fault));
        sandbox.on(FalCall.RESULT).next(Answer.normal().fault(fault)).next(FalAnswers.rateLimited(Duration.ZERO));

        FalImage image = client().streaming(true).buildQueue().generate(REQUEST);

        assertThat(image.requestId()).contains(queued.get(0));
        assertThat(sandbox.requestCount(FalCall.SUBMIT)).isEqualTo(1);
        assertThat(sandbox.requestCount(FalCall.RESULT)).isEqualTo(3);
    }

    @Test
    void aSynchronousAnswerThatIsAQueuesIsFollowed() throws Exception {
        sandbox.on(FalCall.RUN).next(sandbox.queuedAnswer());

        FalImage image = client().build().generate(REQUEST);

        assertThat(image.requestId()).contains(queued.get(0));
        assertThat(sandbox.requestCount(FalCall.RUN)).isEqualTo(1);
        assertThat(sandbox.requestCount(FalCall.SUBMIT)).isZero();
    }

    /** A delivery as a servlet would see it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Delivery(Headers headers, byte[] body) {}

    @Test
    void aWebhookBringsThePictureAndIsVerified() throws Exception {
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/fal", exchange -> {
            deliveries.add(new Delivery(
                    exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        shop.start();
        try {
            URI webhook = URI.create("http://127.0.0.1:" + shop.getAddress().getPort() + "/fal?order=7&x=y");
            FalQueue queue = client().buildQueue();
            FalWebhookVerifier verifier = FalWebhookVerifier.forSandbox(sandbox.webhookUserId(), sandbox.jwksUri());

            String id = queue.submit(REQUEST, webhook);
            Delivery delivery = requireNonNull(deliveries.poll(20, TimeUnit.SECONDS));
            FalWebhook verified = verifier.verify(delivery.headers::getFirst, delivery.body);

            assertThat(verified.requestId()).isEqualTo(id);
            assertThat(verified.image().orElseThrow().url())
                    .isEqualTo(queue.resume(id).get().url());
            RecordedRequest submit = sandbox.requests(FalCall.SUBMIT).get(0);
            assertThat(submit.query())
                    .isEqualTo("fal_webhook=" + URLEncoder.encode(webhook.toString(), StandardCharsets.UTF_8));

            delivery.body[delivery.body.length / 2] ^= 1;
            assertThatThrownBy(() -> verifier.verify(delivery.headers::getFirst, delivery.body))
                    .isInstanceOf(InvalidFalWebhookException.class);
            FalWebhookVerifier another = FalWebhookVerifier.forSandbox("somebody else", sandbox.jwksUri());
            sandbox.deliverWebhook(id, webhook);
            Delivery repeated = requireNonNull(deliveries.poll(20, TimeUnit.SECONDS));
            assertThatThrownBy(() -> another.verify(repeated.headers::getFirst, repeated.body))
                    .isInstanceOf(InvalidFalWebhookException.class);
        } finally {
            shop.stop(0);
        }
    }
}
