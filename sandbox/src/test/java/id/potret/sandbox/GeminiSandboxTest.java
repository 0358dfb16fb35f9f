package id.potret.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiSandboxTest {
    private static final String PATH = "/v1beta/models/gemini-3.5-flash-lite:generateContent";

    private final GeminiSandbox gemini = GeminiSandbox.start();

    @AfterEach
    void close() {
        gemini.close();
    }

    private static HttpRequest request(GeminiSandbox gemini, String body) {
        return HttpRequest.newBuilder(URI.create(gemini.uri() + PATH))
                .timeout(Wire.PATIENCE)
                .header("x-goog-api-key", "test-key")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> send(String body) throws Exception {
        return Wire.send(request(gemini, body));
    }

    private static String body(String text) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("contents").addObject().putArray("parts").addObject().put("text", text);
        return body.toString();
    }

    private static String body(String text, String mimeType, byte[] image) {
        ObjectNode body = (ObjectNode) Json.parse(body(text));
        body.withArray("/contents/0/parts")
                .addObject()
                .putObject("inlineData")
                .put("mimeType", mimeType)
                .put("data", Base64.getEncoder().encodeToString(image));
        return body.toString();
    }

    private static String text(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return Json.parse(response.body())
                .at("/candidates/0/content/parts/0/text")
                .asText();
    }

    private static byte[] picture(Color backdrop, Color subject, String format) throws IOException {
        BufferedImage image = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(backdrop);
        canvas.fillRect(0, 0, 400, 300);
        canvas.setColor(subject);
        canvas.fillRect(260, 60, 80, 200);
        canvas.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void aPictureIsDescribedByWhatIsReallyInIt(String format) throws Exception {
        byte[] image = picture(Color.WHITE, new Color(200, 20, 30), format);

        String text =
                text(send(body("Describe this product.", "jpg".equals(format) ? "image/jpeg" : "image/png", image)));

        assertThat(text)
                .startsWith("red product, tall shape on the right, white backdrop")
                .contains("landscape format", "400 by 300 pixels", "very bright")
                .isEqualTo(text.toLowerCase(Locale.ROOT));
    }

    @Test
    void anotherPictureIsDescribedOtherwise() throws Exception {
        byte[] image = picture(new Color(20, 20, 60), new Color(30, 150, 40), "png");

        assertThat(text(send(body("Describe the face in this photo.", "image/png", image))))
                .startsWith("green portrait")
                .contains("navy blue backdrop", "dark", "cool tones");
        assertThat(text(send(body("Describe the background.", "image/png", image))))
                .startsWith("navy blue and green setting");
        assertThat(text(send(body("What is this?", "image/png", image)))).startsWith("green picture");
    }

    @Test
    void aWordLimitInTheInstructionIsKept() throws Exception {
        byte[] image = picture(Color.WHITE, Color.RED, "png");

        String text = text(send(body("Describe this product in at most 9 words.", "image/png", image)));

        assertThat(text).isEqualTo("red product, tall shape on the right, white backdrop");
    }

    @ParameterizedTest
    @CsvSource({
        "RIFF0000WEBPVP8 , image/webp, webp",
        "0000ftypheic0000, image/heic, heic",
        "0000ftypmif10000, image/heif, heif"
    })
    void ofWhatJavaCannotDecodeOnlyTheFormatIsSaid(String bytes, String mimeType, String format) throws Exception {
        assertThat(text(send(body("Describe this product.", mimeType, bytes.getBytes(ISO_8859_1)))))
                .isEqualTo(format + " picture, 1 kilobytes, colours not readable in the sandbox");
    }

    @Test
    void theAnswerHasGeminisShape() throws Exception {
        JsonNode answer = Json.parse(send(body("[\"rumah\"]")).body());

        assertThat(answer.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
        assertThat(answer.at("/candidates/0/content/role").asText()).isEqualTo("model");
        assertThat(answer.at("/usageMetadata/totalTokenCount").isInt()).isTrue();
        assertThat(answer.at("/modelVersion").asText()).isEqualTo("gemini-3.5-flash-lite");
    }

    @Test
    void tooFewTokensCutTheAnswer() throws Exception {
        ObjectNode body = (ObjectNode) Json.parse(body("product", "image/png", picture(Color.WHITE, Color.RED, "png")));
        body.putObject("generationConfig").put("maxOutputTokens", 2);

        HttpResponse<String> response = send(body.toString());

        assertThat(text(response)).isEqualTo("red prod");
        assertThat(Json.parse(response.body()).at("/candidates/0/finishReason").asText())
                .isEqualTo("MAX_TOKENS");
    }

    @Test
    void listsOfTextsAreTranslatedAsFarAsTheWordListGoes() throws Exception {
        String text = text(
                send(
                        body(
                                "Translate, as [\"a\"] gives [\"b\"]: "
                                        + "[\"Taman bunga di tepi pantai saat senja\",\"rumah kayu tua, gaya blorong\",\"soft pastel look\"]")));

        assertThat(text)
                .isEqualTo(
                        "[\"garden flowers in seaside at dusk\",\"old wooden house, style blorong\",\"soft pastel look\"]");
    }

    @Test
    void aTextWithNothingToDoIsAnsweredHonestly() throws Exception {
        assertThat(text(send(body("Hello")))).contains("neither a picture nor a JSON array");
        assertThat(text(send(body("Hello [1, 2] and [broken")))).contains("neither");
    }

    @Test
    void descriptionsComeAsJsonWhenThatIsAskedFor() throws Exception {
        ObjectNode body = (ObjectNode) Json.parse(body("product", "image/png", picture(Color.WHITE, Color.RED, "png")));
        body.putObject("generationConfig").put("responseMimeType", "application/json");

        assertThat(text(send(body.toString()))).startsWith("\"red product,").endsWith("\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ | Invalid JSON",
                "{} | contents is not specified",
                "{\"contents\":[{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"?\"}}]}]} | Base64",
                "{\"contents\":[{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/gif\",\"data\":\"AA==\"}}]}]} | MIME",
                "{\"contents\":[{\"parts\":[{\"inline_data\":{\"mime_type\":\"image/png\",\"data\":\"AA==\"}}]}]} | Unable"
            })
    void mistakesAreRefusedInGooglesWords(String body, String message) throws Exception {
        HttpResponse<String> response = send(body);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = Json.parse(response.body()).path("error");
        assertThat(error.at("/status").asText()).isEqualTo("INVALID_ARGUMENT");
        assertThat(error.at("/code").asInt()).isEqualTo(400);
        assertThat(error.at("/message").asText()).contains(message);
    }

    @Test
    void keyPathAndMethodAreChecked() throws Exception {
        URI uri = URI.create(gemini.uri() + PATH);
        assertThat(Wire.send(HttpRequest.newBuilder(uri)
                                .POST(BodyPublishers.ofString("{}"))
                                .build())
                        .statusCode())
                .isEqualTo(403);
        assertThat(Wire.send(HttpRequest.newBuilder(uri)
                                .header("x-goog-api-key", "test-key")
                                .build())
                        .statusCode())
                .isEqualTo(404);
        try (GeminiSandbox strict =
                GeminiSandbox.builder().key("another-test-key").start()) {
            assertThat(Wire.send(request(strict, body("x"))).body()).contains("API_KEY_INVALID");
        }
    }

    @Test
    void everyRequestCanHaveItsOwnFate() throws Exception {
        byte[] red = picture(Color.WHITE, Color.RED, "png");
        byte[] green = picture(Color.WHITE, Color.GREEN, "png");
        gemini.script()
                .alwaysWhen(GeminiRequests.text("FACE"), GeminiAnswers.blockedPrompt("SAFETY"))
                .alwaysWhen(GeminiRequests.image(red), GeminiAnswers.cut())
                .alwaysWhen(GeminiRequests.shows("green"), GeminiAnswers.quotaExceeded(Duration.ofSeconds(30)));

        assertThat(Json.parse(send(body("the face", "image/png", red)).body())
                        .at("/promptFeedback/blockReason")
                        .asText())
                .isEqualTo("SAFETY");
        HttpResponse<String> cut = send(body("the product", "image/png", red));
        assertThat(text(cut)).startsWith("red product").doesNotContain("pixels");
        assertThat(Json.parse(cut.body()).at("/candidates/0/finishReason").asText())
                .isEqualTo("MAX_TOKENS");
        HttpResponse<String> refused = send(body("the product", "image/png", green));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("RESOURCE_EXHAUSTED", "\"retryDelay\":\"30s\"");

        List<RecordedRequest> requests = gemini.awaitRequests(3, Wire.PATIENCE);
        assertThat(GeminiRequests.texts(requests.get(0))).containsExactly("the face");
        assertThat(GeminiRequests.images(requests.get(2))).containsExactly(green);
        assertThat(gemini.requests()).hasSize(3);
        assertThat(gemini.requestCount()).isEqualTo(3);
        assertThat(gemini.peakConcurrency()).isEqualTo(1);
        assertThat(gemini.openConnections()).isPositive();
    }

    @Test
    void errorsComeInGooglesShape() throws Exception {
        gemini.script()
                .next(
                        GeminiAnswers.invalidKey(),
                        GeminiAnswers.suspended("test-key"),
                        GeminiAnswers.internalError(),
                        GeminiAnswers.unavailable(),
                        GeminiAnswers.deadlineExceeded());

        assertThat(send("{}").body()).contains("API_KEY_INVALID", "\"code\":400");
        assertThat(send("{}").body()).contains("CONSUMER_SUSPENDED", "Consumer 'api_key:test-key' has been suspended");
        assertThat(send("{}").body()).contains("\"status\":\"INTERNAL\"");
        assertThat(send("{}").body()).contains("\"status\":\"UNAVAILABLE\"");
        assertThat(send("{}").statusCode()).isEqualTo(504);
    }

    @Test
    void answersThatNoClientExpectsComeAsScripted() throws Exception {
        gemini.script()
                .next(
                        GeminiAnswers.blockedAnswer("SAFETY"),
                        GeminiAnswers.refusalInProse(),
                        GeminiAnswers.withoutParts(),
                        GeminiAnswers.wrongTypes(),
                        GeminiAnswers.giant(3),
                        Answer.empty(307).header("Location", "http://127.0.0.1:9/"));

        JsonNode blocked = Json.parse(send("{}").body());
        assertThat(blocked.at("/candidates/0/finishReason").asText()).isEqualTo("SAFETY");
        assertThat(blocked.at("/candidates/0").has("content")).isFalse();
        assertThat(text(send("{}"))).contains("I cannot");
        assertThat(send("{}").body()).contains("MAX_TOKENS").doesNotContain("parts");
        assertThat(Json.parse(send("{}").body()).path("usageMetadata").isBoolean())
                .isTrue();
        assertThat(text(send("{}")).length()).isBetween(3_000_000, 3 << 20);
        assertThat(send("{}").headers().firstValue("Location")).hasValue("http://127.0.0.1:9/");
        assertThatThrownBy(() -> GeminiAnswers.giant(0)).hasMessageContaining("0");
    }

    @Test
    void latencyIsWaitedFor() throws Exception {
        try (GeminiSandbox slow =
                GeminiSandbox.builder().latency(Duration.ofMillis(150)).start()) {
            long start = System.nanoTime();
            Wire.send(request(slow, body("x")));
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(150_000_000L);
        }
        assertThatThrownBy(() -> GeminiSandbox.builder().latency(Duration.ofSeconds(-1)))
                .hasMessageContaining("PT-1S");
    }
}
