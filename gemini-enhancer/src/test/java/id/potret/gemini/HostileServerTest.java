package id.potret.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import id.potret.reference.ReferenceOutcome;
import id.potret.reference.ReferenceOutcome.Failed;
import id.potret.reference.ReferenceOutcome.FailureReason;
import id.potret.reference.ReferenceSlot;
import id.potret.reference.WordBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that want the key, the photos or our memory, and environments that lead to them. */
@Timeout(120)
class HostileServerTest {

    private static final String KEY = "test-key-Do_Not-Show";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final WordBudget BUDGET = WordBudget.of(100, Set.of(ReferenceSlot.values()));
    private static final String SECRET = "gaun pengantin rahasia";
    private static final String FACE = "oval face with a scar";

    private static ReferenceOutcome describe(StubGemini gemini) throws InterruptedException {
        try (var describer =
                GeminiReferenceDescriber.builder(KEY).baseUrl(gemini.uri()).build()) {
            return describer
                    .describe(Photos.of(ReferenceSlot.FACE), BUDGET, LONG)
                    .get(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 307, 308})
    void aRedirectLeadsNowhere(int status) throws Exception {
        try (StubGemini elsewhere = StubGemini.answering(StubGemini.description(FACE));
                StubGemini gemini = StubGemini.answering((call, exchange) -> {
                    exchange.getResponseHeaders().add("Location", elsewhere.uri() + call.path());
                    StubGemini.reply(exchange, status, "");
                })) {
            assertThat(describe(gemini))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.reason()).isEqualTo(FailureReason.REJECTED));
            assertThat(elsewhere.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 429, 500})
    void anEchoedKeyIsNotRepeated(int status) throws Exception {
        String everywhere =
                "{\"error\":{\"code\":\"%1$s\",\"status\":\"%1$s\",\"message\":\"Consumer 'api_key:%1$s' has"
                        + " been suspended.\",\"details\":[{\"reason\":\"%1$s\",\"retryDelay\":\"%1$s\"}]}}";
        try (StubGemini gemini = StubGemini.answering((call, exchange) -> {
            exchange.getResponseHeaders().add("Retry-After", KEY);
            StubGemini.reply(exchange, status, everywhere.formatted(KEY));
        })) {
            assertThat(describe(gemini).toString()).doesNotContain(KEY, "suspended");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"promptFeedback\":{\"blockReason\":\"KEY\",\"blockReasonMessage\":\"KEY\"}}",
                "{\"candidates\":[{\"finishReason\":\"KEY\",\"finishMessage\":\"KEY\"}]}",
                "{\"candidates\":\"KEY\"}",
                "{\"candidates\":[{\"finishReason\":{\"KEY\":1},\"content\":\"KEY\"}]}",
                "KEY",
                "\"KEY",
                "{\"KEY\""
            })
    void nothingThatIsAnsweredIsRepeated(String body) throws Exception {
        try (StubGemini gemini = StubGemini.answering(body.replace("KEY", KEY))) {
            assertThat(describe(gemini).toString()).doesNotContain(KEY);
        }
    }

    @Test
    void deeplyNestedAnswersAreUnreadable() throws Exception {
        try (StubGemini gemini = StubGemini.answering("[".repeat(200_000))) {
            assertThat(describe(gemini))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.reason()).isEqualTo(FailureReason.UNREADABLE));
        }
    }

    @Test
    void anEndlessErrorIsReadNoFurtherThanAnErrorCanBe() throws Exception {
        try (StubGemini gemini = StubGemini.answering((call, exchange) -> {
            exchange.sendResponseHeaders(400, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(new byte[8192]);
                }
            } catch (IOException e) {
                exchange.close();
            }
        })) {
            assertThat(describe(gemini)).isInstanceOf(Failed.class);
        }
    }

    @Test
    void neitherKeyNorPhotoNorDescriptionNorTextIsLoggedAtAnyLevel() throws Exception {
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        var log = new ConcurrentLinkedQueue<String>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord event) {
                log.add(new SimpleFormatter().format(event));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.ALL);
        PrintStream out = System.out;
        PrintStream err = System.err;
        var printed = new ByteArrayOutputStream();
        String photo;
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        try (PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8);
                StubGemini good = StubGemini.answering(StubGemini.description(FACE));
                StubGemini bad = StubGemini.answering((call, exchange) ->
                        StubGemini.reply(exchange, 403, "{\"error\":{\"message\":\"" + KEY + FACE + "\"}}"))) {
            System.setOut(capture);
            System.setErr(capture);
            describe(good);
            describe(bad);
            try (var translator =
                    GeminiTextTranslator.builder(KEY).baseUrl(bad.uri()).build()) {
                assertThat(translator.translate(List.of(SECRET), LONG).toString())
                        .doesNotContain(SECRET);
            }
            photo = good.calls().get(0).part(0).at("/inlineData/data").textValue();
        } finally {
            System.setOut(out);
            System.setErr(err);
            root.setLevel(before);
            root.removeHandler(handler);
        }
        String said = log + printed.toString(StandardCharsets.UTF_8);
        assertThat(said).as("something was captured").contains("okhttp");
        assertThat(said)
                .doesNotContain(KEY, SECRET, "scar", photo.substring(0, 40), photo.substring(photo.length() - 40));
    }

    @Test
    void environmentVariablesDoNotMoveTheTarget() throws Exception {
        try (StubGemini elsewhere = StubGemini.answering(StubGemini.description("moved"));
                StubGemini gemini = StubGemini.answering(StubGemini.description("at home"))) {
            String evil = elsewhere.uri().toString();
            String said = Forked.run(
                    List.of(),
                    DescribeOnce.class,
                    List.of(gemini.uri().toString()),
                    Map.of(
                            "GOOGLE_GEMINI_BASE_URL", evil,
                            "GOOGLE_VERTEX_BASE_URL", evil,
                            "GOOGLE_GENAI_USE_VERTEXAI", "true",
                            "GOOGLE_GENAI_USE_ENTERPRISE", "true",
                            "GOOGLE_API_KEY", "another-key",
                            "GOOGLE_CLOUD_PROJECT", "project",
                            "GOOGLE_CLOUD_LOCATION", "global"));

            assertThat(said).contains("Described");
            assertThat(elsewhere.calls()).isEmpty();
            assertThat(gemini.calls())
                    .hasSize(1)
                    .allSatisfy(call -> assertThat(call.headers().getFirst("x-goog-api-key"))
                            .isEqualTo(KEY));
        }
    }

    /** Describes a photo and ends without closing anything: its end shows that no thread holds the JVM. */
    static final class DescribeOnce {
        private DescribeOnce() {}

        public static void main(String[] args) throws Exception {
            var describer = GeminiReferenceDescriber.builder(KEY)
                    .baseUrl(URI.create(args[0]))
                    .build();
            System.out.println(describer.describe(Photos.of(ReferenceSlot.PRODUCT_1), BUDGET, LONG));
        }
    }
}
