package id.potret.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.potret.reference.ReferenceImage;
import id.potret.reference.ReferenceImages;
import id.potret.reference.ReferenceOutcome;
import id.potret.reference.ReferenceOutcome.Described;
import id.potret.reference.ReferenceSlot;
import id.potret.reference.WordBudget;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DescriptionCacheTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Set<ReferenceSlot> SLOTS = Set.of(ReferenceSlot.values());
    private static final WordBudget BUDGET = WordBudget.of(100, SLOTS);
    private static final ReferenceImages WITHOUT_FACE = Photos.of(
            ReferenceSlot.PRODUCT_1,
            ReferenceSlot.PRODUCT_2,
            ReferenceSlot.PRODUCT_3,
            ReferenceSlot.PRODUCT_4,
            ReferenceSlot.BACKGROUND);

    private StubGemini gemini;

    @BeforeEach
    void start() throws IOException {
        gemini = StubGemini.answering((call, exchange) -> StubGemini.reply(
                exchange, 200, StubGemini.description("photo of " + call.slot().promptLabel())));
    }

    @AfterEach
    void stop() {
        gemini.close();
    }

    private GeminiReferenceDescriber.Builder describer() {
        return GeminiReferenceDescriber.builder("test-key").baseUrl(gemini.uri());
    }

    @Test
    void aRepeatedBatchMakesNoCall() throws Exception {
        try (var describer = describer().build()) {
            List<ReferenceOutcome> first = describer.describe(WITHOUT_FACE, BUDGET, LONG);
            List<ReferenceOutcome> second = describer.describe(WITHOUT_FACE, BUDGET, LONG);

            assertThat(second).isEqualTo(first).allMatch(Described.class::isInstance);
            assertThat(gemini.calls()).hasSize(5);
        }
    }

    @Test
    void facesAreNotRememberedUnlessAskedFor() throws Exception {
        ReferenceImages face = Photos.of(ReferenceSlot.FACE);
        try (var describer = describer().build();
                var remembering = describer().cacheFaces(true).build()) {
            describer.describe(face, BUDGET, LONG);
            describer.describe(face, BUDGET, LONG);
            assertThat(gemini.calls()).hasSize(2);

            remembering.describe(face, BUDGET, LONG);
            remembering.describe(face, BUDGET, LONG);
            assertThat(gemini.calls()).hasSize(3);
        }
    }

    @Test
    void anotherQuotaIsAnotherQuestion() throws Exception {
        try (var describer = describer().build()) {
            describer.describe(Photos.of(ReferenceSlot.PRODUCT_1), BUDGET, LONG);
            describer.describe(Photos.of(ReferenceSlot.PRODUCT_1), WordBudget.of(300, SLOTS), LONG);

            assertThat(gemini.calls()).hasSize(2);
        }
    }

    @Test
    void theSamePhotoInAnotherSlotIsDescribedForThatSlot() throws Exception {
        byte[] photo = Photos.one(ReferenceSlot.PRODUCT_2).bytes();
        var twice = ReferenceImages.of(
                ReferenceImage.fromBytes(ReferenceSlot.PRODUCT_2, photo),
                ReferenceImage.fromBytes(ReferenceSlot.PRODUCT_3, photo),
                ReferenceImage.fromBytes(ReferenceSlot.BACKGROUND, photo));
        try (var describer = describer().build()) {
            List<ReferenceOutcome> outcomes = describer.describe(twice, BUDGET, LONG);

            assertThat(outcomes)
                    .extracting(ReferenceOutcome::slot)
                    .containsExactly(ReferenceSlot.PRODUCT_2, ReferenceSlot.PRODUCT_3, ReferenceSlot.BACKGROUND);
            assertThat(gemini.calls())
                    .as("one for the products, which have the same role and quota, and one for the background")
                    .hasSize(2);
        }
    }

    @Test
    void aCacheOfZeroAsksEveryTime() throws Exception {
        try (var describer = describer().cache(0, LONG).build()) {
            describer.describe(Photos.of(ReferenceSlot.PRODUCT_1), BUDGET, LONG);
            describer.describe(Photos.of(ReferenceSlot.PRODUCT_1), BUDGET, LONG);

            assertThat(gemini.calls()).hasSize(2);
        }
    }

    @Test
    void sizesAndTimesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> describer().cache(-1, LONG)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> describer().cache(1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
