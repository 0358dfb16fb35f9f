package id.potret.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptBuilderTest {

    static Stream<Arguments> goldens() throws JsonProcessingException {
        JsonNode goldens = new ObjectMapper().readTree(Resources.read("prompt-goldens.json"));
        assertThat(goldens).hasSize(40);
        return StreamSupport.stream(goldens.spliterator(), false).map(golden -> {
            Map<String, @Nullable String> labels = new HashMap<>();
            golden.get("options")
                    .properties()
                    .forEach(e -> labels.put(e.getKey(), e.getValue().textValue()));
            return Arguments.of(labels, golden.get("prompt").textValue());
        });
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void optionsGiveTheAgreedPrompt(Map<String, @Nullable String> labels, String prompt) {
        assertThat(PromptBuilder.build(PhotoOptions.fromLabels(labels)).text()).isEqualTo(prompt);
    }

    @Test
    void everyPartHasItsPlace() {
        PhotoOptions options = PhotoOptions.model(ModelType.ANIMAL, Category.SANDALS_SHOES)
                .pose(Pose.WALKING)
                .background(Background.BEACH)
                .style(Style.VINTAGE)
                .lighting(Lighting.NEON)
                .cameraAngle(CameraAngle.ANGLE_45)
                .aspectRatio(AspectRatio.RATIO_2_3)
                .additionalPrompt("red, round")
                .build();

        assertThat(PromptBuilder.build(options).text())
                .isEqualTo("A Animal model for Sandals/Shoes in Walking casually toward camera pose, "
                        + "with Beach background, in Vintage style, with Neon lighting, shot from 45° Angle angle, "
                        + "in 2:3 aspect ratio, red, round, photorealistic resolusi HD");
    }

    @Test
    void anyOptionsFollowTheGrammar() {
        String grammar = "(A [A-Z][a-z]+ model|Product photography) for [A-Z][A-Za-z&/ ]+?( in [^,]+ pose)?"
                + "(, with [^,]+ background)?(, in [^,]+ style)?(, with [^,]+ lighting)?"
                + "(, shot from [^,]+ angle)?(, in \\d+:\\d+ aspect ratio)?(, custom words)?"
                + ", photorealistic resolusi HD";
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            PhotoOptions options = RandomPrompts.options(random);
            Prompt prompt = PromptBuilder.build(options);

            assertThat(prompt.text()).as("seed %d", seed).matches(grammar);
            long parts = Stream.of(
                            options.background(),
                            options.style(),
                            options.lighting(),
                            options.cameraAngle(),
                            options.aspectRatio(),
                            options.additionalPrompt())
                    .filter(Optional::isPresent)
                    .count();
            assertThat(prompt.text().split(", ", -1)).as("seed %d", seed).hasSize((int) parts + 2);
        }
    }

    @Test
    void aPromptThatTheModelWouldNotReadToItsEndIsRefused() {
        PhotoOptions options = PhotoOptions.product(Category.BAG)
                .customStyle("shallow depth of field, ".repeat(20))
                .additionalPrompt("shallow depth of field, ".repeat(40))
                .build();

        PromptTooLongException error =
                catchThrowableOfType(PromptTooLongException.class, () -> PromptBuilder.build(options));

        assertThat(error.estimatedTokens()).isGreaterThan(Prompt.MAX_TOKENS);
        assertThat(error.getMessage()).contains("256").doesNotContain("shallow");
    }

    @Test
    void aReadyPromptIsTakenAsItIs() {
        assertThat(Prompt.of(" a red\nbag ").text()).isEqualTo("a red bag");
        assertThat(Prompt.of("a red bag").estimatedTokens()).isBetween(4, 8);
        assertThat(Prompt.of("a red bag").dropped()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "a\u0000"})
    void aReadyPromptIsCheckedToo(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Prompt.of(text)).withMessageStartingWith("the prompt ");
    }

    @Test
    void aReadyPromptThatIsTooLongIsRefused() {
        assertThat(catchThrowableOfType(PromptTooLongException.class, () -> Prompt.of("red ".repeat(1_000_000))))
                .isNotNull();
    }

    @Test
    void toStringShowsNoText() {
        assertThat(Prompt.of("secret").toString()).contains("tokens").doesNotContain("secret");
        assertThat(List.of(
                        new Translation("secret", "secret", Translation.Status.FAILED, "timed out"),
                        new Translation("secret", "secret", Translation.Status.UNCHANGED, "")))
                .hasToString("[Translation[FAILED: timed out], Translation[UNCHANGED]]");
    }
}
