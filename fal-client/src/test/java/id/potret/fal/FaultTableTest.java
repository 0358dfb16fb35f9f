package id.potret.fal;

import static id.potret.fal.Failures.failure;
import static id.potret.fal.FalException.Outcome.NOT_SENT;
import static id.potret.fal.FalException.Outcome.REFUSED;
import static id.potret.fal.FalException.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import id.potret.fal.FalException.Outcome;
import id.potret.sandbox.Answer;
import id.potret.sandbox.FalCall;
import id.potret.sandbox.FalSandbox;
import id.potret.sandbox.Fault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a request can fail: how often it is sent, what is thrown, and what is known of the money. */
class FaultTableTest {

    private static final String PROMPT = "a red leather bag on a wooden table";
    private static final String KEY = "test-key-4711-0815-secret";
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private static Arguments row(
            String name, Answer answer, int posts, Class<? extends FalException> type, Outcome outcome) {
        return arguments(name, answer, posts, type, outcome);
    }

    private static Answer platform(int status, String type, String... headers) {
        Answer answer = Answer.json(status, "{\"detail\":\"said of " + PROMPT + "\",\"error_type\":\"" + type + "\"}");
        for (int i = 0; i < headers.length; i += 2) {
            answer = answer.header(headers[i], headers[i + 1]);
        }
        return answer;
    }

    private static Answer model(int status, String type) {
        return Answer.json(
                status,
                "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"m\",\"type\":\"" + type + "\",\"input\":\""
                        + PROMPT + "\"}]}");
    }

