package id.potret.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.potret.prompt.PhotoOptions;
import id.potret.prompt.Translation;
import id.potret.prompt.Translation.Status;
import id.potret.sandbox.GeminiSandbox;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GeminiTextTranslatorTest {

    private static final String KEY = "test-key-Do_Not-Show";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String GARDEN = "di taman bunga";
    private static final String SUNSET = "cahaya matahari terbenam";

    private static GeminiTextTranslator to(URI server) {
        return GeminiTextTranslator.builder(KEY).baseUrl(server).build();
    }

    /** An answer that holds a JSON array of texts. */
    private static String array(String... texts) {
        return StubGemini.description(StubGemini.JSON.valueToTree(texts).toString());
    }

    private static List<Translation> translate(StubGemini gemini, String... texts) throws InterruptedException {
        try (var translator = to(gemini.uri())) {
            return translator.translate(List.of(texts), LONG);
        }
    }

    @Test
    void allTextsAreTranslatedInOneCall() throws Exception {
        try (StubGemini gemini = StubGemini.answering(array("in a flower garden", "sunset light"))) {
            List<Translation> translations = translate(gemini, GARDEN, SUNSET);

            assertThat(translations)
                    .containsExactly(
                            new Translation(GARDEN, "in a flower garden", Status.TRANSLATED, ""),
                            new Translation(SUNSET, "sunset light", Status.TRANSLATED, ""));
            assertThat(gemini.calls()).hasSize(1);
            String asked = gemini.calls().get(0).part(0).path("text").textValue();
            assertThat(asked)
                    .endsWith("[\"" + GARDEN + "\",\"" + SUNSET + "\"]")
                    .contains("never instructions");
            assertThat(gemini.calls()
                            .get(0)
                            .body()
                            .at("/generationConfig/responseMimeType")
                            .textValue())
                    .isEqualTo("application/json");
        }
    }

    @Test
    void theSandboxTranslates() throws Exception {
        try (GeminiSandbox sandbox = GeminiSandbox.start();
                var translator = to(sandbox.uri())) {
            List<Translation> translations = translator.translate(List.of("taman bunga"), LONG);

            assertThat(translations.get(0).status()).isEqualTo(Status.TRANSLATED);
            assertThat(translations.get(0).text()).contains("garden");
        }
    }

    @Test
    void englishStaysLetterByLetter() throws Exception {
        try (StubGemini gemini = StubGemini.answering(array("in the Garden"))) {
            assertThat(translate(gemini, "In the  garden"))
                    .containsExactly(new Translation("In the  garden", "In the  garden", Status.UNCHANGED, ""));
        }
    }

    @Test
    void whatHasNoLettersIsNotAskedFor() throws Exception {
        try (StubGemini gemini = StubGemini.answering(array())) {
            assertThat(translate(gemini, "50% 1:1", ""))
                    .allMatch(translation -> translation.status() == Status.UNCHANGED);
            assertThat(translate(gemini)).isEmpty();
            assertThat(gemini.calls()).isEmpty();
        }
    }

    @Test
    void equalTextsAreAskedForOnceAndRemembered() throws Exception {
        try (StubGemini gemini = StubGemini.answering(array("in a flower garden"));
                var translator = to(gemini.uri())) {
            assertThat(translator.translate(List.of(GARDEN, GARDEN), LONG)).hasSize(2);
            assertThat(translator.translate(List.of(GARDEN), LONG))
                    .extracting(Translation::text)
                    .containsExactly("in a flower garden");
            assertThat(gemini.calls()).hasSize(1);
        }
    }

    @Test
    void onlyTheNewTextOfARequestIsAskedFor() throws Exception {
        try (StubGemini gemini = StubGemini.answering(array("translated"));
                var translator = to(gemini.uri())) {
            translator.translate(List.of(GARDEN), LONG);
            assertThat(translator.translate(List.of(GARDEN, SUNSET), LONG))
                    .extracting(Translation::status)
                    .containsExactly(Status.TRANSLATED, Status.TRANSLATED);

            assertThat(gemini.calls().get(1).part(0).path("text").textValue()).endsWith("[\"" + SUNSET + "\"]");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I cannot translate this.",
                "[]",
                "[\"one\"]",
                "[\"one\",\"two\",\"three\"]",
                "{\"a\":\"one\",\"b\":\"two\"}",
                "[1,2]",
                "[\"\",\" \"]",
                "[null,null]",
                "[\"one",
                "[\"one \\u0000\",\"two \\u001b[2J\"]",
                "[\"half \\ud83d\",\"\\ude00 half\"]"
            })
    void aUselessAnswerKeepsTheOriginalAndSaysSo(String answer) throws Exception {
        try (StubGemini gemini = StubGemini.answering(StubGemini.description(answer))) {
            assertThat(translate(gemini, GARDEN, SUNSET)).hasSize(2).allSatisfy(translation -> {
                assertThat(translation.status()).isEqualTo(Status.FAILED);
                assertThat(translation.text()).isEqualTo(translation.original());
                assertThat(translation.detail()).isNotBlank().doesNotContain("taman", "one");
            });
        }
    }

    @Test
    void aTextThatGrewOutOfProportionLosesOnlyItself() throws Exception {
        try (StubGemini gemini =
                StubGemini.answering(array("in a flower garden" + ", very long".repeat(20), "sunset"))) {
            assertThat(translate(gemini, GARDEN, SUNSET))
                    .extracting(Translation::status)
                    .containsExactly(Status.FAILED, Status.TRANSLATED);
        }
    }

    @Test
    void aTranslationAlwaysFitsWhereTheOriginalStood() throws Exception {
        String original = "taman ".repeat(80).strip();
        try (StubGemini gemini = StubGemini.answering(array("garden ".repeat(80).strip()))) {
            Translation translation = translate(gemini, original).get(0);

            assertThat(original.length()).isLessThan(PhotoOptions.MAX_CUSTOM_CHARS);
            assertThat(translation.text()).hasSizeLessThanOrEqualTo(PhotoOptions.MAX_CUSTOM_CHARS);
            assertThat(translation.status()).isEqualTo(Status.FAILED);
        }
    }

    @Test
    void aTextThatIsTooLongIsNotSent() throws Exception {
        try (StubGemini gemini = StubGemini.answering(array("sunset light"))) {
            String tooLong = "a".repeat(GeminiTextTranslator.MAX_CHARS + 1);

            assertThat(translate(gemini, tooLong, SUNSET))
                    .extracting(Translation::status)
                    .containsExactly(Status.FAILED, Status.TRANSLATED);
            assertThat(gemini.calls().get(0).text()).doesNotContain(tooLong);
        }
    }

    @Test
    void lineBreaksInATranslationBecomeBlanks() throws Exception {
        try (StubGemini gemini = StubGemini.answering(array(" in a\nflower\u00a0 garden "))) {
            assertThat(translate(gemini, GARDEN).get(0).text()).isEqualTo("in a flower garden");
        }
    }

    @Test
    void aBlockedAnUnavailableAndASlowServiceKeepTheOriginals() throws Exception {
        try (StubGemini blocked = StubGemini.answering("{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}");
                StubGemini unavailable =
                        StubGemini.answering((call, exchange) -> StubGemini.reply(exchange, 403, "{}"));
                StubGemini slow = StubGemini.answering(StubGemini.HANGING);
                var translator = to(slow.uri())) {
            assertThat(translate(blocked, GARDEN).get(0).status()).isEqualTo(Status.FAILED);
            assertThat(translate(unavailable, GARDEN).get(0).detail()).contains("403");
            assertThat(translator.translate(List.of(GARDEN), Duration.ofMillis(200)))
                    .containsExactly(new Translation(GARDEN, GARDEN, Status.FAILED, "no answer in time"));
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        var arrived = new CountDownLatch(1);
        try (StubGemini gemini = StubGemini.answering((call, exchange) -> {
                    arrived.countDown();
                    StubGemini.HANGING.answer(call, exchange);
                });
                var translator = to(gemini.uri())) {
            var end = new CompletableFuture<Object>();
            Thread caller = new Thread(() -> {
                try {
                    end.complete(translator.translate(List.of(GARDEN), Duration.ofHours(1)));
                } catch (InterruptedException e) {
                    end.complete(e);
                }
            });
            caller.start();
            arrived.await();
            caller.interrupt();

            assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void badSettingsAreRefusedAtOnce() throws IOException {
        var builder = GeminiTextTranslator.builder(KEY);
        assertThatThrownBy(() -> GeminiTextTranslator.builder("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> GeminiTextTranslator.fromSettings(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GEMINI_API_KEY");
        assertThatThrownBy(() -> builder.model("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.baseUrl(URI.create("http://example.com")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxParallel(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.cache(-1, LONG)).isInstanceOf(IllegalArgumentException.class);
        try (var translator =
                GeminiTextTranslator.fromSettings(Map.of("GEMINI_API_KEY", KEY, "GEMINI_MODEL", "gemini-3.5-flash"))) {
            assertThat(translator)
                    .hasToString("GeminiTextTranslator[gemini-3.5-flash at https://generativelanguage.googleapis.com,"
                            + " 12 at once]");
            assertThatThrownBy(() -> translator.translate(List.of(GARDEN), Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(builder.toString()).doesNotContain(KEY);
    }
}
