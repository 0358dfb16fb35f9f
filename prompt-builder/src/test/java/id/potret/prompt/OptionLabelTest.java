package id.potret.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptionLabelTest {

    /** One dimension: its options, and how they are found. */
    record Dimension(List<? extends OptionLabel> options, Function<String, OptionLabel> fromLabel) {}

    static Stream<Dimension> dimensions() {
        return Stream.of(
                new Dimension(List.of(ContentType.values()), ContentType::fromLabel),
                new Dimension(List.of(ModelType.values()), ModelType::fromLabel),
                new Dimension(List.of(Category.values()), Category::fromLabel),
                new Dimension(List.of(Pose.values()), Pose::fromLabel),
                new Dimension(List.of(Background.values()), Background::fromLabel),
                new Dimension(List.of(Style.values()), Style::fromLabel),
                new Dimension(List.of(Lighting.values()), Lighting::fromLabel),
                new Dimension(List.of(CameraAngle.values()), CameraAngle::fromLabel),
                new Dimension(List.of(AspectRatio.values()), AspectRatio::fromLabel));
    }

    @Test
    void theOptionsAreExactlyThoseOfTheTable() {
        List<List<String>> table = new ArrayList<>();
        for (List<String> row : Resources.rows("options.tsv")) {
            // dimension, constant, label, english, origin
            if (!row.get(0).equals("dimension")) {
                table.add(row.subList(0, 4));
            }
        }
        List<List<String>> options = dimensions()
                .flatMap(dimension -> dimension.options().stream())
                .map(option -> List.of(
                        option.dimension(),
                        ((Enum<?>) option).name(),
                        option.label(),
                        // the words of the content type belong to the template
                        option instanceof ContentType ? "(see prompt.md)" : option.english()))
                .toList();

        assertThat(options).containsExactlyElementsOf(table);
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void anOptionIsFoundByLabelAndByEnglishText(Dimension dimension) {
        for (OptionLabel option : dimension.options()) {
            for (String text : List.of(option.label(), option.english())) {
                assertThat(dimension.fromLabel().apply(text)).isSameAs(option);
                assertThat(dimension.fromLabel().apply("\u00A0 " + text.toUpperCase(Locale.ROOT) + "\n"))
                        .isSameAs(option);
                assertThat(dimension.fromLabel().apply(text.replace(" ", "  ").toLowerCase(Locale.ROOT)))
                        .isSameAs(option);
            }
        }
    }

    @Test
    void aLabelIsLookedUpInItsOwnDimension() {
        assertThat(Background.fromLabel("Minimalis")).isSameAs(Background.MINIMALIST);
        assertThat(Style.fromLabel("Minimalis")).isSameAs(Style.MINIMALIST);
    }

    @Test
    void caseIsIgnoredTheSameWayEverywhere() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(Style.fromLabel("LIFESTYLE")).isSameAs(Style.LIFESTYLE);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @MethodSource("dimensions")
    void anUnknownLabelIsAnsweredWithAllKnownOnes(Dimension dimension) {
        UnknownLabelException error = catchThrowableOfType(
                UnknownLabelException.class, () -> dimension.fromLabel().apply("Kucing"));

        assertThat(error.dimension()).isEqualTo(dimension.options().get(0).dimension());
        assertThat(error.label()).isEqualTo("Kucing");
        assertThat(error.knownLabels())
                .containsExactlyInAnyOrderElementsOf(
                        dimension.options().stream().map(OptionLabel::label).toList());
        assertThat(error)
                .hasMessageContainingAll(
                        error.dimension(), "\"Kucing\"", error.knownLabels().get(0));
    }

    @Test
    void theClosestKnownLabelStandsFirst() {
        assertThat(closest(Background::fromLabel, "Minimalist background")).isEqualTo("Minimalis");
        assertThat(closest(Background::fromLabel, "Pntai")).isEqualTo("Pantai");
        assertThat(closest(ModelType::fromLabel, "wanitaa")).isEqualTo("Wanita");
        assertThat(closest(Category::fromLabel, "sandals / shoes")).isEqualTo("Sandal/Sepatu");
        assertThat(closest(AspectRatio::fromLabel, "16x9")).isEqualTo("16:9");
        assertThat(closest(CameraAngle::fromLabel, "45 angle")).isEqualTo("45° Angle");
    }

    @Test
    void aTextThatIsNoLabelIsCutInTheMessage() {
        UnknownLabelException error = catchThrowableOfType(
                UnknownLabelException.class, () -> Pose.fromLabel("line\nbreak" + "x".repeat(1_000_000)));

        assertThat(error.getMessage()).hasSizeLessThan(1000).doesNotContain("\n");
        assertThat(error.label()).hasSize(1_000_010);
    }

    @Test
    void blankIsNoLabel() {
        assertThat(Arrays.asList("", " ", "\u00A0"))
                .allSatisfy(blank -> assertThat(
                                catchThrowableOfType(UnknownLabelException.class, () -> Pose.fromLabel(blank)))
                        .isNotNull());
    }

    private static String closest(Function<String, OptionLabel> fromLabel, String label) {
        return catchThrowableOfType(UnknownLabelException.class, () -> fromLabel.apply(label))
                .knownLabels()
                .get(0);
    }
}