    private static Answer html(int status) {
        return Answer.of(
                status,
                "text/html",
                ("<html><body>" + KEY + " asked for " + PROMPT + "</body></html>").getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                row(
                        "reset before the body",
                        Answer.broken(Fault.RESET_BEFORE_BODY),
                        1,
                        FalConnectionException.class,
                        UNKNOWN),
                row(
                        "reset after the body",
                        Answer.broken(Fault.RESET_AFTER_BODY),
                        1,
                        FalConnectionException.class,
                        UNKNOWN),
                row(
                        "closed after the body",
                        Answer.broken(Fault.CLOSED_AFTER_BODY),
                        1,
                        FalConnectionException.class,
                        UNKNOWN),
                row(
                        "reset in the answer's body",
                        Answer.normal().fault(Fault.RESET_IN_BODY),
                        1,
                        FalConnectionException.class,
                        UNKNOWN),
                row("endless body", Answer.normal().fault(Fault.ENDLESS_BODY), 1, FalProtocolException.class, UNKNOWN),
                row("cut body", Answer.normal().fault(Fault.CUT_BODY), 1, FalConnectionException.class, UNKNOWN),
                row(
                        "garbage status line",
                        Answer.broken(Fault.GARBAGE_STATUS_LINE),
                        1,
                        FalProtocolException.class,
                        UNKNOWN),
                row("HTML as success", html(200), 1, FalProtocolException.class, UNKNOWN),
                row("empty 200", Answer.empty(200), 1, FalProtocolException.class, UNKNOWN),
                row("204", Answer.empty(204), 1, FalProtocolException.class, UNKNOWN),
                row(
                        "JSON without a picture",
                        Answer.json(200, "{\"ok\":true}"),
                        1,
                        FalProtocolException.class,
                        UNKNOWN),
                row(
                        "cut JSON",
                        Answer.json(200, "{\"images\":[{\"url\":\"https://"),
                        1,
                        FalProtocolException.class,
                        UNKNOWN),
                row(
                        "redirect",
                        Answer.empty(307).header("Location", "https://example.com/"),
                        1,
                        FalProtocolException.class,
                        REFUSED),
                row("400", platform(400, "bad_request"), 1, FalValidationException.class, REFUSED),
                row(
                        "400 downstream, said to be retryable",
                        platform(400, "downstream_service_error", "X-Fal-Retryable", "true"),
                        1,
                        FalValidationException.class,
                        REFUSED),
                row("401", platform(401, "unauthorized"), 1, FalAuthenticationException.class, REFUSED),
                row("402", platform(402, "payment_required"), 1, FalAccountLockedException.class, REFUSED),
                row("403", Answer.json(403, "{\"detail\":\"Forbidden\"}"), 1, FalPermissionException.class, REFUSED),
                row(
                        "403 locked",
                        Answer.json(403, "{\"detail\":\"User is locked. Reason: Exhausted balance.\"}"),
                        1,
                        FalAccountLockedException.class,
                        REFUSED),
                row("404", Answer.json(404, "{\"detail\":\"Not found\"}"), 1, FalProtocolException.class, REFUSED),
                row("408", Answer.empty(408), 1, FalProtocolException.class, REFUSED),
                row("422", model(422, "greater_than"), 1, FalValidationException.class, REFUSED),
                row(
                        "422, said to be retryable",
                        platform(422, "new_type", "X-Fal-Retryable", "true", "X-Fal-Needs-Retry", "1"),
                        1,
                        FalValidationException.class,
                        REFUSED),
                row(
                        "422 content policy",
                        model(422, "content_policy_violation"),
                        1,
                        FalContentPolicyException.class,
                        REFUSED),
                row("429", platform(429, "rate_limit"), 3, FalRateLimitException.class, REFUSED),
                row(
                        "429 concurrency",
                        platform(429, "concurrent_requests_limit", "X-Fal-Needs-Retry", "1"),
                        3,
                        FalRateLimitException.class,
                        REFUSED),
                row("429 without body", Answer.empty(429), 3, FalRateLimitException.class, REFUSED),
                row(
                        "429, not retryable",
                        platform(429, "rate_limit", "X-Fal-Retryable", "false"),
                        1,
                        FalRateLimitException.class,
                        REFUSED),
                row(
                        "429, come back after the deadline",
                        platform(429, "rate_limit", "Retry-After", "900"),
                        1,
                        FalRateLimitException.class,
                        REFUSED),
                row("500", platform(500, "internal_server_error"), 1, FalServerException.class, UNKNOWN),
                row(
                        "500, not retryable",
                        platform(500, "internal_server_error", "X-Fal-Retryable", "false"),
                        1,
                        FalServerException.class,
                        UNKNOWN),
                row(
                        "500, retryable",
                        platform(500, "runner_server_error", "X-Fal-Retryable", "true"),
                        3,
                        FalServerException.class,
                        REFUSED),
                row(
                        "500, needs retry",
                        platform(500, "runner_server_error", "X-Fal-Needs-Retry", "1"),
                        3,
                        FalServerException.class,
                        REFUSED),
                row(
                        "500, needs retry, but not retryable",
                        platform(500, "x", "X-Fal-Needs-Retry", "1", "X-Fal-Retryable", "false"),
                        1,
                        FalServerException.class,
                        UNKNOWN),
                row(
                        "500, needs no retry",
                        platform(500, "x", "X-Fal-Needs-Retry", "0"),
                        1,
                        FalServerException.class,
                        UNKNOWN),
                row("501", Answer.empty(501), 1, FalServerException.class, UNKNOWN),
                row("502 HTML", html(502), 1, FalServerException.class, UNKNOWN),
                row(
                        "502, retryable",
                        platform(502, "runner_incomplete_response", "X-Fal-Retryable", "1"),
                        3,
                        FalServerException.class,
                        REFUSED),
                row("503", platform(503, "runner_scheduling_failure"), 3, FalServerException.class, REFUSED),
                row("503 HTML", html(503), 3, FalServerException.class, REFUSED),
                row(
                        "503, not retryable",
                        platform(503, "runner_disconnected", "X-Fal-Retryable", "false"),
                        1,
                        FalServerException.class,
                        REFUSED),
                row("503, come back now", platform(503, "x", "Retry-After", "0"), 3, FalServerException.class, REFUSED),
                row(
                        "503, come back in the past",
                        platform(503, "x", "Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"),
                        3,
                        FalServerException.class,
                        REFUSED),
                row("504 request timeout", platform(504, "request_timeout"), 1, FalServerException.class, UNKNOWN),
                row(
                        "504 generation timeout",
                        platform(504, "generation_timeout"),
                        1,
                        FalServerException.class,
                        UNKNOWN),
                row("504 startup timeout", platform(504, "startup_timeout"), 3, FalServerException.class, REFUSED),
                row(
                        "504 startup timeout by header",
                        Answer.empty(504).header("X-Fal-Error-Type", "startup_timeout"),
                        3,
                        FalServerException.class,
                        REFUSED),
                row(
                        "504, retryable",
                        platform(504, "request_timeout", "X-Fal-Retryable", "true"),
                        3,
                        FalServerException.class,
                        REFUSED));
    }

