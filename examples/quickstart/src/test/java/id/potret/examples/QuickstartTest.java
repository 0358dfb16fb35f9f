package id.potret.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import id.potret.reference.ReferenceSlot;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class QuickstartTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private List<String> run(String... args) throws Exception {
        Quickstart.run(Arguments.parse(args), Map.of(), new PrintStream(printed, true, StandardCharsets.UTF_8));
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void withoutArgumentsTheSeedExampleRunsInTheSandbox() throws Exception {
        List<String> lines = run("--out", folder.toString());

        assertThat(lines.get(0)).startsWith("Sandbox: ").contains("nothing is sent or paid");
        assertThat(lines).contains("3 images; one coin taken, coins left: 9");
        assertThat(lines.get(lines.size() - 1))
                .isEqualTo("Contact sheet: " + folder.resolve("index.html").toAbsolutePath());
        for (int number = 1; number <= 3; number++) {
            BufferedImage image =
                    ImageIO.read(folder.resolve("image-" + number + ".jpg").toFile());
            assertThat(image.getWidth()).isEqualTo(1024);
            assertThat(image.getHeight()).isEqualTo(1024);
        }
    }

    @Test
    void theContactSheetShowsPicturesPromptReferencesAndCoins() throws Exception {
        run("--out", folder.toString());

        String page = Files.readString(folder.resolve("index.html"));
        assertThat(page)
                .contains("src=\"image-1.jpg\"", "src=\"image-2.jpg\"", "src=\"image-3.jpg\"")
                .contains("A Woman model for Fashion in Standing casually holding product pose")
                .containsPattern("about \\d+ of 256 tokens")
                .contains("<b>10</b>before", "<b>9</b>after", "<b>confirmed</b>charge");
        for (ReferenceSlot slot : ReferenceSlot.values()) {
            assertThat(page).contains("<th>" + slot.promptLabel() + "</th>");
        }
    }

    @Test
    void optionsAndPhotosComeFromTheCommandLine() throws Exception {
        Path photo = folder.resolve("mug.png");
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", photo.toFile());

        List<String> lines = run(
                "--category", "Home Living",
                "--custom-background", "tiles <b> & steam",
                "--product-photo", photo.toString(),
                "--images", "1",
                "--out", folder.resolve("out").toString());

        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .contains("Product photography for Home Living, with tiles <b> & steam background"));
        assertThat(folder.resolve("out/image-1.jpg")).exists();
        assertThat(folder.resolve("out/image-2.jpg")).doesNotExist();
        assertThat(Files.readString(folder.resolve("out/index.html")))
                .contains("tiles &lt;b&gt; &amp; steam")
                .doesNotContain("<b> & steam");
    }

    @Test
    void aCommandLineThatIsNotUnderstoodIsAnswered() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("--colour", "red"))
                .withMessageContaining("--colour")
                .withMessageContaining("--help");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("--category"))
                .withMessageContaining("needs a value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("--images", "three"))
                .withMessageContaining("three");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse("--category", "Tas", "--face-photo", "nowhere.jpg"))
                .withMessageContaining("nowhere.jpg");
    }

    @Test
    void oneKeyOfTwoIsRefusedBeforeAnythingIsPaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Services.from(Map.of("FAL_KEY", "test-key")))
                .withMessageContaining("GEMINI_API_KEY")
                .withMessageNotContaining("test-key");
    }

    @Test
    void theHelpNamesEveryArgument() {
        assertThat(Arguments.HELP)
                .contains("--content-type", "--model-type", "--category", "--pose", "--custom-pose", "--background")
                .contains("--custom-background", "--style", "--custom-style", "--lighting", "--custom-lighting")
                .contains("--camera-angle", "--aspect-ratio", "--additional-prompt", "--product-photo")
                .contains("--face-photo", "--background-photo", "--images", "--out");
    }
}
