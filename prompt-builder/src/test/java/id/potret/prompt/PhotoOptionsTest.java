package id.potret.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoOptionsTest {

    @Test
    void optionsAreReadByLabel() {
        PhotoOptions options = PhotoOptions.fromLabels(Map.of(
                "content_type", "Model",
                "model_type", "Wanita",
                "category", "Tas",
                "pose", "Sitting while holding product",
                "custom_background", "rooftop cafe",
                "camera_angle", "Dari Atas",
                "aspect_ratio", "4:5",
                "additional_prompt", "shallow depth of field"));

        assertThat(options.contentType()).isEqualTo(ContentType.MODEL);
        assertThat(options.modelType()).contains(ModelType.WOMAN);
        assertThat(options.category()).isEqualTo(Category.BAG);
        assertThat(options.pose()).contains(Pose.SITTING);
        assertThat(options.background().map(OptionLabel::english)).contains("rooftop cafe");
        assertThat(options.background().map(OptionLabel::label)).contains("rooftop cafe");
        assertThat(options.background().map(OptionLabel::dimension)).contains("background");
        assertThat(options.style()).isEmpty();
        assertThat(options.lighting()).isEmpty();
        assertThat(options.cameraAngle()).contains(CameraAngle.TOP_DOWN);
        assertThat(options.aspectRatio()).contains(AspectRatio.RATIO_4_5);
        assertThat(options.additionalPrompt()).contains("shallow depth of field");
    }

    @Test
    void anAbsentValueIsNull() {
        Map<String, @Nullable String> labels = new HashMap<>();
        labels.put("content_type", "Non Model");
        labels.put("category", "Tas");
        labels.put("model_type", null);
        labels.put("pose", null);

        assertThat(PhotoOptions.fromLabels(labels).modelType()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"content_type", "model_type", "category"})
    void aMissingRequiredOptionIsNamed(String key) {
        Map<String, @Nullable String> labels =
                new HashMap<>(Map.of("content_type", "Model", "model_type", "Pria", "category", "Tas"));
        labels.remove(key);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PhotoOptions.fromLabels(labels))
                .withMessageContaining(key);
    }

    @Test
    void aModelTypeWithoutModelIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PhotoOptions.fromLabels(
                        Map.of("content_type", "Non Model", "model_type", "Pria", "category", "Tas")))
                .withMessageContaining("model_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"colour", "custom_camera_angle", "Pose"})
    void anUnknownKeyIsNamed(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PhotoOptions.fromLabels(Map.of("content_type", "Non Model", "category", "Tas", key, "Depan")))
                .withMessageContaining(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pose", "background", "style", "lighting"})
    void aPresetAndACustomTextTogetherAreRefused(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PhotoOptions.fromLabels(Map.of(
                        "content_type", "Non Model", "category", "Tas", key, "anything", "custom_" + key, "anything")))
                .withMessageContaining("custom_" + key);
    }

    @Test
    void anUnknownLabelNamesItsDimension() {
        assertThatExceptionOfType(UnknownLabelException.class)
                .isThrownBy(() -> PhotoOptions.fromLabels(
                        Map.of("content_type", "Non Model", "category", "Tas", "style", "Mewahh")))
                .withMessageContainingAll("style", "Mewahh", "Mewah");
    }

    @Test
    void inTheBuilderTheLastOfPresetAndCustomTextCounts() {
        PhotoOptions.Builder builder = PhotoOptions.product(Category.BAG);

        assertThat(builder.pose(Pose.SITTING)
                        .customPose("flying")
                        .build()
                        .pose()
                        .map(OptionLabel::english))
                .contains("flying");
        assertThat(builder.pose(Pose.SITTING).build().pose()).contains(Pose.SITTING);
    }

    @Test
    void whatWasBuiltDoesNotChangeWithItsBuilder() {
        PhotoOptions.Builder builder = PhotoOptions.product(Category.BAG).style(Style.LUXURY);
        PhotoOptions options = builder.build();
        builder.style(Style.VINTAGE);

        assertThat(options.style()).contains(Style.LUXURY);
    }

    @Test
    void whiteSpaceInCustomTextsIsCollapsed() {
        assertThat(PhotoOptions.product(Category.BAG)
                        .customStyle(" soft\t\tpastel\r\n\u00A0pop-art\u2028 ")
                        .build()
                        .customTexts())
                .containsExactly("soft pastel pop-art");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "\t\n", "\u00A0", "\u200B", "a\u0000b", "a\u0007", "a\u009Fb", "\uD83D", "a\uDE00b"})
    void blankTextsAndControlCharactersAreRefused(String text) {
        PhotoOptions.Builder builder = PhotoOptions.product(Category.BAG);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.customPose(text))
                .withMessageStartingWith("custom_pose");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.customBackground(text))
                .withMessageStartingWith("custom_background");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.customLighting(text))
                .withMessageStartingWith("custom_lighting");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.additionalPrompt(text))
                .withMessageStartingWith("additional_prompt");
    }

    @Test
    void textsThatAreTooLongAreRefusedWithoutBeingShown() {
        PhotoOptions.Builder builder = PhotoOptions.product(Category.BAG);
        String longest = "x".repeat(PhotoOptions.MAX_CUSTOM_CHARS);

        assertThat(builder.customStyle(longest).build().customTexts()).containsExactly(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.customStyle(longest + "x"))
                .withMessageContainingAll("custom_style", "500", "501")
                .withMessageNotContaining("xx");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.additionalPrompt("y".repeat(PhotoOptions.MAX_ADDITIONAL_CHARS + 1)))
                .withMessageContainingAll("additional_prompt", "1000");
    }

    @Test
    void customTextsAreReplacedByTheirTranslations() {
        PhotoOptions options = PhotoOptions.model(ModelType.GIRL, Category.BAG)
                .customPose("melompat")
                .customBackground("pantai senja")
                .style(Style.LUXURY)
                .customLighting("melompat")
                .additionalPrompt("latar blur")
                .build();
        assertThat(options.customTexts()).containsExactly("melompat", "pantai senja", "latar blur");

        PhotoOptions english = options.withCustomTexts(
                Map.of("melompat", " jumping ", "latar blur", "blurred background", "Luxury", "cheap"));

        assertThat(PromptBuilder.build(english).text())
                .isEqualTo("A Girl model for Bag in jumping pose, with pantai senja background, in Luxury style, "
                        + "with jumping lighting, blurred background, photorealistic resolusi HD");
        assertThat(options.customTexts()).contains("melompat");
    }

    @Test
    void aTranslationIsCheckedLikeAnyCustomText() {
        PhotoOptions options = PhotoOptions.product(Category.BAG)
                .customPose("melompat")
                .additionalPrompt("latar blur")
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withCustomTexts(Map.of("melompat", " ")))
                .withMessageContaining("custom_pose");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withCustomTexts(Map.of("latar blur", "\u0000")))
                .withMessageContaining("additional_prompt");
    }

    @Test
    void toStringShowsPresetsOnly() {
        assertThat(PhotoOptions.model(ModelType.MAN, Category.BAG)
                        .style(Style.LUXURY)
                        .customPose("secret")
                        .additionalPrompt("secret")
                        .build()
                        .toString())
                .contains("MAN", "BAG", "LUXURY", "custom", "additional")
                .doesNotContain("secret");
    }
}