    @ParameterizedTest(name = "{0}: {2} sent, {3}, {4}")
    @MethodSource("answers")
    void everyAnswerIsPaidForAtMostOnce(
            String name, Answer answer, int posts, Class<? extends FalException> type, Outcome outcome)
            throws Exception {
        ManualTime time = ManualTime.jumping(TIMEOUT);
        try (FalSandbox sandbox = FalSandbox.start()) {
            sandbox.on(FalCall.RUN).always(answer);
            FalClient client = client(sandbox).time(time, () -> 0.5).build();

            FalException failure = failure(client.generateAsync(FalRequest.of(PROMPT)));

            assertThat(sandbox.requestCount(FalCall.RUN)).as("POSTs").isEqualTo(posts);
            assertThat(failure).isExactlyInstanceOf(type);
            assertThat(failure.outcome()).isEqualTo(outcome);
            assertSaysNothingPrivate(failure);
            assertThat(client.concurrency())
                    .isEqualTo(new FalConcurrency(client.concurrency().limit(), 0, 0));
            assertThat(time.pending()).as("alarms left").isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("stalls")
    void whatNeverEndsIsEndedByTheDeadline(Fault fault) throws Exception {
        ManualTime time = ManualTime.standing();
        try (FalSandbox sandbox = FalSandbox.start()) {
            sandbox.on(FalCall.RUN).always(Answer.normal().fault(fault));
            FalClient client = client(sandbox).time(time, () -> 0.5).build();
            CompletableFuture<FalImage> future = client.generateAsync(FalRequest.of(PROMPT));
            var request = sandbox.awaitRequests(FalCall.RUN, 1, Duration.ofSeconds(20))
                    .get(0);

            time.advance(TIMEOUT);
            FalException failure = failure(future);

            assertThat(failure).isExactlyInstanceOf(FalTimeoutException.class);
            assertThat(failure.outcome()).isEqualTo(UNKNOWN);
            assertThat(((FalTimeoutException) failure).timeout()).isEqualTo(TIMEOUT);
            assertThat(failure.requestId().isPresent())
                    .as("an id that was seen is told")
                    .isEqualTo(failure.toString().contains(" (request "));
            assertSaysNothingPrivate(failure);
            Eventually.await("the server sees the connection closed", request::isClosedByClient);
            assertThat(sandbox.requestCount(FalCall.RUN)).isEqualTo(1);
        }
    }

    static Stream<Fault> stalls() {
        return Stream.of(Fault.STALLED_HEADERS, Fault.STALLED_BODY, Fault.TRICKLED_BODY);
    }

    @Test
    void aRefusedConnectionIsTriedAgainAndNothingWasSent() throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        assertNotSent(HttpClient.newHttpClient(), nobody);
    }

    @Test
    void anUnknownHostIsTriedAgainAndNothingWasSent() throws Exception {
        HttpClient lost = HttpClient.newBuilder()
                .proxy(ProxySelector.of(InetSocketAddress.createUnresolved("proxy.invalid", 80)))
                .build();

        assertNotSent(lost, URI.create("https://fal.run"));
    }

    @Test
    void aConnectTimeoutIsTriedAgainAndNothingWasSent() throws Exception {
        HttpClient impatient =
                HttpClient.newBuilder().connectTimeout(Duration.ofMillis(100)).build();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> queue = new ArrayList<>();
            try {
                // nobody accepts: once the line is full, connections hang
                for (int i = 0; i < 4; i++) {
                    Socket socket = new Socket();
                    queue.add(socket);
                    try {
                        socket.connect(full.getLocalSocketAddress(), 50);
                    } catch (SocketTimeoutException e) {
                        break;
                    }
                }

                assertNotSent(impatient, URI.create("http://127.0.0.1:" + full.getLocalPort()));
            } finally {
                for (Socket socket : queue) {
                    socket.close();
                }
            }
        }
    }

    private static void assertNotSent(HttpClient http, URI base) throws Exception {
        ManualTime time = ManualTime.jumping(TIMEOUT);
        List<Integer> attempts = new ArrayList<>();
        FalClient client = FalClient.builder(FalCredentials.of(KEY))
                .apiBase(base)
                .httpClient(http)
                .time(time, () -> 0.5)
                .listener(new FalListener() {
                    @Override
                    public void onAttempt(FalRequest request, int attempt) {
                        attempts.add(attempt);
                    }
                })
                .build();

        FalException failure = failure(client.generateAsync(FalRequest.of(PROMPT)));

        assertThat(failure).isExactlyInstanceOf(FalConnectionException.class).hasMessageContaining("nothing was sent");
        assertThat(failure.outcome()).isEqualTo(NOT_SENT);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(attempts).containsExactly(1, 2, 3);
        assertThat(time.jumped()).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500));
        assertSaysNothingPrivate(failure);
    }

    private static FalClient.Builder client(FalSandbox sandbox) {
        return FalClient.builder(FalCredentials.of(KEY))
                .apiBase(sandbox.runUri())
                .timeout(TIMEOUT);
    }

    private static void assertSaysNothingPrivate(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            assertThat(t.toString()).doesNotContain(KEY, PROMPT, "leather bag");
            for (Throwable suppressed : t.getSuppressed()) {
                assertSaysNothingPrivate(suppressed);
            }
        }
    }
}
