package id.potret.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.potret.fal.FalException.Outcome;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalClientTest {

    private static final FalRequest REQUEST = FalRequest.of("a red bag \"quoted\" in Jalan");
    private static final FalCredentials CREDENTIALS = FalCredentials.of("test-key");

    @Test
    void sendsExactlyFourFieldsAndTheKey() throws Exception {
        try (StubServer server = StubServer.answering(200, StubServer.IMAGE, "x-fal-request-id: req-1")) {
            FalImage image = server.client().build().generate(REQUEST);

            assertThat(image.url()).isEqualTo(URI.create("https://v3.fal.media/files/a/b.jpg"));
            assertThat(image.seed()).contains(new BigInteger("15860307465884635512"));
            assertThat(image.requestId()).contains("req-1");
            assertThat(image.width()).hasValue(1024);
            assertThat(image.height()).hasValue(1024);
            assertThat(image.contentType()).contains("image/jpeg");
            assertThat(image.flagged()).isFalse();
            StubServer.Request request = server.requests.get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/fal-ai/flux/schnell");
            assertThat(request.headers())
                    .containsEntry("authorization", "Key test-key-id:test-key-secret")
                    .containsEntry("content-type", "application/json");
            assertThat(request.headers().get("user-agent")).matches("potret-fal/\\d+\\.\\d+.*");
            JsonNode body = new ObjectMapper().readTree(request.body());
            assertThat(body.fieldNames())
                    .toIterable()
                    .containsExactly("prompt", "image_size", "num_inference_steps", "guidance_scale");
            assertThat(body.get("prompt").textValue()).isEqualTo(REQUEST.prompt());
            assertThat(body.get("image_size").textValue()).isEqualTo("square_hd");
            assertThat(body.get("num_inference_steps").toString()).isEqualTo("4");
            assertThat(body.get("guidance_scale").toString()).isEqualTo("3.5");
        }
    }

    @Test
    void threePicturesAreUnderWayAtOnce() throws Exception {
        CountDownLatch allThere = new CountDownLatch(3);
        try (StubServer server = new StubServer((request, connection) -> {
            allThere.countDown();
            try {
                allThere.await();
            } catch (InterruptedException e) {
                return false;
            }
            return connection.reply(200, StubServer.IMAGE);
        })) {
            List<CompletableFuture<FalImage>> images = server.client().build().generateAll(REQUEST, 3);

            assertThat(images).hasSize(3).allSatisfy(image -> assertThat(image).succeedsWithin(Duration.ofSeconds(20)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"detail\":\"bad\",\"error_type\":\"bad_request\"} | FalValidationException | REFUSED | false",
                "401 | {\"detail\":\"No user found for Key ID and Secret\"} | FalAuthenticationException | REFUSED | false",
                "403 | {\"detail\":\"Forbidden\"} | FalPermissionException | REFUSED | false",
                "403 | {\"detail\":\"User is locked. Reason: Exhausted balance. Top up\"} | FalAccountLockedException | REFUSED | false",
                "404 | {\"detail\":\"Application not found\"} | FalProtocolException | REFUSED | false",
                "422 | {\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"bad\",\"type\":\"value_error\"}]} | FalValidationException | REFUSED | false",
                "422 | {\"detail\":[{\"loc\":[\"body\"],\"msg\":\"flagged\",\"type\":\"content_policy_violation\"}]} | FalContentPolicyException | REFUSED | false",
                "500 | {\"detail\":\"x\",\"error_type\":\"internal_server_error\"} | FalServerException | UNKNOWN | false",
                "502 | <html>Bad gateway</html> | FalServerException | UNKNOWN | false",
                "504 | {\"detail\":\"x\",\"error_type\":\"request_timeout\"} | FalServerException | UNKNOWN | false",
            })
    void anErrorHasItsOwnTypeAndIsNotSentAgain(
            int status, String body, String type, Outcome outcome, boolean retryable) {
        try (StubServer server = StubServer.answering(status, body, "x-fal-request-id: req-7")) {
            FalException failure = catchThrowableOfType(
                    FalException.class, () -> server.client().build().generate(REQUEST));

            assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
            assertThat(failure.outcome()).isEqualTo(outcome);
            assertThat(failure.isRetryable()).isEqualTo(retryable);
            assertThat(failure.status()).hasValue(status);
            assertThat(failure.requestId()).contains("req-7");
            assertThat(server.posts()).isEqualTo(1);
        }
    }

    @Test
    void theDeadlineCoversTheBody() throws Exception {
        try (StubServer server = new StubServer((request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 500\r\nx-fal-request-id: req-9\r\n\r\n{\"images\":");
            return connection.hang();
        })) {
            FalClient client = server.client().timeout(Duration.ofSeconds(2)).build();

            FalException failure = catchThrowableOfType(FalException.class, () -> client.generate(REQUEST));

            assertThat(failure).isInstanceOf(FalTimeoutException.class).hasMessageContaining("may have been charged");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure.requestId()).contains("req-9");
            assertThat(server.sawClientClose()).isTrue();
            assertThat(server.posts()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fal-ai/flux/dev", "fal-ai/flux/schnell/", "FAL-AI/flux/schnell", ""})
    void anotherEndpointIsRefusedAtConstruction(String endpoint) {
        LockedParameterException refusal = catchThrowableOfType(
                LockedParameterException.class,
                () -> FalClient.builder(CREDENTIALS).endpoint(endpoint));

        assertThat(refusal.parameter()).isEqualTo("endpoint");
        assertThat(refusal.value()).isEqualTo(endpoint);
        assertThat(refusal.allowed()).isEqualTo("fal-ai/flux/schnell");
    }

    @Test
    void otherStepsGuidanceOrSizeAreRefusedAtConstruction() {
        FalClient.Builder builder = FalClient.builder(CREDENTIALS);

        assertThatThrownBy(() -> builder.numInferenceSteps(5))
                .isInstanceOf(LockedParameterException.class)
                .hasMessageContaining("num_inference_steps is locked to 4 and cannot be 5");
        assertThatThrownBy(() -> builder.guidanceScale(3.6))
                .isInstanceOf(LockedParameterException.class)
                .hasMessageContaining("guidance_scale is locked to 3.5 and cannot be 3.6");
        assertThatThrownBy(() -> builder.guidanceScale(Double.NaN)).isInstanceOf(LockedParameterException.class);
        assertThatThrownBy(() -> builder.imageSize("square"))
                .isInstanceOf(LockedParameterException.class)
                .hasMessageContaining("image_size is locked to square_hd and cannot be square");
    }

    @ParameterizedTest
    @CsvSource({
        "FAL_MODEL_ENDPOINT, fal-ai/flux/dev, endpoint",
        "FAL_NUM_INFERENCE_STEPS, 8, num_inference_steps",
        "FAL_NUM_INFERENCE_STEPS, four, num_inference_steps",
        "FAL_GUIDANCE_SCALE, 7, guidance_scale",
        "FAL_IMAGE_SIZE, square, image_size"
    })
    void settingsCannotUnlockWhatIsLocked(String name, String value, String parameter) {
        // without a key: a locked parameter is reported before anything else
        assertThatThrownBy(() -> FalClient.fromSettings(Map.of(name, value)))
                .isInstanceOfSatisfying(LockedParameterException.class, refusal -> {
                    assertThat(refusal.parameter()).isEqualTo(parameter);
                    assertThat(refusal.value()).isEqualTo(value);
                });
    }

    @Test
    void settingsMayCarryTheLockedValues() {
        FalClient client = FalClient.fromSettings(Map.of(
                "FAL_KEY_ID", "test-id",
                "FAL_KEY_SECRET", "test-secret",
                "FAL_API_BASE", "https://fal.run/",
                "FAL_MODEL_ENDPOINT", "fal-ai/flux/schnell",
                "FAL_NUM_INFERENCE_STEPS", "4",
                "FAL_GUIDANCE_SCALE", "3.50",
                "FAL_IMAGE_SIZE", "square_hd",
                "FAL_TIMEOUT_SECONDS", "60"));

        assertThat(client.toString())
                .contains("https://fal.run/fal-ai/flux/schnell", "PT1M")
                .doesNotContain("test-id", "test-secret");
    }

    @Test
    void theLockedValuesMayBeRepeatedInCode() throws Exception {
        try (StubServer server = StubServer.answering(200, StubServer.IMAGE)) {
            FalClient client = server.client()
                    .endpoint("fal-ai/flux/schnell")
                    .imageSize("square_hd")
                    .numInferenceSteps(4)
                    .guidanceScale(3.5)
                    .build();

            assertThat(client.generateAll(REQUEST, 1)).singleElement().satisfies(CompletableFuture::join);
            assertThatThrownBy(() -> client.generateAll(REQUEST, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aMissingKeyIsNamed() {
        assertThatThrownBy(() -> FalClient.fromSettings(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FAL_KEY is missing");
        assertThatThrownBy(() -> FalClient.fromSettings(Map.of("FAL_KEY_ID", "test-id")))
                .hasMessageContaining("FAL_KEY_SECRET is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "http://fal.run",
                "https://fal.run.example.com",
                "https://user@fal.run",
                "https://fal.run:8443",
                "http://127.0.0.1.example.com",
                "https://fal.run?x=1"
            })
    void theKeyGoesToFalOrThisMachineOnly(String base) {
        assertThatThrownBy(() -> FalClient.builder(CREDENTIALS).apiBase(URI.create(base)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the API base must be");
    }
}
