package id.potret.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import id.potret.reference.ImageDescription;
import id.potret.reference.ReferenceSlot;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceDetailsTest {

    private static final Prompt BASE =
            PromptBuilder.build(PhotoOptions.product(Category.BAG).build());

    @Test
    void descriptionsStandInSlotOrderBehindThePrompt() {
        Prompt prompt = PromptBuilder.enhance(
                BASE,
                List.of(
                        new ImageDescription(ReferenceSlot.BACKGROUND, "concrete loft, tall windows."),
                        new ImageDescription(ReferenceSlot.FACE, "oval face"),
                        new ImageDescription(ReferenceSlot.PRODUCT_3, "woven rattan bag, round"),
                        new ImageDescription(ReferenceSlot.PRODUCT_1, "brown leather bag")));

        assertThat(prompt.text())
                .isEqualTo("Product photography for Bag, photorealistic resolusi HD. Reference images details: "
                        + "Product 1: brown leather bag | Product 3: woven rattan bag, round | "
                        + "Face/Model reference: oval face | Background/Environment: concrete loft, tall windows. "
                        + "Generate images that match these reference details.");
        assertThat(prompt.dropped()).isEmpty();
    }

    @Test
    void withoutDescriptionsThePromptStaysAsItWas() {
        assertThat(PromptBuilder.enhance(BASE, List.of()).text()).isEqualTo(BASE.text());
    }

    @Test
    void twoDescriptionsForOneSlotAreRefused() {
        ImageDescription face = new ImageDescription(ReferenceSlot.FACE, "oval face");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PromptBuilder.enhance(BASE, List.of(face, face)))
                .withMessageContaining("FACE");
    }
}
