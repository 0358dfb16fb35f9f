package id.potret.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FalSandboxTest {
    private final FalSandbox fal = FalSandbox.start();

    @AfterEach
    void close() {
        fal.close();
    }

    @Test
    void requestsAreRecorded() throws Exception {
        Wire.run(fal);

        RecordedRequest request = fal.requests(FalCall.RUN).get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/fal-ai/flux/schnell");
        assertThat(request.query()).isEmpty();
        assertThat(request.header("authorization")).hasValue("Key test-key");
        assertThat(request.header("missing")).isEmpty();
        assertThat(request.headers()).containsKey("CONTENT-LENGTH");
        assertThat(request.bodyText()).isEqualTo(Wire.RUN_BODY);
        assertThat(request.isComplete()).isTrue();
        assertThat(request.status()).hasValue(200);
        assertThat(request).hasToString("POST /fal-ai/flux/schnell -> 200");
        assertThat(fal.requestCount(FalCall.RUN)).isEqualTo(1);
        assertThat(fal.requestCount(FalCall.FILE)).isZero();
    }

    @Test
    void theScriptIsFollowedAndThenTheUsualAnswersCome() throws Exception {
        fal.on(FalCall.RUN)
                .next(FalAnswers.runnerDisconnected(), Answer.empty(200))
                .nextWhen(request -> request.bodyText().contains("Bag"), FalAnswers.html(502));

        assertThat(Wire.run(fal).statusCode()).isEqualTo(503);
        assertThat(Wire.run(fal).body()).isEmpty();
        assertThat(Wire.run(fal, "{\"prompt\":\"a cup\"}").statusCode()).isEqualTo(200);
        assertThat(Wire.run(fal).body()).startsWith("<html>");
        assertThat(Wire.run(fal).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsSaidLaterIsNotSilentlyIgnored() throws Exception {
        fal.on(FalCall.RUN).always(FalAnswers.internalServerError()).always(FalAnswers.exhaustedBalance());
        assertThat(Wire.run(fal).statusCode()).isEqualTo(403);

        fal.on(FalCall.RUN)
                .next(FalAnswers.runnerDisconnected())
                .alwaysWhen(request -> request.bodyText().contains("cup"), FalAnswers.contentPolicyViolation());
        assertThat(Wire.run(fal).statusCode()).isEqualTo(503);
        assertThat(Wire.run(fal, "{\"prompt\":\"a cup\"}").statusCode()).isEqualTo(422);
        assertThat(Wire.run(fal).statusCode()).isEqualTo(403);
    }

    @Test
    void alwaysLastsUntilItIsCleared() throws Exception {
        fal.on(FalCall.RUN)
                .alwaysWhen(request -> request.bodyText().contains("cup"), FalAnswers.contentPolicyViolation())
                .always(FalAnswers.exhaustedBalance());

        assertThat(Wire.run(fal, "{\"prompt\":\"a cup\"}").statusCode()).isEqualTo(422);
        assertThat(Wire.run(fal).statusCode()).isEqualTo(403);
        assertThat(Wire.run(fal).statusCode()).isEqualTo(403);
        fal.on(FalCall.RUN).clear();
        assertThat(Wire.run(fal).statusCode()).isEqualTo(200);
    }

    @Test
    void aResetBeforeTheBodyCannotDependOnTheBody() {
        Script script = fal.on(FalCall.RUN);

        assertThatThrownBy(() -> script.nextWhen(request -> true, Answer.broken(Fault.RESET_BEFORE_BODY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RESET_BEFORE_BODY");
    }

    @Test
    void theUsualAnswerCanBeEdited() throws Exception {
        fal.on(FalCall.RUN)
                .next(Answer.normal()
                        .edit(body -> body.replace("\"images\"", "\"pictures\""))
                        .edit(body -> body.replace("pictures", "photos"))
                        .header("X-Fal-Billable-Units", "2"));

        HttpResponse<String> response = Wire.run(fal);

        assertThat(response.body()).contains("\"photos\":[");
        assertThat(response.headers().allValues("X-Fal-Billable-Units")).containsExactly("2");
        assertThatThrownBy(() -> Answer.empty(200).edit(body -> body)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void headersOfAnAnswerAreSentOnce() throws Exception {
        fal.on(FalCall.RUN)
                .next(FalAnswers.concurrentRequestsLimit()
                        .header("retry-after", "1")
                        .header("Retry-After", "2")
                        .header("X-Fal-Request-Id", "mine"));

        HttpResponse<String> response = Wire.run(fal);

        assertThat(response.headers().allValues("Retry-After")).containsExactly("2");
        assertThat(response.headers().allValues("x-fal-request-id")).containsExactly("mine");
        assertThat(response.headers().firstValue("X-Fal-Needs-Retry")).hasValue("1");
        assertThat(response.headers().firstValue("X-Fal-Error-Type")).hasValue("concurrent_requests_limit");
    }

    @Test
    void unusableSettingsAreRefused() {
        assertThatThrownBy(() -> Answer.empty(700)).hasMessageContaining("700");
        assertThatThrownBy(() -> Answer.empty(200).header("a b", "c")).hasMessageContaining("a b");
        assertThatThrownBy(() -> Answer.empty(200).header("a", "b\r\nc")).hasMessageContaining("line break");
        assertThatThrownBy(() -> Answer.empty(200).after(Duration.ofSeconds(-1)))
                .hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> FalSandbox.builder().concurrencyLimit(0)).hasMessageContaining("0");
        assertThatThrownBy(() -> FalSandbox.builder().latency(Duration.ofSeconds(-1)))
                .hasMessageContaining("PT-1S");
        int taken = fal.runUri().getPort();
        assertThatThrownBy(() -> FalSandbox.builder().runPort(taken).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(Integer.toString(taken));
    }

    @Test
    void aSandboxThatCannotStartKeepsNoPort() {
        int free;
        try (FalSandbox other = FalSandbox.start()) {
            free = other.filesUri().getPort();
        }
        FalSandbox.Builder builder =
                FalSandbox.builder().filesPort(free).queuePort(fal.queueUri().getPort());

        assertThatThrownBy(builder::start).isInstanceOf(UncheckedIOException.class);
        try (FalSandbox next = FalSandbox.builder().filesPort(free).start()) {
            assertThat(next.filesUri().getPort()).isEqualTo(free);
        }
    }

    @Test
    void requestsAboveTheAccountsLimitAreRefusedAtOnce() throws Exception {
        try (FalSandbox account = FalSandbox.builder().concurrencyLimit(2).start()) {
            account.on(FalCall.RUN).always(Answer.normal().after(Duration.ofHours(1)));
            try (Socket first = Wire.sendRun(account);
                    Socket second = Wire.sendRun(account)) {
                assertThat(account.awaitRequests(FalCall.RUN, 2, Wire.PATIENCE)).hasSize(2);
                assertThat(first.isClosed() || second.isClosed()).isFalse();
                HttpResponse<String> third = Wire.run(account);

                assertThat(third.statusCode()).isEqualTo(429);
                assertThat(third.headers().firstValue("X-Fal-Needs-Retry")).hasValue("1");
                assertThat(account.peakConcurrency()).isEqualTo(2);
                assertThat(account.openConnections()).isGreaterThanOrEqualTo(2);
            }
        }
    }

    @Test
    void whoHasItsAnswerHasFreedItsPlace() throws Exception {
        try (FalSandbox account = FalSandbox.builder().concurrencyLimit(1).start()) {
            for (int i = 0; i < 200; i++) {
                assertThat(Wire.run(account).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void parallelRequestsAreServedInParallel() throws Exception {
        int count = 50;
        fal.on(FalCall.RUN).always(Answer.normal().after(Duration.ofHours(1)));
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(Wire.sendRun(fal));
        }

        fal.awaitRequests(FalCall.RUN, count, Wire.PATIENCE);

        assertThat(fal.peakConcurrency()).isEqualTo(count);
        assertThat(fal.openConnections()).isEqualTo(count);
        for (Socket client : clients) {
            client.close();
        }
    }

    @Test
    void waitingForRequestsThatDoNotComeTellsWhatCame() throws Exception {
        Wire.run(fal);

        assertThatThrownBy(() -> fal.awaitRequests(FalCall.RUN, 2, Duration.ZERO))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("expected 2 requests")
                .hasMessageContaining("POST /fal-ai/flux/schnell -> 200");
    }

    @Test
    void chunkedBodiesAndExpectationsAreUnderstood() throws Exception {
        try (Socket socket = Wire.connect(fal.runUri())) {
            Wire.write(
                    socket,
                    String.join(
                            "\r\n",
                            "POST /fal-ai/flux/schnell HTTP/1.1",
                            "Authorization: Key test-key",
                            "Connection: close",
                            "Transfer-Encoding: chunked",
                            "Expect: 100-continue",
                            "",
                            ""));
            assertThat(Wire.readUntil(socket, "\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");

            Wire.write(socket, "8;extension=1\r\n{\"prompt\r\n6\r\n\":\"x\"}\r\n0\r\nTrailer: 1\r\n\r\n");
            assertThat(Wire.readToEnd(socket)).startsWith("HTTP/1.1 200 OK");
        }
        assertThat(fal.requests(FalCall.RUN).get(0).bodyText()).isEqualTo("{\"prompt\":\"x\"}");
    }

    @Test
    void theJdksClientMayAskBeforeItSendsTheBody() throws Exception {
        HttpResponse<String> response = Wire.send(Wire.request(fal.runUri(), "/fal-ai/flux/schnell")
                .expectContinue(true)
                .POST(BodyPublishers.ofString(Wire.RUN_BODY))
                .build());

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void connectionsAreKeptAliveUnlessTheClientSaysOtherwise() throws Exception {
        try (Socket socket = Wire.connect(fal.filesUri())) {
            Wire.write(socket, "GET /a HTTP/1.1\r\nHost: x\r\n\r\nHEAD /b HTTP/1.1\r\nConnection: close\r\n\r\n");
            String answers = Wire.readToEnd(socket);

            assertThat(answers.split("HTTP/1.1 404 Not Found", -1)).hasSize(3);
            assertThat(answers).endsWith("Connection: close\r\nContent-Length: 27\r\n\r\n");
        }
    }

    @Test
    void whatIsNoHttpEndsTheConnection() throws Exception {
        for (String nonsense : List.of("hello\r\n", "GET / HTTP/1.1\r\nno header\r\n\r\n")) {
            try (Socket socket = Wire.connect(fal.runUri())) {
                Wire.write(socket, nonsense);
                assertThat(Wire.readToEnd(socket)).isEmpty();
            }
        }
        assertThat(fal.requestCount(FalCall.RUN)).isZero();
    }

    @Test
    void closingEndsConnectionsThreadsAndPorts() throws Exception {
        fal.on(FalCall.RUN).next(Answer.broken(Fault.STALLED_HEADERS));
        URI address = fal.runUri();
        try (Socket stalled = Wire.sendRun(fal)) {
            RecordedRequest request =
                    fal.awaitRequests(FalCall.RUN, 1, Wire.PATIENCE).get(0);
            fal.close();

            assertThat(stalled.getInputStream().read()).isEqualTo(-1);
            assertThat(request.isClosedByClient()).isFalse();
        }
        assertThat(fal.openConnections()).isZero();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().endsWith("-" + address.getPort())) {
                thread.join(Wire.PATIENCE.toMillis());
                assertThat(thread.isAlive()).isFalse();
            }
        }
        assertThatThrownBy(() -> Wire.connect(address)).isInstanceOf(ConnectException.class);
    }
}
