package id.potret.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptPreviewTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private boolean preview(String input) throws IOException {
        return PromptPreview.run(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void everyGoldenPromptComesOutByteForByte() throws IOException {
        List<String> input = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        try (InputStream in = getClass().getResourceAsStream("prompt-goldens.json")) {
            for (JsonNode golden : new ObjectMapper().readTree(Objects.requireNonNull(in))) {
                input.add(golden.path("options").toString());
                expected.add(golden.path("prompt").textValue());
            }
        }
        assertThat(expected).hasSize(40);

        assertThat(preview(String.join("\n", input) + "\n")).isTrue();

        assertThat(lines()).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{\"content_type\": \"Non Model\"}",
                "{\"content_type\": \"Non Model\", \"category\": \"Tass\"}",
                "{\"content_type\": \"Non Model\", \"category\": \"Tas\", \"model_type\": \"Wanita\"}",
                "{\"content_type\": \"Non Model\", \"category\": \"Tas\", \"mood\": \"happy\"}",
                "{\"content_type\": \"Non Model\", \"category\": 7}",
                "{\"content_type\": \"Non Model\", \"category\": \"Tas\", \"category\": \"Beauty\"}",
                "{\"content_type\": \"Non Model\", \"category\": \"Tas\"} {}",
            })
    void aBadLineGivesAnErrorOnItsLineAndTheOthersTheirPrompts(String bad) throws IOException {
        String good = "{\"content_type\": \"Non Model\", \"category\": \"Tas\"}";

        assertThat(preview(good + "\n" + bad + "\n" + good + "\n")).isFalse();

        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0)).isEqualTo("Product photography for Bag, photorealistic resolusi HD");
        assertThat(lines().get(1)).startsWith("error: ");
        assertThat(lines().get(2)).isEqualTo(lines().get(0));
    }

    @Test
    void anUnknownLabelIsAnsweredWithTheClosestOne() throws IOException {
        preview("{\"content_type\": \"Non Model\", \"category\": \"Tass\"}\n");

        assertThat(lines())
                .singleElement()
                .asString()
                .contains("category")
                .contains("Tass")
                .contains("Tas,");
    }

    @Test
    void nullMeansNotPicked() throws IOException {
        assertThat(preview("{\"content_type\": \"Non Model\", \"category\": \"Tas\", \"pose\": null}\n"))
                .isTrue();
    }

    @Test
    void noInputIsNoError() throws IOException {
        assertThat(preview("")).isTrue();
        assertThat(lines()).isEmpty();
    }
}
