package id.potret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import id.potret.ledger.InMemoryCoinLedger;
import id.potret.prompt.Category;
import id.potret.prompt.ModelType;
import id.potret.prompt.PhotoOptions;
import id.potret.prompt.TextTranslator;
import id.potret.prompt.Translation;
import id.potret.reference.ImageDescription;
import id.potret.reference.ReferenceDescriber;
import id.potret.reference.ReferenceImage;
import id.potret.reference.ReferenceImages;
import id.potret.reference.ReferenceOutcome;
import id.potret.reference.ReferenceSlot;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReferencesTest {

    private static final PhotoOptions OPTIONS =
            PhotoOptions.model(ModelType.WOMAN, Category.FASHION).build();

    private final InMemoryCoinLedger ledger = new InMemoryCoinLedger();
    private final FakeFal fal = FakeFal.drawing();

    BatchReferencesTest() {
        ledger.grant("seller", 3);
    }

    private static ReferenceImage photo(ReferenceSlot slot) {
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", png);
            return ReferenceImage.fromBytes(slot, png.toByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static BatchRequest requestWithBagAndFace() {
        return BatchRequest.builder("seller", OPTIONS)
                .references(ReferenceImages.of(photo(ReferenceSlot.PRODUCT_1), photo(ReferenceSlot.FACE)))
                .build();
    }

    private static final ReferenceDescriber BAG_BUT_NO_FACE = (images, budget, timeout) -> List.of(
            new ReferenceOutcome.Described(new ImageDescription(ReferenceSlot.PRODUCT_1, "red leather bag")),
            new ReferenceOutcome.Blocked(
                    ReferenceSlot.FACE, ReferenceOutcome.BlockReason.PROMPT_BLOCKED, "blocked by the service"));

    @Test
    void whatWasDescribedGoesIntoThePromptAndTheRestIsNamed() throws InterruptedException {
        BatchResult result = BatchGenerator.builder(fal, ledger)
                .describer(BAG_BUT_NO_FACE)
                .build()
                .generate(requestWithBagAndFace());

        String expected = "A Woman model for Fashion, photorealistic resolusi HD. Reference images details: Product 1: "
                + "red leather bag. Generate images that match these reference details.";
        assertThat(fal.requests).extracting(request -> request.prompt()).containsOnly(expected);
        assertThat(result.prompt())
                .isNotNull()
                .satisfies(prompt -> assertThat(prompt.text()).isEqualTo(expected));
        assertThat(result.references()).hasSize(2).element(1).isInstanceOf(ReferenceOutcome.Blocked.class);
    }

    @Test
    void thePolicyFailEndsBeforeAnyPaidCall() {
        BatchGenerator generator = BatchGenerator.builder(fal, ledger)
                .describer(BAG_BUT_NO_FACE)
                .referencePolicy(ReferencePolicy.FAIL)
                .build();

        ReferencesFailedException failure = catchThrowableOfType(
                ReferencesFailedException.class, () -> generator.generate(requestWithBagAndFace()));

        assertThat(failure)
                .hasMessageContaining("Face/Model reference")
                .hasMessageContaining("the coin was given back");
        assertThat(failure.outcomes()).hasSize(2);
        assertThat(failure.coinReturned()).isTrue();
        assertThat(fal.requests).isEmpty();
        assertThat(ledger.balance("seller")).isEqualTo(3);
    }

    @Test
    void referencesWithoutADescriberAreRefusedBeforeACoinIsHeld() {
        BatchGenerator generator = BatchGenerator.builder(fal, ledger).build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> generator.generate(requestWithBagAndFace()))
                .withMessageContaining("ReferenceDescriber");
        assertThat(ledger.balance("seller")).isEqualTo(3);
    }

    @Test
    void theDescriberIsToldHowManyWordsEachPhotoMayHave() throws InterruptedException {
        List<Integer> words = new ArrayList<>();
        BatchGenerator.builder(fal, ledger)
                .describer((images, budget, timeout) -> {
                    words.add(budget.words(ReferenceSlot.PRODUCT_1));
                    words.add(budget.words(ReferenceSlot.FACE));
                    assertThat(timeout).isPositive().isLessThanOrEqualTo(BatchGenerator.DEFAULT_DESCRIBE_TIMEOUT);
                    return List.of();
                })
                .build()
                .generate(requestWithBagAndFace());

        assertThat(words).hasSize(2).allMatch(count -> count > 5);
        assertThat(words.get(0)).as("the product weighs more than the face").isGreaterThan(words.get(1));
    }

    @Test
    void ownTextsAreTranslatedBeforeThePromptIsComposed() throws InterruptedException {
        PhotoOptions options = PhotoOptions.product(Category.BAG)
                .customBackground("pasar malam")
                .additionalPrompt("soft light")
                .build();
        TextTranslator translator = (texts, timeout) -> texts.stream()
                .map(text -> text.equals("pasar malam")
                        ? new Translation(text, "night market", Translation.Status.TRANSLATED, "")
                        : new Translation(text, text, Translation.Status.UNCHANGED, ""))
                .toList();

        BatchResult result = BatchGenerator.builder(fal, ledger)
                .translator(translator)
                .build()
                .generate(BatchRequest.builder("seller", options).build());

        assertThat(fal.requests)
                .extracting(request -> request.prompt())
                .containsOnly("Product photography for Bag, with night market background, soft light, "
                        + "photorealistic resolusi HD");
        assertThat(result.translations())
                .extracting(Translation::status)
                .containsExactly(Translation.Status.TRANSLATED, Translation.Status.UNCHANGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qz7 ", "a translation that goes on and on and on, as a broken service may answer. "})
    void aTranslationThatThePromptCannotTakeIsNotUsed(String piece) throws InterruptedException {
        PhotoOptions options = PhotoOptions.product(Category.BAG)
                .customBackground("pasar")
                .additionalPrompt("meriah")
                .build();
        String tooMuch = piece.repeat(120).strip();
        TextTranslator translator = (texts, timeout) -> texts.stream()
                .map(text -> new Translation(text, tooMuch, Translation.Status.TRANSLATED, ""))
                .toList();

        BatchGenerator.builder(fal, ledger)
                .translator(translator)
                .build()
                .generate(BatchRequest.builder("seller", options).build());

        assertThat(fal.requests)
                .extracting(request -> request.prompt())
                .containsOnly("Product photography for Bag, with pasar background, meriah, photorealistic resolusi HD");
    }
}
