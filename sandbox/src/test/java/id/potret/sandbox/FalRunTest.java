package id.potret.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalRunTest {
    private final FalSandbox fal = FalSandbox.start();

    @AfterEach
    void close() {
        fal.close();
    }

    @Test
    void aRunAnswersAsFalDoes() throws Exception {
        HttpResponse<String> response = Wire.run(fal);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-fal-request-id")).isPresent();
        assertThat(response.headers().firstValue("X-Fal-Billable-Units")).hasValue("1.05");
        JsonNode output = Json.parse(response.body());
        assertThat(output.at("/images/0/url").asText()).startsWith(fal.filesUri() + "/files/");
        assertThat(output.at("/images/0/width").asInt()).isEqualTo(1024);
        assertThat(output.at("/images/0/content_type").asText()).isEqualTo("image/jpeg");
        assertThat(output.at("/timings/inference").isNumber()).isTrue();
        assertThat(output.at("/has_nsfw_concepts").toString()).isEqualTo("[false]");
        assertThat(output.at("/prompt").asText()).startsWith("Product photography for Bag");
        assertThat(output.at("/seed").bigIntegerValue()).isGreaterThan(BigInteger.valueOf(Long.MAX_VALUE));
    }

    @Test
    void thePictureIsReallyServed() throws Exception {
        String url = Json.parse(Wire.run(fal).body()).at("/images/0/url").asText();

        HttpResponse<byte[]> file = Wire.bytes(URI.create(url));

        assertThat(file.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file.body()));
        assertThat(picture.getWidth()).isEqualTo(1024);
        assertThat(picture.getHeight()).isEqualTo(1024);
    }

    @Test
    void pngAndDataUrisComeWhenAskedFor() throws Exception {
        JsonNode image = Json.parse(Wire.run(
                                fal,
                                "{\"prompt\":\"x\",\"image_size\":{\"width\":64,\"height\":32},"
                                        + "\"output_format\":\"png\",\"sync_mode\":true}")
                        .body())
                .at("/images/0");

        assertThat(image.at("/content_type").asText()).isEqualTo("image/png");
        assertThat(image.at("/url").asText()).startsWith("data:image/png;base64,iVBOR");
    }

    @Test
    void severalImagesOfOneRequestDiffer() throws Exception {
        JsonNode images = Json.parse(Wire.run(fal, "{\"prompt\":\"x\",\"image_size\":\"square\",\"num_images\":2}")
                        .body())
                .at("/images");

        byte[] first = Wire.bytes(URI.create(images.at("/0/url").asText())).body();
        byte[] second = Wire.bytes(URI.create(images.at("/1/url").asText())).body();
        assertThat(Arrays.equals(first, second)).isFalse();
    }

    @Test
    void aSeedIsKept() throws Exception {
        assertThat(Json.parse(Wire.run(fal, "{\"prompt\":\"x\",\"seed\":7}").body())
                        .at("/seed")
                        .asInt())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | missing | prompt",
                "{\"prompt\":7} | string_type | prompt",
                "{\"prompt\":\"x\",\"num_inference_steps\":0} | greater_than_equal | num_inference_steps",
                "{\"prompt\":\"x\",\"num_inference_steps\":13} | less_than_equal | num_inference_steps",
                "{\"prompt\":\"x\",\"num_inference_steps\":4.5} | int_type | num_inference_steps",
                "{\"prompt\":\"x\",\"guidance_scale\":0.5} | greater_than_equal | guidance_scale",
                "{\"prompt\":\"x\",\"guidance_scale\":20.5} | less_than_equal | guidance_scale",
                "{\"prompt\":\"x\",\"guidance_scale\":\"3.5\"} | float_type | guidance_scale",
                "{\"prompt\":\"x\",\"image_size\":\"huge\"} | literal_error | image_size",
                "{\"prompt\":\"x\",\"num_images\":5} | less_than_equal | num_images",
                "{\"prompt\":\"x\",\"output_format\":\"gif\"} | literal_error | output_format",
                "{\"prompt\":\"x\",\"sync_mode\":1} | bool_type | sync_mode",
                "{\"prompt\":\"x\",\"seed\":\"a\"} | int_type | seed"
            })
    void aWrongFieldIsRefusedWithItsPlace(String body, String type, String field) throws Exception {
        HttpResponse<String> response = Wire.run(fal, body);

        assertThat(response.statusCode()).isEqualTo(422);
        JsonNode error = Json.parse(response.body()).at("/detail/0");
        assertThat(error.at("/type").asText()).isEqualTo(type);
        assertThat(error.at("/loc").toString()).isEqualTo("[\"body\",\"" + field + "\"]");
        assertThat(error.at("/msg").asText()).isNotEmpty();
        assertThat(error.has("input")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{ | json_invalid", "[] | model_attributes_type"})
    void whatIsNoObjectIsRefused(String body, String type) throws Exception {
        HttpResponse<String> response = Wire.run(fal, body);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(Json.parse(response.body()).at("/detail/0/type").asText()).isEqualTo(type);
    }

    @Test
    void aSizeAboveTheSandboxesLimitIsRefused() throws Exception {
        HttpResponse<String> response =
                Wire.run(fal, "{\"prompt\":\"x\",\"image_size\":{\"width\":4096,\"height\":64}}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(Json.parse(response.body()).at("/detail/0/ctx/le").asInt()).isEqualTo(2048);
    }

    @ParameterizedTest
    @CsvSource({"Bearer test-key", "Key", "'Key '"})
    void withoutAKeyNothingRuns(String authorization) throws Exception {
        HttpResponse<String> response = Wire.send(Wire.request(fal.runUri(), "/fal-ai/flux/schnell")
                .setHeader("Authorization", authorization)
                .POST(BodyPublishers.ofString(Wire.RUN_BODY))
                .build());

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).contains("Authentication is required");
    }

    @Test
    void aDemandedKeyIsTheOnlyOne() throws Exception {
        try (FalSandbox strict = FalSandbox.builder().key("another-test-key").start()) {
            assertThat(Wire.run(strict).statusCode()).isEqualTo(401);
        }
        try (FalSandbox strict = FalSandbox.builder().key("test-key").start()) {
            assertThat(Wire.run(strict).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void otherEndpointsAndMethodsAreRefused() throws Exception {
        assertThat(Wire.send(Wire.request(fal.runUri(), "/fal-ai/flux/dev")
                                .POST(BodyPublishers.ofString(Wire.RUN_BODY))
                                .build())
                        .statusCode())
                .isEqualTo(404);
        assertThat(Wire.send(Wire.request(fal.runUri(), "/fal-ai/flux/schnell").build())
                        .statusCode())
                .isEqualTo(405);
        assertThat(Wire.bytes(URI.create(fal.filesUri() + "/files/sandbox/unknown.jpg"))
                        .statusCode())
                .isEqualTo(404);
    }
}
