package id.potret.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault, as a client without any comfort sees it. */
class WireFaultTest {
    private final FalSandbox fal = FalSandbox.start();

    @AfterEach
    void close() {
        fal.close();
    }

    private RecordedRequest onlyRequest() throws Exception {
        return fal.awaitRequests(FalCall.RUN, 1, Wire.PATIENCE).get(0);
    }

    @Test
    void aResetBeforeTheBodyComesWhileTheClientHasSentTheHeadOnly() throws Exception {
        fal.on(FalCall.RUN).next(Answer.broken(Fault.RESET_BEFORE_BODY));

        try (Socket socket = Wire.connect(fal.runUri())) {
            Wire.write(socket, Wire.head(Wire.RUN_BODY));

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        RecordedRequest request = onlyRequest();
        assertThat(request.isComplete()).isFalse();
        assertThat(request.body()).isEmpty();
        assertThat(request.isClosedByClient()).isFalse();
    }

    @Test
    void aResetAfterTheBodyAnswersNothing() throws Exception {
        fal.on(FalCall.RUN).next(Answer.broken(Fault.RESET_AFTER_BODY));

        try (Socket socket = Wire.sendRun(fal)) {
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        assertThat(onlyRequest().bodyText()).isEqualTo(Wire.RUN_BODY);
        assertThat(onlyRequest().status()).isEmpty();
    }

    @Test
    void anOrderlyCloseAfterTheBodyAnswersNothing() throws Exception {
        fal.on(FalCall.RUN).next(Answer.broken(Fault.CLOSED_AFTER_BODY));

        try (Socket socket = Wire.sendRun(fal)) {
            assertThat(Wire.readToEnd(socket)).isEmpty();
        }
        assertThat(onlyRequest().isComplete()).isTrue();
    }

    @Test
    void stalledHeadersSayNothingUntilTheClientLeaves() throws Exception {
        fal.on(FalCall.RUN).next(Answer.broken(Fault.STALLED_HEADERS));

        try (Socket socket = Wire.sendRun(fal)) {
            onlyRequest();
            assertThat(socket.getInputStream().available()).isZero();
            assertThat(onlyRequest().isClosedByClient()).isFalse();
        }
        assertThat(onlyRequest().awaitClosedByClient(Wire.PATIENCE)).isTrue();
        assertThat(onlyRequest().status()).isEmpty();
    }

    @Test
    void aStalledBodyStopsInTheMiddleUntilTheClientLeaves() throws Exception {
        fal.on(FalCall.RUN).next(Answer.json(200, "{\"a\":1}").fault(Fault.STALLED_BODY));

        try (Socket socket = Wire.sendRun(fal)) {
            String answer = Wire.readUntil(socket, "{\"a");
            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("Content-Length: 7\r\n");
            assertThat(socket.getInputStream().available()).isZero();
        }
        assertThat(onlyRequest().awaitClosedByClient(Wire.PATIENCE)).isTrue();
        assertThat(onlyRequest().status()).hasValue(200);
    }

    @Test
    void aTrickledBodyComesWholeInTheEnd() throws Exception {
        fal.on(FalCall.RUN).next(Answer.json(200, "{}").fault(Fault.TRICKLED_BODY));

        HttpResponse<String> response = Wire.run(fal);

        assertThat(response.body()).isEqualTo("{}");
    }

    @Test
    void aClientThatLeavesATrickledBodyIsNoticed() throws Exception {
        fal.on(FalCall.RUN).next(Answer.broken(Fault.TRICKLED_BODY));

        try (Socket socket = Wire.sendRun(fal)) {
            Wire.readUntil(socket, "\r\n\r\n{");
        }
        assertThat(onlyRequest().awaitClosedByClient(Wire.PATIENCE)).isTrue();
    }

    @Test
    void aCutBodyEndsTooEarly() throws Exception {
        fal.on(FalCall.RUN).next(Answer.json(200, "{\"a\":1}").fault(Fault.CUT_BODY));

        try (Socket socket = Wire.sendRun(fal)) {
            assertThat(Wire.readToEnd(socket)).contains("Content-Length: 7\r\n").endsWith("\r\n\r\n{\"a");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CUT_BODY", "RESET_IN_BODY"})
    void aSpoiltBodyIsAnErrorEvenWhereTheAnswerHasNone(Fault fault) throws Exception {
        fal.on(FalCall.RUN).next(Answer.empty(200).fault(fault));

        assertThatThrownBy(() -> Wire.run(fal)).isInstanceOf(IOException.class);
        assertThat(fal.requestCount(FalCall.RUN)).isEqualTo(1);
    }

    @Test
    void aResetInTheBodyIsAReset() throws Exception {
        fal.on(FalCall.RUN).next(Answer.broken(Fault.RESET_IN_BODY));

        try (Socket socket = Wire.sendRun(fal)) {
            assertThatThrownBy(() -> Wire.readToEnd(socket)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void anEndlessBodyGoesOnUntilTheClientLeaves() throws Exception {
        fal.on(FalCall.RUN).next(Answer.json(200, "{}").fault(Fault.ENDLESS_BODY));

        try (Socket socket = Wire.sendRun(fal)) {
            assertThat(socket.getInputStream().readNBytes(3_000_000)).hasSize(3_000_000);
        }
        assertThat(onlyRequest().awaitClosedByClient(Wire.PATIENCE)).isTrue();
    }

    @Test
    void garbageIsNoHttp() throws Exception {
        fal.on(FalCall.RUN).next(Answer.broken(Fault.GARBAGE_STATUS_LINE));

        try (Socket socket = Wire.sendRun(fal)) {
            assertThat(Wire.readToEnd(socket)).isNotEmpty().doesNotContain("HTTP/");
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void afterEveryFaultTheNextRequestIsServed(Fault fault) throws Exception {
        fal.on(FalCall.RUN).next(Answer.broken(fault));

        Socket socket = Wire.sendRun(fal);
        onlyRequest();
        socket.close();
        assertThat(Wire.run(fal).statusCode()).isEqualTo(200);
    }

    @Test
    void aClientThatLeavesWhileItWaitsIsNoticed() throws Exception {
        fal.on(FalCall.RUN).next(Answer.normal().after(Duration.ofHours(1)));

        Socket socket = Wire.sendRun(fal);
        onlyRequest();
        socket.close();
        assertThat(onlyRequest().awaitClosedByClient(Wire.PATIENCE)).isTrue();
    }

    @Test
    void aClientThatLeavesWhileItSendsIsNoticed() throws Exception {
        try (Socket socket = Wire.connect(fal.runUri())) {
            Wire.write(socket, Wire.head(Wire.RUN_BODY) + "{\"prompt\"");
        }
        assertThat(onlyRequest().isComplete()).isFalse();
        assertThat(onlyRequest().bodyText()).isEqualTo("{\"prompt\"");
        assertThat(onlyRequest().isClosedByClient()).isTrue();
    }
}
