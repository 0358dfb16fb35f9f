package id.potret.fal;

import static id.potret.fal.Failures.failure;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.potret.fal.FalException.Outcome;
import id.potret.fal.FalQueueStatus.State;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FalQueueTest {

    private static final FalRequest REQUEST = FalRequest.of("a red leather bag");
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final String ID = "764cabcf-b745-4b3e-ae38-1200304cf45b";
    private static final String PATH = "/fal-ai/flux/requests/" + ID;
    private static final String IN_QUEUE = "{\"status\":\"IN_QUEUE\",\"queue_position\":3}";
    private static final String IN_PROGRESS = "{\"status\":\"IN_PROGRESS\"}";
    private static final String COMPLETED = "{\"status\":\"COMPLETED\"}";

    private final ManualTime time = ManualTime.jumping(TIMEOUT);
    private final List<String> queued = new CopyOnWriteArrayList<>();

    private FalClient.Builder builder(StubServer server) {
        return server.client().timeout(TIMEOUT).time(time, () -> 0.5).listener(new FalListener() {
            @Override
            public void onQueued(FalRequest request, String requestId) {
                assertThat(request).isSameAs(REQUEST);
                queued.add(requestId);
            }
        });
    }

    private static String ticket(String more) {
        return "{\"request_id\":\"" + ID + "\",\"status\":\"IN_QUEUE\",\"queue_position\":0" + more + "}";
    }

    /** A queue that answers the first request as given, and then each question with the next status. */
    private static StubServer queue(String first, String result, int resultStatus, String... statuses) {
        AtomicInteger asked = new AtomicInteger();
        return new StubServer((request, connection) -> {
            if (request.method().equals("POST")) {
                return connection.reply(200, first, "x-fal-request-id: gateway-1");
            }
            if (request.path().equals(PATH + "/status")) {
                String status = statuses[Math.min(asked.getAndIncrement(), statuses.length - 1)];
                return connection.reply(status.contains("COMPLETED") ? 200 : 202, status);
            }
            if (request.path().equals(PATH)) {
                return connection.reply(resultStatus, result, "X-Fal-Billable-Units: 1.05");
            }
            return connection.reply(404, "{\"detail\":\"Not Found\"}");
        });
    }

    @Test
    void submitsPollsAndFetches() throws Exception {
        try (StubServer server = queue(ticket(""), StubServer.IMAGE, 200, IN_QUEUE, IN_PROGRESS, COMPLETED)) {
            FalImage image = builder(server).buildQueue().generate(REQUEST);

            assertThat(image.url()).hasToString("https://v3.fal.media/files/a/b.jpg");
            assertThat(image.requestId()).contains(ID);
            assertThat(image.billableUnits()).isPresent();
            assertThat(queued).containsExactly(ID);
            assertThat(server.requests)
                    .extracting(r -> r.method() + " " + r.path())
                    .containsExactly(
                            "POST /fal-ai/flux/schnell",
                            "GET " + PATH + "/status",
                            "GET " + PATH + "/status",
                            "GET " + PATH + "/status",
                            "GET " + PATH);
            assertThat(server.requests)
                    .allSatisfy(r ->
                            assertThat(r.headers()).containsEntry("authorization", "Key test-key-id:test-key-secret"));
            assertThat(time.jumped()).containsExactly(Duration.ofMillis(300), Duration.ofMillis(300));
        }
    }

    @Test
    void pollsLessOftenTheLongerItTakes() throws Exception {
        String[] statuses = new String[20];
        Arrays.fill(statuses, IN_PROGRESS);
        statuses[19] = COMPLETED;
        try (StubServer server = queue(ticket(""), StubServer.IMAGE, 200, statuses)) {
            builder(server).buildQueue().generate(REQUEST);

            assertThat(time.jumped()).isSortedAccordingTo(Duration::compareTo);
            assertThat(time.jumped().get(0)).isEqualTo(Duration.ofMillis(300));
            assertThat(time.jumped().get(6))
                    .isEqualTo(time.jumped().stream()
                            .limit(6)
                            .reduce(Duration.ZERO, Duration::plus)
                            .dividedBy(4));
            assertThat(time.jumped().get(18)).isEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    void aSynchronousAnswerFromTheQueueIsFollowed() throws Exception {
        try (StubServer server =
                queue("{\"request_id\":\"" + ID + "\",\"status\":\"IN_PROGRESS\"}", StubServer.IMAGE, 200, COMPLETED)) {
            FalImage image = builder(server).build().generate(REQUEST);

            assertThat(image.requestId()).contains(ID);
            assertThat(queued).containsExactly(ID);
            assertThat(server.posts()).isEqualTo(1);
        }
    }

    @Test
    void addressesOfTheAnswerAreFollowedOnTheSameMachineOnly() throws Exception {
        List<String> strangers = new ArrayList<>();
        try (StubServer stranger = new StubServer((request, connection) -> {
            strangers.add(request.path());
            return connection.reply(200, COMPLETED);
        })) {
            // loopback is loopback: a sandbox has several ports
            String local = ",\"status_url\":\"" + stranger.uri() + "/s\"";
            try (StubServer server = queue(ticket(local), StubServer.IMAGE, 200, COMPLETED)) {
                builder(server).buildQueue().generate(REQUEST);
                assertThat(strangers).containsExactly("/s");
            }
        }
        String elsewhere =
                ",\"status_url\":\"https://evil.example.com/s\",\"response_url\":\"https://queue.fal.run/r\"";
        try (StubServer server = queue(ticket(elsewhere), StubServer.IMAGE, 200, COMPLETED)) {
            assertThat(builder(server).buildQueue().generate(REQUEST).requestId())
                    .contains(ID);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://queue.fal.run/x/status, true",
        "https://queue.falrun.com/x/status, true",
        "http://queue.fal.run/x/status, false",
        "https://queue.fal.run.example.com/x, false",
        "https://user@queue.fal.run/x, false",
        "https://queue.fal.run:444/x, false",
        "http://127.0.0.1/x, false",
        "'not a url', false"
    })
    void theKeyFollowsFalsApiHostsOnly(String url, boolean followed) {
        FalHosts.Policy hosts = new FalHosts.Policy(FalHosts.QUEUE, false);

        QueueTicket ticket = QueueTicket.read(Json.read(ticket(",\"status_url\":\"" + url + "\"")), hosts);

        assertThat(requireNonNull(ticket).status())
                .hasToString(followed ? url : "https://queue.fal.run" + PATH + "/status");
        assertThat(ticket.result()).hasToString("https://queue.fal.run" + PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc", "a/b", "a?b", "a b", "", "a.b"})
    void anIdThatWouldChangeThePathIsRefused(String id) {
        try (StubServer server = StubServer.answering(200, COMPLETED)) {
            FalQueue queue = builder(server).buildQueue();

            assertThatThrownBy(() -> queue.resume(id)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> queue.status(id)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> queue.cancel(id)).isInstanceOf(IllegalArgumentException.class);
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void anotherProcessResumesWithTheIdAlone() throws Exception {
        try (StubServer server = queue("", StubServer.IMAGE, 200, IN_PROGRESS, COMPLETED)) {
            FalImage image = builder(server).buildQueue().resume(ID).get();

            assertThat(image.requestId()).contains(ID);
            assertThat(server.posts()).isZero();
        }
    }

    @Test
    void completedWithAnErrorIsAFailure() throws Exception {
        String failed = "{\"status\":\"COMPLETED\",\"error\":\"x\",\"error_type\":\"runner_disconnected\"}";
        try (StubServer server = queue(ticket(""), StubServer.IMAGE, 200, failed)) {
            FalException failure = failure(builder(server).buildQueue().generateAsync(REQUEST));

            assertThat(failure).isInstanceOf(FalServerException.class).hasMessageContaining("gave the request up");
            assertThat(failure.type()).contains("runner_disconnected");
            assertThat(failure.requestId()).contains(ID);
            assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(failure.isRetryable()).isFalse();
        }
    }

    @Test
    void theResultOfAFailedRunTellsWhy() throws Exception {
        String why = "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"m\",\"type\":\"content_policy_violation\","
                + "\"input\":\"a red leather bag\"}]}";
        try (StubServer server = queue(ticket(""), why, 422, "{\"status\":\"COMPLETED\",\"error\":\"x\"}")) {
            FalException failure = failure(builder(server).buildQueue().generateAsync(REQUEST));

            assertThat(failure).isInstanceOf(FalContentPolicyException.class);
            assertThat(failure.toString()).doesNotContain("leather");
            assertThat(failure.requestId()).contains(ID);
            assertThat(failure.status()).hasValue(422);
        }
    }

    @Test
    void anUnknownIdIsNotAskedForAgain() throws Exception {
        try (StubServer server = StubServer.answering(404, "{\"detail\":\"Request not found\"}")) {
            FalException failure = failure(builder(server).buildQueue().resume(ID));

            assertThat(failure)
                    .isInstanceOf(FalProtocolException.class)
                    .hasMessageContaining("fal does not know the request; results are kept for a limited time");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void troublesOnTheWayAreOutlived() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (StubServer server = new StubServer((request, connection) -> switch (asked.getAndIncrement()) {
            case 0 -> connection.reply(200, ticket(""));
            case 1 -> connection.reply(503, "{\"detail\":\"x\"}", "Retry-After: 7");
            case 2 -> connection.cut();
            case 3 -> connection.reply(200, "<html>");
            case 4 -> connection.reply(429, "");
            case 5 -> connection.reply(202, IN_PROGRESS);
            case 6 -> connection.reply(200, COMPLETED);
            case 7 -> connection.reply(400, "{\"detail\":\"Request is still in progress\"}");
            case 8 -> connection.reply(200, COMPLETED);
            case 9 -> connection.cut();
            case 10 -> connection.reply(200, COMPLETED);
            default -> connection.reply(200, StubServer.IMAGE);
        })) {
            FalImage image = builder(server).buildQueue().generate(REQUEST);

            assertThat(image.requestId()).contains(ID);
            assertThat(server.posts()).isEqualTo(1);
            assertThat(server.requests).hasSize(12);
            assertThat(time.jumped().get(0)).isEqualTo(Duration.ofSeconds(7));
        }
    }

    @Test
    void troublesWithoutEndAreReportedWithTheId() throws Exception {
        try (StubServer server = new StubServer((request, connection) ->
                request.method().equals("POST") ? connection.reply(200, ticket("")) : connection.cut())) {
            FalException failure = failure(builder(server).buildQueue().generateAsync(REQUEST));

            assertThat(failure).isInstanceOf(FalConnectionException.class).hasMessageContaining("resume request " + ID);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure.requestId()).contains(ID);
            assertThat(server.requests).hasSize(7);
        }
    }

    @Test
    void theDeadlineTellsTheIdToResumeWith() throws Exception {
        ManualTime standing = ManualTime.standing();
        try (StubServer server = queue(ticket(""), "", 200, IN_PROGRESS)) {
            CompletableFuture<FalImage> future =
                    builder(server).time(standing, () -> 0).buildQueue().generateAsync(REQUEST);
            Eventually.await("it waits to poll again", () -> standing.pending() == 2);

            standing.advance(TIMEOUT.minusMillis(1));
            Eventually.await("it waits to poll again", () -> standing.pending() == 2);
            standing.advance(Duration.ofMillis(1));
            FalException failure = failure(future);

            assertThat(failure).isInstanceOf(FalTimeoutException.class);
            assertThat(failure.requestId()).contains(ID);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(standing.pending()).isZero();
        }
    }

    @Test
    void submitReturnsTheIdAndNamesTheWebhook() throws Exception {
        try (StubServer server = queue(ticket(""), StubServer.IMAGE, 200, COMPLETED)) {
            FalQueue queue = builder(server).buildQueue();

            assertThat(queue.submit(REQUEST)).isEqualTo(ID);
            assertThat(queue.submit(REQUEST, URI.create("https://shop.example.com/hook?a=b&c=d")))
                    .isEqualTo(ID);

            assertThat(server.requests)
                    .extracting(StubServer.Request::path)
                    .containsExactly(
                            "/fal-ai/flux/schnell",
                            "/fal-ai/flux/schnell?fal_webhook=https%3A%2F%2Fshop.example.com%2Fhook%3Fa%3Db%26c%3Dd");
            assertThat(queued).containsExactly(ID, ID);
            assertThatThrownBy(() -> queue.submit(REQUEST, URI.create("/hook")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> queue.submit(REQUEST, URI.create("ftp://example.com/hook")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anAnswerWithoutAnIdMayHaveBeenCharged() throws Exception {
        try (StubServer server = StubServer.answering(200, "{\"status\":\"IN_QUEUE\"}")) {
            assertThatThrownBy(() -> builder(server).buildQueue().submit(REQUEST))
                    .isInstanceOfSatisfying(
                            FalProtocolException.class,
                            failure -> assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN));
            assertThat(server.posts()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\":\"IN_QUEUE\",\"queue_position\":3} | IN_QUEUE | 3 |",
                "{\"status\":\"IN_QUEUE\"} | IN_QUEUE | |",
                "{\"status\":\"IN_PROGRESS\",\"logs\":[]} | IN_PROGRESS | |",
                "{\"status\":\"WARMING_UP\"} | IN_PROGRESS | |",
                "{\"status\":\"COMPLETED\"} | COMPLETED | |",
                "{\"status\":\"COMPLETED\",\"error\":null} | COMPLETED | |",
                "{\"status\":\"COMPLETED\",\"error\":\"x\"} | COMPLETED | | unknown",
                "{\"status\":\"COMPLETED\",\"error\":\"x\",\"error_type\":\"t\"} | COMPLETED | | t",
                "{\"status\":\"COMPLETED\",\"error_type\":\"t\"} | COMPLETED | | t"
            })
    void statusIsRead(String body, State state, @Nullable Integer position, @Nullable String error) throws Exception {
        try (StubServer server = StubServer.answering(200, body)) {
            FalQueueStatus status = builder(server).buildQueue().status(ID);

            assertThat(status).isEqualTo(new FalQueueStatus(state, position, error));
            assertThat(status.isFailed()).isEqualTo(error != null);
        }
    }

    @Test
    void statusThatCannotBeReadIsAnError() throws Exception {
        try (StubServer server = StubServer.answering(200, "[]")) {
            assertThatThrownBy(() -> builder(server).buildQueue().status(ID)).isInstanceOf(FalProtocolException.class);
        }
        try (StubServer server = StubServer.answering(401, "{\"detail\":\"no\"}")) {
            assertThatThrownBy(() -> builder(server).buildQueue().status(ID))
                    .isInstanceOfSatisfying(
                            FalAuthenticationException.class,
                            failure -> assertThat(failure.requestId()).contains(ID));
        }
        try (StubServer server = new StubServer((request, connection) -> connection.reset())) {
            assertThatThrownBy(() -> builder(server).buildQueue().status(ID))
                    .isInstanceOf(FalConnectionException.class);
        }
    }

    @Test
    void aQuestionEndsWithTheDeadlineAndTellsTheId() throws Exception {
        try (StubServer server = new StubServer((request, connection) -> connection.hang())) {
            ManualTime standing = ManualTime.standing();
            FalQueue queue = builder(server).time(standing, () -> 0).buildQueue();
            CompletableFuture<FalQueueStatus> status = CompletableFuture.supplyAsync(() -> {
                try {
                    return queue.status(ID);
                } catch (InterruptedException e) {
                    throw new CompletionException(e);
                }
            });
            Eventually.await("the question is asked", () -> server.requests.size() == 1);

            standing.advance(TIMEOUT);

            assertThatThrownBy(status::get).cause().isInstanceOfSatisfying(FalTimeoutException.class, failure -> {
                assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
                assertThat(failure.requestId()).contains(ID);
                assertThat(failure).hasMessageContaining("(request " + ID + ")");
            });
            assertThat(server.sawClientClose()).isTrue();
            assertThat(queue.concurrency().inFlight()).isZero();
        }
    }

    @Test
    void cancelTellsWhetherItWasInTime() throws Exception {
        try (StubServer server = StubServer.answering(202, "{\"status\":\"CANCELLATION_REQUESTED\"}")) {
            assertThat(builder(server).buildQueue().cancel(ID)).isTrue();
            assertThat(server.requests.get(0).method()).isEqualTo("PUT");
            assertThat(server.requests.get(0).path()).isEqualTo(PATH + "/cancel");
        }
        try (StubServer server = StubServer.answering(400, "{\"status\":\"ALREADY_COMPLETED\"}")) {
            assertThat(builder(server).buildQueue().cancel(ID)).isFalse();
        }
        try (StubServer server = StubServer.answering(404, "{\"status\":\"NOT_FOUND\"}")) {
            assertThatThrownBy(() -> builder(server).buildQueue().cancel(ID)).isInstanceOf(FalProtocolException.class);
        }
    }

    @Test
    void aStreamIsReadUntilThePictureIsThere() throws Exception {
        try (StubServer server = new StubServer((request, connection) -> {
            if (request.method().equals("POST")) {
                return connection.reply(200, ticket(""));
            }
            if (request.path().equals(PATH + "/status/stream")) {
                assertThat(request.headers()).containsEntry("accept", "text/event-stream");
                connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: ping\n\ndata: " + IN_QUEUE
                        + "\n\ndata: " + IN_PROGRESS + "\n\n");
                connection.send("data: " + COMPLETED + "\n\n");
                return connection.hang();
            }
            return connection.reply(200, request.path().equals(PATH) ? StubServer.IMAGE : COMPLETED);
        })) {
            FalImage image = builder(server).streaming(true).buildQueue().generate(REQUEST);

            assertThat(image.requestId()).contains(ID);
            assertThat(server.sawClientClose()).isTrue();
            assertThat(time.jumped()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "cut", "end"})
    void pollingTakesOverFromABrokenStream(String fault) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (StubServer server = new StubServer((request, connection) -> {
            if (request.method().equals("POST")) {
                return connection.reply(200, ticket(""));
            }
            if (request.path().equals(PATH + "/status/stream")) {
                return breakStream(fault, connection);
            }
            if (request.path().equals(PATH)) {
                return connection.reply(200, StubServer.IMAGE);
            }
            return connection.reply(200, asked.incrementAndGet() < 3 ? IN_PROGRESS : COMPLETED);
        })) {
            assertThat(builder(server)
                            .streaming(true)
                            .buildQueue()
                            .generate(REQUEST)
                            .requestId())
                    .contains(ID);
            assertThat(asked).hasValue(3);
        }
    }

    private static boolean breakStream(String fault, StubServer.Connection connection) throws IOException {
        return switch (fault) {
            case "500" -> connection.reply(500, "{\"detail\":\"x\"}");
            case "cut" -> {
                connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: " + IN_QUEUE);
                yield connection.reset();
            }
            default -> connection.reply(200, "data: " + IN_QUEUE + "\n\n");
        };
    }

    @Test
    void cancelAndDeadlineCloseTheStream() throws Exception {
        try (StubServer server = new StubServer((request, connection) -> {
            if (request.method().equals("POST")) {
                return connection.reply(200, ticket(""));
            }
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            return connection.hang();
        })) {
            ManualTime standing = ManualTime.standing();
            CompletableFuture<FalImage> future = builder(server)
                    .time(standing, () -> 0)
                    .streaming(true)
                    .buildQueue()
                    .generateAsync(REQUEST);
            Eventually.await("the stream is open", () -> server.requests.size() == 2);

            standing.advance(TIMEOUT);

            assertThat(failure(future).requestId()).contains(ID);
            assertThat(server.sawClientClose()).isTrue();
        }
    }

    @Test
    void textShowsNoKey() {
        try (StubServer server = StubServer.answering(200, COMPLETED)) {
            assertThat(builder(server).buildQueue().toString())
                    .contains("FalQueue[http://127.0.0.1:")
                    .doesNotContain("test-key");
        }
    }
}
