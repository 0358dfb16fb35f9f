package id.potret.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FalQueueTest {
    private static final Duration FOREVER = Duration.ofHours(1);

    private static JsonNode submit(FalSandbox fal, String body) throws Exception {
        HttpResponse<String> response = Wire.send(Wire.request(fal.queueUri(), "/fal-ai/flux/schnell")
                .POST(BodyPublishers.ofString(body))
                .build());
        assertThat(response.statusCode()).isEqualTo(200);
        return Json.parse(response.body());
    }

    private static HttpResponse<String> get(JsonNode submitted, String url) throws Exception {
        return Wire.send(HttpRequest.newBuilder(URI.create(submitted.path(url).asText()))
                .header("Authorization", "Key test-key")
                .timeout(Wire.PATIENCE)
                .build());
    }

    private static HttpResponse<String> cancel(JsonNode submitted) throws Exception {
        return Wire.send(
                HttpRequest.newBuilder(URI.create(submitted.path("cancel_url").asText()))
                        .header("Authorization", "Key test-key")
                        .PUT(BodyPublishers.noBody())
                        .build());
    }

    @Test
    void aRequestWaitsInTheQueue() throws Exception {
        try (FalSandbox fal = FalSandbox.builder().timeInQueue(FOREVER).start()) {
            JsonNode first = submit(fal, Wire.RUN_BODY);
            JsonNode second = submit(fal, Wire.RUN_BODY);

            assertThat(first.path("status").asText()).isEqualTo("IN_QUEUE");
            assertThat(first.path("queue_position").asInt()).isZero();
            assertThat(second.path("queue_position").asInt()).isEqualTo(1);
            assertThat(first.path("response_url").asText())
                    .isEqualTo(fal.queueUri() + "/fal-ai/flux/requests/"
                            + first.path("request_id").asText());
            HttpResponse<String> status = get(first, "status_url");
            assertThat(status.statusCode()).isEqualTo(202);
            assertThat(Json.parse(status.body()).path("status").asText()).isEqualTo("IN_QUEUE");
            HttpResponse<String> result = get(first, "response_url");
            assertThat(result.statusCode()).isEqualTo(400);
            assertThat(result.body()).contains("still in progress");
        }
    }

    @Test
    void aRequestRunsForTheLatency() throws Exception {
        try (FalSandbox fal = FalSandbox.builder().latency(FOREVER).start()) {
            HttpResponse<String> status = get(submit(fal, Wire.RUN_BODY), "status_url");

            assertThat(status.statusCode()).isEqualTo(202);
            assertThat(Json.parse(status.body()).path("status").asText()).isEqualTo("IN_PROGRESS");
        }
    }

    @Test
    void aCompletedRequestHasTheModelsOutput() throws Exception {
        try (FalSandbox fal = FalSandbox.start()) {
            JsonNode submitted = submit(fal, Wire.RUN_BODY);

            HttpResponse<String> status = get(submitted, "status_url");
            assertThat(status.statusCode()).isEqualTo(200);
            assertThat(Json.parse(status.body()).path("status").asText()).isEqualTo("COMPLETED");
            assertThat(Json.parse(status.body()).at("/metrics/inference_time").isNumber())
                    .isTrue();
            assertThat(Json.parse(status.body()).has("error")).isFalse();
            HttpResponse<String> result = get(submitted, "response_url");
            assertThat(result.statusCode()).isEqualTo(200);
            assertThat(result.headers().firstValue("x-fal-request-id"))
                    .hasValue(submitted.path("request_id").asText());
            assertThat(result.headers().firstValue("X-Fal-Billable-Units")).hasValue("1.05");
            String url = Json.parse(result.body()).at("/images/0/url").asText();
            assertThat(Wire.bytes(URI.create(url)).statusCode()).isEqualTo(200);
            assertThat(fal.requestCount(FalCall.SUBMIT)).isEqualTo(1);
            assertThat(fal.requestCount(FalCall.STATUS)).isEqualTo(1);
            assertThat(fal.requestCount(FalCall.RESULT)).isEqualTo(1);
            assertThat(fal.requestCount(FalCall.RUN)).isZero();
        }
    }

    @Test
    void logsComeWhenAskedFor() throws Exception {
        try (FalSandbox fal = FalSandbox.start()) {
            String path = URI.create(
                            submit(fal, Wire.RUN_BODY).path("status_url").asText())
                    .getPath();

            HttpResponse<String> status =
                    Wire.send(Wire.request(fal.queueUri(), path + "?logs=1").build());

            assertThat(Json.parse(status.body()).at("/logs/0/message").asText()).isNotEmpty();
        }
    }

    @Test
    void aWrongInputFailsWhenItsTurnComes() throws Exception {
        try (FalSandbox fal = FalSandbox.start()) {
            JsonNode submitted = submit(fal, "{}");

            JsonNode status = Json.parse(get(submitted, "status_url").body());
            assertThat(status.path("status").asText()).isEqualTo("COMPLETED");
            assertThat(status.path("error").asText()).isEqualTo("Field required");
            assertThat(status.path("error_type").asText()).isEqualTo("missing");
            assertThat(get(submitted, "response_url").statusCode()).isEqualTo(422);
        }
    }

    @Test
    void aScriptedRunFailsAsScripted() throws Exception {
        try (FalSandbox fal = FalSandbox.start()) {
            fal.onQueuedRun()
                    .next(FalAnswers.runnerDisconnected(), FalAnswers.html(502))
                    .nextWhen(
                            request -> request.bodyText().contains("Bag"),
                            Answer.normal().after(FOREVER));

            JsonNode failed = submit(fal, Wire.RUN_BODY);
            JsonNode status = Json.parse(get(failed, "status_url").body());
            assertThat(status.path("error_type").asText()).isEqualTo("runner_disconnected");
            assertThat(status.path("error").asText()).contains("disconnected");
            assertThat(get(failed, "response_url").statusCode()).isEqualTo(503);
            JsonNode page =
                    Json.parse(get(submit(fal, Wire.RUN_BODY), "status_url").body());
            assertThat(page.path("error").asText()).isEqualTo("Invalid status code: 502");
            assertThat(page.has("error_type")).isFalse();
            assertThat(get(submit(fal, Wire.RUN_BODY), "status_url").body()).contains("IN_PROGRESS");
        }
    }

    @Test
    void whatWaitsCanBeCancelled() throws Exception {
        try (FalSandbox fal = FalSandbox.builder().timeInQueue(FOREVER).start()) {
            JsonNode submitted = submit(fal, Wire.RUN_BODY);

            HttpResponse<String> cancelled = cancel(submitted);
            assertThat(cancelled.statusCode()).isEqualTo(202);
            assertThat(cancelled.body()).isEqualTo("{\"status\":\"CANCELLATION_REQUESTED\"}");
            assertThat(get(submitted, "status_url").body()).contains("COMPLETED", "client_cancelled");
            assertThat(cancel(submitted).statusCode()).isEqualTo(400);
            assertThat(cancel(submitted).body()).isEqualTo("{\"status\":\"ALREADY_COMPLETED\"}");
        }
    }

    @Test
    void whatRunsRunsOnAfterACancel() throws Exception {
        try (FalSandbox fal = FalSandbox.builder().latency(FOREVER).start()) {
            JsonNode submitted = submit(fal, Wire.RUN_BODY);

            assertThat(cancel(submitted).statusCode()).isEqualTo(202);
            assertThat(get(submitted, "status_url").body()).contains("IN_PROGRESS");
        }
    }

    private static Socket stream(FalSandbox fal, JsonNode submitted) throws IOException {
        Socket socket = Wire.connect(fal.queueUri());
        Wire.write(
                socket,
                String.join(
                        "\r\n",
                        "GET /fal-ai/flux/requests/"
                                + submitted.path("request_id").asText() + "/status/stream HTTP/1.1",
                        "Authorization: Key test-key",
                        "Connection: close",
                        "",
                        ""));
        return socket;
    }

    @Test
    void theStreamTellsEachChangeAndEndsWhenTheRequestHasCompleted() throws Exception {
        try (FalSandbox fal = FalSandbox.builder().timeInQueue(FOREVER).start()) {
            JsonNode submitted = submit(fal, Wire.RUN_BODY);
            try (Socket socket = stream(fal, submitted)) {
                assertThat(Wire.readUntil(socket, ": ping\n\n"))
                        .contains("Content-Type: text/event-stream", "data: {\"status\":\"IN_QUEUE\"");

                cancel(submitted);
                assertThat(Wire.readToEnd(socket))
                        .contains("data: {\"status\":\"COMPLETED\"")
                        .endsWith("}\n\n\r\n0\r\n\r\n");
            }
            assertThat(fal.requestCount(FalCall.STREAM)).isEqualTo(1);
            assertThat(fal.requests(FalCall.STREAM).get(0).isClosedByClient()).isFalse();
        }
    }

    @Test
    void theStreamOfACompletedRequestIsOneEvent() throws Exception {
        try (FalSandbox fal = FalSandbox.start();
                Socket socket = stream(fal, submit(fal, Wire.RUN_BODY))) {
            assertThat(Wire.readToEnd(socket).split("data: ", -1)).hasSize(2);
        }
    }

    @Test
    void aStreamThatIsLeftIsNoticed() throws Exception {
        try (FalSandbox fal = FalSandbox.builder().timeInQueue(FOREVER).start()) {
            Socket socket = stream(fal, submit(fal, Wire.RUN_BODY));
            Wire.readUntil(socket, ": ping");
            socket.close();

            assertThat(fal.requests(FalCall.STREAM).get(0).awaitClosedByClient(Wire.PATIENCE))
                    .isTrue();
        }
    }

    @Test
    void aStreamCanBeScriptedAndSpoilt() throws Exception {
        try (FalSandbox fal = FalSandbox.builder().timeInQueue(FOREVER).start()) {
            fal.on(FalCall.STREAM).next(Answer.empty(500), Answer.broken(Fault.CUT_BODY));
            String id = submit(fal, Wire.RUN_BODY).path("request_id").asText();
            HttpRequest request = Wire.request(fal.queueUri(), "/fal-ai/flux/requests/" + id + "/status/stream")
                    .build();

            assertThat(Wire.send(request).statusCode()).isEqualTo(500);
            assertThatThrownBy(() -> Wire.send(request)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsUnknownOrUnauthorisedIsRefused() throws Exception {
        try (FalSandbox fal = FalSandbox.start()) {
            String request = "/fal-ai/flux/requests/none";
            for (String path : new String[] {request, request + "/status", request + "/status/stream", "/other"}) {
                assertThat(Wire.send(Wire.request(fal.queueUri(), path).build()).statusCode())
                        .isEqualTo(404);
            }
            assertThat(Wire.send(Wire.request(fal.queueUri(), request + "/cancel")
                                    .build())
                            .statusCode())
                    .isEqualTo(405);
            assertThat(Wire.send(Wire.request(fal.queueUri(), "/fal-ai/flux/dev")
                                    .POST(BodyPublishers.ofString(Wire.RUN_BODY))
                                    .build())
                            .statusCode())
                    .isEqualTo(404);
            assertThat(Wire.bytes(URI.create(fal.queueUri() + request)).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void theSynchronousHostMayAnswerLikeTheQueue() throws Exception {
        try (FalSandbox fal = FalSandbox.start()) {
            fal.on(FalCall.RUN).next(fal.queuedAnswer());

            JsonNode queued = Json.parse(Wire.run(fal).body());

            assertThat(queued.has("images")).isFalse();
            assertThat(get(queued, "response_url").body()).contains("\"images\"");
        }
    }

    @Test
    void theKeyThatSignsWebhooksIsServedToAnyone() throws Exception {
        try (FalSandbox fal = FalSandbox.start()) {
            JsonNode jwks = Json.parse(new String(Wire.bytes(fal.jwksUri()).body(), US_ASCII));

            assertThat(jwks.at("/keys/0/kty").asText()).isEqualTo("OKP");
            assertThat(jwks.at("/keys/0/crv").asText()).isEqualTo("Ed25519");
            assertThat(jwks.at("/keys/0/x").asText()).hasSize(43);
            assertThat(fal.requestCount(FalCall.JWKS)).isEqualTo(1);
        }
    }
}
