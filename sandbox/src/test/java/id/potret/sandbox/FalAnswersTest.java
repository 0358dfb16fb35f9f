package id.potret.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FalAnswersTest {
    private final FalSandbox fal = FalSandbox.start();

    @AfterEach
    void close() {
        fal.close();
    }

    private HttpResponse<String> answer(Answer answer) throws Exception {
        fal.on(FalCall.RUN).next(answer);
        return Wire.run(fal);
    }

    static Stream<Arguments> platformErrors() {
        return Stream.of(
                Arguments.of(FalAnswers.badRequest(), 400, "bad_request"),
                Arguments.of(FalAnswers.concurrentRequestsLimit(), 429, "concurrent_requests_limit"),
                Arguments.of(FalAnswers.runnerServerError(), 500, "runner_server_error"),
                Arguments.of(FalAnswers.runnerIncompleteResponse(), 502, "runner_incomplete_response"),
                Arguments.of(FalAnswers.runnerSchedulingFailure(), 503, "runner_scheduling_failure"),
                Arguments.of(FalAnswers.runnerConnectionTimeout(), 503, "runner_connection_timeout"),
                Arguments.of(FalAnswers.runnerConnectionRefused(), 503, "runner_connection_refused"),
                Arguments.of(FalAnswers.runnerDisconnected(), 503, "runner_disconnected"),
                Arguments.of(FalAnswers.requestTimeout(), 504, "request_timeout"),
                Arguments.of(FalAnswers.startupTimeout(), 504, "startup_timeout"));
    }

    @ParameterizedTest
    @MethodSource("platformErrors")
    void platformErrorsCarryTheirTypeTwice(Answer error, int status, String type) throws Exception {
        HttpResponse<String> response = answer(error);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("X-Fal-Error-Type")).hasValue(type);
        assertThat(response.headers().firstValue("x-fal-request-id")).isPresent();
        JsonNode body = Json.parse(response.body());
        assertThat(body.path("error_type").asText()).isEqualTo(type);
        assertThat(body.path("detail").asText()).isNotEmpty();
    }

    static Stream<Arguments> modelErrors() {
        return Stream.of(
                Arguments.of(FalAnswers.downstreamServiceError(), 400, "downstream_service_error"),
                Arguments.of(FalAnswers.contentPolicyViolation(), 422, "content_policy_violation"),
                Arguments.of(FalAnswers.noMediaGenerated(), 422, "no_media_generated"),
                Arguments.of(FalAnswers.internalServerError(), 500, "internal_server_error"),
                Arguments.of(FalAnswers.generationTimeout(), 504, "generation_timeout"));
    }

    @ParameterizedTest
    @MethodSource("modelErrors")
    void modelErrorsAreAListWithPlacesAndInputs(Answer error, int status, String type) throws Exception {
        HttpResponse<String> response = answer(error);

        assertThat(response.statusCode()).isEqualTo(status);
        JsonNode detail = Json.parse(response.body()).at("/detail/0");
        assertThat(detail.path("type").asText()).isEqualTo(type);
        assertThat(detail.at("/loc/0").asText()).isEqualTo("body");
        assertThat(detail.path("msg").asText()).isNotEmpty();
        assertThat(detail.path("input").asText()).isNotEmpty();
    }

    static Stream<Arguments> plainErrors() {
        return Stream.of(
                Arguments.of(FalAnswers.missingKey(), 401, "Authentication"),
                Arguments.of(FalAnswers.wrongKey(), 401, "Key ID"),
                Arguments.of(FalAnswers.noPermission(), 403, "permission"),
                Arguments.of(FalAnswers.exhaustedBalance(), 403, "User is locked. Reason: Exhausted balance."),
                Arguments.of(FalAnswers.notFound(), 404, "not found"));
    }

    @ParameterizedTest
    @MethodSource("plainErrors")
    void plainErrorsHaveATextOnly(Answer error, int status, String text) throws Exception {
        HttpResponse<String> response = answer(error);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(Json.parse(response.body()).path("detail").asText()).contains(text);
        assertThat(Json.parse(response.body()).size()).isEqualTo(1);
    }

    @Test
    void aRateLimitSaysWhenToComeBackInWholeSeconds() throws Exception {
        assertThat(answer(FalAnswers.rateLimited(Duration.ofMillis(1_200)))
                        .headers()
                        .firstValue("Retry-After"))
                .hasValue("2");
    }

    @Test
    void aFlaggedPictureIsBlackAndHasTheSameSize() throws Exception {
        HttpResponse<String> response = answer(FalAnswers.flagged());

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode output = Json.parse(response.body());
        assertThat(output.path("has_nsfw_concepts").toString()).isEqualTo("[true]");
        assertThatIsBlack(
                Wire.bytes(URI.create(output.at("/images/0/url").asText())).body(), 1024);
    }

    @Test
    void aFlaggedDataUriIsBlackToo() throws Exception {
        fal.on(FalCall.RUN).next(FalAnswers.flagged());
        String url = Json.parse(Wire.run(fal, "{\"prompt\":\"x\",\"image_size\":\"square\",\"sync_mode\":true}")
                        .body())
                .at("/images/0/url")
                .asText();

        assertThatIsBlack(Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1)), 512);
    }

    private static void assertThatIsBlack(byte[] file, int side) throws Exception {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file));
        assertThat(picture.getWidth()).isEqualTo(side);
        assertThat(picture.getRGB(0, 0, side, side, null, 0, side)).containsOnly(0xff000000);
    }

    @Test
    void otherShapesOfTheOutputHaveTheUrlElsewhere() throws Exception {
        assertThat(Json.parse(answer(FalAnswers.imageObject()).body())
                        .at("/image/url")
                        .asText())
                .startsWith(fal.filesUri().toString());
        JsonNode bare = Json.parse(answer(FalAnswers.urlOnly()).body());
        assertThat(bare.path("url").asText()).startsWith(fal.filesUri().toString());
        assertThat(bare.has("images")).isFalse();
    }

    @Test
    void anErrorIsNotReshaped() throws Exception {
        fal.on(FalCall.RUN).next(FalAnswers.flagged());

        assertThat(Wire.run(fal, "{}").statusCode()).isEqualTo(422);
    }
}
