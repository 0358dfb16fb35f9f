package id.potret.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import id.potret.reference.ReferenceImages;
import id.potret.reference.ReferenceSlot;
import id.potret.reference.WordBudget;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SmallHeapTest {

    private static final int PHOTOS = 6;

    @Test
    void sixPhotosOfTwelveMegapixelsAndFourMegabytesAreDescribedInAHeapOf128Megabytes(@TempDir Path folder)
            throws Exception {
        byte[] photo = Photos.noise(4000, 3000, 42L, 0.75f, 97);
        assertThat(photo).hasSizeBetween(3_900_000, 4_600_000);
        List<String> arguments = new ArrayList<>();
        try (StubGemini gemini = StubGemini.answering(StubGemini.description("brown leather bag"))) {
            arguments.add(gemini.uri().toString());
            for (int i = 0; i < PHOTOS; i++) {
                Path file = folder.resolve(i + ".jpg");
                arguments.add(Files.write(file, withComment(photo, i)).toString());
            }

            String said = Forked.run(List.of("-Xmx128m"), DescribeSix.class, arguments, Map.of());

            assertThat(said).contains("Described").doesNotContain("Failed");
            assertThat(gemini.calls()).hasSize(PHOTOS);
            assertThat(gemini.calls().stream()
                            .mapToInt(call -> call.text().length())
                            .sum())
                    .as("bytes sent")
                    .isLessThan(2_000_000);
            assertThat(gemini.calls())
                    .allSatisfy(call ->
                            assertThat(Photos.decode(call.picture()).getWidth()).isEqualTo(1024));
        }
    }

    /** Makes each photo another one. */
    private static byte[] withComment(byte[] jpeg, int number) {
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 3, (byte) number});
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    /** Describes photos that came as data URLs, all of which it holds until it ends, as a web backend may. */
    static final class DescribeSix {
        private DescribeSix() {}

        public static void main(String[] args) throws Exception {
            List<String> urls = new ArrayList<>();
            for (int i = 1; i < args.length; i++) {
                urls.add("data:image/jpeg;base64,"
                        + Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(args[i]))));
            }
            ReferenceImages photos = ReferenceImages.fromDataUrls(urls.subList(0, 4), urls.get(4), urls.get(5));
            try (var describer = GeminiReferenceDescriber.builder("test-key")
                    .baseUrl(URI.create(args[0]))
                    .build()) {
                System.out.println(describer.describe(
                        photos, WordBudget.of(100, Set.of(ReferenceSlot.values())), Duration.ofMinutes(1)));
            }
            System.out.println(urls.size() + " photos");
        }
    }
}
