package id.potret.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import id.potret.reference.ReferenceImage;
import id.potret.reference.ReferenceImages;
import id.potret.reference.ReferenceOutcome.Described;
import id.potret.reference.ReferenceSlot;
import id.potret.reference.WordBudget;
import id.potret.sandbox.GeminiSandbox;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sandbox really looks at the pixels that arrive. */
@Timeout(60)
class GeminiSandboxTest {

    @Test
    void theColoursOfAPhotoReachTheDescription() throws Exception {
        BufferedImage red = new BufferedImage(2000, 1500, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = red.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, 2000, 1500);
        graphics.dispose();
        ReferenceImage photo = ReferenceImage.fromBytes(ReferenceSlot.BACKGROUND, Photos.encode(red, "jpeg"));

        try (GeminiSandbox sandbox = GeminiSandbox.builder().key("test-key").start();
                var describer = GeminiReferenceDescriber.builder("test-key")
                        .baseUrl(sandbox.uri())
                        .build()) {
            var outcomes = describer.describe(
                    ReferenceImages.of(photo),
                    WordBudget.of(60, Set.of(ReferenceSlot.BACKGROUND)),
                    Duration.ofSeconds(30));

            assertThat(outcomes.get(0))
                    .isInstanceOfSatisfying(
                            Described.class,
                            described ->
                                    assertThat(described.description().text()).containsIgnoringCase("red"));
        }
    }
}
