package id.potret.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.potret.reference.ReferenceOutcome;
import id.potret.reference.ReferenceOutcome.Described;
import id.potret.reference.ReferenceOutcome.Failed;
import id.potret.reference.ReferenceOutcome.FailureReason;
import id.potret.reference.ReferenceSlot;
import id.potret.reference.WordBudget;
import id.potret.sandbox.Answer;
import id.potret.sandbox.Fault;
import id.potret.sandbox.GeminiSandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the wire does to a call. */
@Timeout(60)
class WireFaultTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Set<ReferenceSlot> SLOT = Set.of(ReferenceSlot.PRODUCT_1);
    private static final WordBudget BUDGET = WordBudget.of(40, SLOT);

    private static ReferenceOutcome describe(GeminiReferenceDescriber.Builder describer) throws InterruptedException {
        try (var one = describer.build()) {
            return one.describe(Photos.of(ReferenceSlot.PRODUCT_1), BUDGET, LONG)
                    .get(0);
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "RESET_BEFORE_BODY",
                "RESET_AFTER_BODY",
                "CLOSED_AFTER_BODY",
                "CUT_BODY",
                "RESET_IN_BODY",
                "GARBAGE_STATUS_LINE"
            })
    void aLostConnectionIsTriedOnceMore(Fault fault) throws Exception {
        try (GeminiSandbox sandbox = GeminiSandbox.start()) {
            sandbox.script().next(Answer.broken(fault));

            assertThat(describe(GeminiReferenceDescriber.builder("test-key").baseUrl(sandbox.uri())))
                    .isInstanceOf(Described.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "RESET_BEFORE_BODY",
                "RESET_AFTER_BODY",
                "CLOSED_AFTER_BODY",
                "CUT_BODY",
                "RESET_IN_BODY",
                "GARBAGE_STATUS_LINE"
            })
    void aConnectionThatIsAlwaysLostIsUnavailable(Fault fault) throws Exception {
        try (GeminiSandbox sandbox = GeminiSandbox.start()) {
            sandbox.script().always(Answer.broken(fault));

            assertThat(describe(GeminiReferenceDescriber.builder("test-key").baseUrl(sandbox.uri())))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.reason()).isEqualTo(FailureReason.UNAVAILABLE));
            assertThat(sandbox.requestCount()).as("no endless retries").isLessThanOrEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STALLED_HEADERS", "STALLED_BODY", "TRICKLED_BODY"})
    void theTimeOfAPhotoCoversItsWholeAnswer(Fault fault) throws Exception {
        try (GeminiSandbox sandbox = GeminiSandbox.start()) {
            sandbox.script().always(Answer.broken(fault));

            assertThat(describe(GeminiReferenceDescriber.builder("test-key")
                            .baseUrl(sandbox.uri())
                            .perImageTimeout(Duration.ofMillis(300))))
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.reason()).isEqualTo(FailureReason.TIMED_OUT));
        }
    }

    @Test
    void theSecondTryWaitsAsLongAsItIsToldTo() throws Exception {
        var first = new AtomicLong();
        var second = new AtomicLong();
        try (StubGemini gemini = StubGemini.answering((call, exchange) -> {
            if (first.compareAndSet(0, System.nanoTime())) {
                exchange.getResponseHeaders().add("Retry-After", "1");
                StubGemini.reply(exchange, 429, "{}");
            } else {
                second.set(System.nanoTime());
                StubGemini.reply(exchange, 200, StubGemini.description("red bag"));
            }
        })) {
            assertThat(describe(GeminiReferenceDescriber.builder("test-key").baseUrl(gemini.uri())))
                    .isInstanceOf(Described.class);
            assertThat(Duration.ofNanos(second.get() - first.get())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    /** Answers in which something is left out, or is of another type, by chance. */
    @Test
    void noAnswerWhateverMakesDescribingThrow() throws Exception {
        long seed = new Random().nextLong();
        var number = new AtomicLong(seed);
        JsonNode whole =
                StubGemini.JSON.readTree("{\"promptFeedback\":{\"blockReason\":\"SAFETY\",\"safetyRatings\":[]},"
                        + "\"candidates\":[{\"index\":0,\"finishReason\":\"STOP\",\"content\":{\"role\":\"model\",\"parts\":"
                        + "[{\"text\":\"red bag\",\"thought\":false},{\"text\":\"zip\"}]},\"tokenCount\":7}],"
                        + "\"usageMetadata\":{\"totalTokenCount\":7},\"modelVersion\":\"m\"}");
        try (StubGemini gemini = StubGemini.answering((call, exchange) -> StubGemini.reply(
                        exchange,
                        200,
                        spoil(whole, new Random(number.incrementAndGet())).toString()));
                var describer = GeminiReferenceDescriber.builder("test-key")
                        .baseUrl(gemini.uri())
                        .cache(0, LONG)
                        .build()) {
            for (int i = 0; i < 60; i++) {
                assertThat(describer.describe(Photos.all(), BUDGET, LONG))
                        .as("seed %d, round %d", seed, i)
                        .hasSize(6);
            }
        }
    }

    private static JsonNode spoil(JsonNode node, Random random) {
        if (random.nextInt(12) == 0) {
            List<JsonNode> others = List.of(
                    JsonNodeFactory.instance.nullNode(),
                    JsonNodeFactory.instance.numberNode(random.nextInt()),
                    JsonNodeFactory.instance.booleanNode(random.nextBoolean()),
                    JsonNodeFactory.instance.textNode("MAX_TOKENS"),
                    JsonNodeFactory.instance.textNode("\u0000\ud83d"),
                    JsonNodeFactory.instance.arrayNode().add(1),
                    JsonNodeFactory.instance.objectNode().put("text", 1));
            return others.get(random.nextInt(others.size()));
        }
        if (node.isObject()) {
            ObjectNode spoilt = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (random.nextInt(8) > 0) {
                    spoilt.set(field.getKey(), spoil(field.getValue(), random));
                }
            }
            return spoilt;
        }
        if (node.isArray()) {
            List<JsonNode> items = new ArrayList<>();
            node.forEach(item -> items.add(spoil(item, random)));
            return new ArrayNode(JsonNodeFactory.instance, items);
        }
        return node;
    }
}
