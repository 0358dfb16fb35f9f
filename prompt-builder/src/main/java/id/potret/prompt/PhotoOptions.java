package id.potret.prompt;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a seller wants to see: the options of one batch of pictures.
 *
 * <p>Pose, background, style and lighting take a preset or a custom text; setting one replaces the other. In custom texts
 * white space is collapsed; blank ones are refused, and so are control characters. Camera angle and aspect ratio are
 * composition only: the picture is always square. Immutable and thread-safe.
 */
public final class PhotoOptions {

    /** The most characters of a custom pose, background, style or lighting. */
    public static final int MAX_CUSTOM_CHARS = 500;

    /** The most characters of an additional prompt. */
    public static final int MAX_ADDITIONAL_CHARS = 1000;

    private final ContentType contentType;
    private final @Nullable ModelType modelType;
    private final Category category;
    private final Map<Part, OptionLabel> parts;
    private final @Nullable String additionalPrompt;

    /** The optional parts, in the order of the prompt. */
    enum Part {
        POSE("pose"),
        BACKGROUND("background"),
        STYLE("style"),
        LIGHTING("lighting"),
        CAMERA_ANGLE("camera_angle"),
        ASPECT_RATIO("aspect_ratio");

        /** The parts that take a custom text instead of a preset. */
        static final Set<Part> CUSTOMIZABLE = Set.of(POSE, BACKGROUND, STYLE, LIGHTING);

        private final String key;

        Part(String key) {
            this.key = key;
        }

        OptionLabel preset(String label) {
            return switch (this) {
                case POSE -> Pose.fromLabel(label);
                case BACKGROUND -> Background.fromLabel(label);
                case STYLE -> Style.fromLabel(label);
                case LIGHTING -> Lighting.fromLabel(label);
                case CAMERA_ANGLE -> CameraAngle.fromLabel(label);
                case ASPECT_RATIO -> AspectRatio.fromLabel(label);
            };
        }

        String customKey() {
            return "custom_" + key;
        }

        CustomText custom(String text) {
            return new CustomText(key, Texts.require(customKey(), text, MAX_CUSTOM_CHARS));
        }
    }

    private PhotoOptions(Builder builder) {
        this.contentType = builder.modelType == null ? ContentType.NON_MODEL : ContentType.MODEL;
        this.modelType = builder.modelType;
        this.category = builder.category;
        this.parts = new EnumMap<>(builder.parts);
        this.additionalPrompt = builder.additionalPrompt;
    }

    /**
     * Starts the options of pictures in which a model shows the product.
     *
     * @param type who shows it
     * @param category what is sold
     * @return a builder
     */
    public static Builder model(ModelType type, Category category) {
        return new Builder(Objects.requireNonNull(type, "type"), category);
    }

    /**
     * Starts the options of pictures of the product alone.
     *
     * @param category what is sold
     * @return a builder
     */
    public static Builder product(Category category) {
        return new Builder(null, category);
    }

    /**
     * Reads options as a form sends them, by Indonesian label or English text.
     *
     * @param labels the values by key: {@code content_type}, {@code category}, and where it is a model
     *     {@code model_type}, are required; {@code pose}, {@code background}, {@code style}, {@code lighting}, or one of
     *     them with {@code custom_} in front and a custom text; {@code camera_angle}, {@code aspect_ratio},
     *     {@code additional_prompt}; a null value is an absent one
     * @return the options
     * @throws UnknownLabelException if a label is not known
     * @throws IllegalArgumentException if a key is unknown or a required one is missing, if a part has both a preset and
     *     a custom text, a picture without a model a model type, or if a custom text is refused
     */
    public static PhotoOptions fromLabels(Map<String, @Nullable String> labels) {
        return new LabelReader(labels).read();
    }

    /**
     * Tells whether a model shows the product.
     *
     * @return the content type
     */
    public ContentType contentType() {
        return contentType;
    }

    /**
     * Returns who shows the product.
     *
     * @return the model type, or empty for the product alone
     */
    public Optional<ModelType> modelType() {
        return Optional.ofNullable(modelType);
    }

    /**
     * Returns what is sold.
     *
     * @return the category
     */
    public Category category() {
        return category;
    }

    /**
     * Returns the pose.
     *
     * @return a {@link Pose}, or a custom text, or empty
     */
    public Optional<OptionLabel> pose() {
        return part(Part.POSE);
    }

    /**
     * Returns the background.
     *
     * @return a {@link Background}, or a custom text, or empty
     */
    public Optional<OptionLabel> background() {
        return part(Part.BACKGROUND);
    }

    /**
     * Returns the style.
     *
     * @return a {@link Style}, or a custom text, or empty
     */
    public Optional<OptionLabel> style() {
        return part(Part.STYLE);
    }

    /**
     * Returns the lighting.
     *
     * @return a {@link Lighting}, or a custom text, or empty
     */
    public Optional<OptionLabel> lighting() {
        return part(Part.LIGHTING);
    }

    /**
     * Returns the camera angle.
     *
     * @return a {@link CameraAngle}, or empty
     */
    public Optional<OptionLabel> cameraAngle() {
        return part(Part.CAMERA_ANGLE);
    }

    /**
     * Returns the aspect ratio that the composition suggests.
     *
     * @return an {@link AspectRatio}, or empty
     */
    public Optional<OptionLabel> aspectRatio() {
        return part(Part.ASPECT_RATIO);
    }

    /**
     * Returns what the seller added.
     *
     * @return the additional prompt, or empty
     */
    public Optional<String> additionalPrompt() {
        return Optional.ofNullable(additionalPrompt);
    }

    private Optional<OptionLabel> part(Part part) {
        return Optional.ofNullable(parts.get(part));
    }

    /**
     * Returns the texts that the seller wrote, which may be in any language.
     *
     * @return the custom texts and the additional prompt, each once; unmodifiable
     */
    public List<String> customTexts() {
        List<String> texts = new ArrayList<>();
        for (OptionLabel option : parts.values()) {
            if (option instanceof CustomText) {
                texts.add(option.english());
            }
        }
        if (additionalPrompt != null) {
            texts.add(additionalPrompt);
        }
        return texts.stream().distinct().toList();
    }

    /**
     * Replaces texts that the seller wrote, by their translations.
     *
     * @param replacements the new texts by the old ones, as {@link #customTexts()} has them; others stay as they are
     * @return options with the new texts
     * @throws IllegalArgumentException if a new text is refused
     */
    public PhotoOptions withCustomTexts(Map<String, String> replacements) {
        Builder builder = new Builder(modelType, category);
        parts.forEach((part, option) -> {
            String replacement = option instanceof CustomText ? replacements.get(option.english()) : null;
            builder.parts.put(part, replacement == null ? option : part.custom(replacement));
        });
        if (additionalPrompt != null) {
            builder.additionalPrompt(replacements.getOrDefault(additionalPrompt, additionalPrompt));
        }
        return builder.build();
    }

    /** Shows presets only: custom texts may be anything. */
    @Override
    public String toString() {
        return "PhotoOptions[" + contentType + (modelType == null ? "" : " " + modelType) + " " + category + " " + parts
                + (additionalPrompt == null ? "" : " with additional prompt") + "]";
    }

    /** Collects the options; not thread-safe. */
    public static final class Builder {

        private final @Nullable ModelType modelType;
        private final Category category;
        private final Map<Part, OptionLabel> parts = new EnumMap<>(Part.class);
        private @Nullable String additionalPrompt;

        private Builder(@Nullable ModelType modelType, Category category) {
            this.modelType = modelType;
            this.category = Objects.requireNonNull(category, "category");
        }

        /**
         * Sets what the model does, or how the product is held.
         *
         * @param pose a preset
         * @return this builder
         */
        public Builder pose(Pose pose) {
            return part(Part.POSE, pose);
        }

        /**
         * Sets the pose in the seller's words.
         *
         * @param text the words between "in" and "pose", up to {@value PhotoOptions#MAX_CUSTOM_CHARS} characters
         * @return this builder
         * @throws IllegalArgumentException if the text is refused
         */
        public Builder customPose(String text) {
            return part(Part.POSE, Part.POSE.custom(text));
        }

        /**
         * Sets what stands behind model and product.
         *
         * @param background a preset
         * @return this builder
         */
        public Builder background(Background background) {
            return part(Part.BACKGROUND, background);
        }

        /**
         * Sets the background in the seller's words.
         *
         * @param text the words between "with" and "background", up to {@value PhotoOptions#MAX_CUSTOM_CHARS} characters
         * @return this builder
         * @throws IllegalArgumentException if the text is refused
         */
        public Builder customBackground(String text) {
            return part(Part.BACKGROUND, Part.BACKGROUND.custom(text));
        }

        /**
         * Sets the manner of the picture.
         *
         * @param style a preset
         * @return this builder
         */
        public Builder style(Style style) {
            return part(Part.STYLE, style);
        }

        /**
         * Sets the style in the seller's words.
         *
         * @param text the words between "in" and "style", up to {@value PhotoOptions#MAX_CUSTOM_CHARS} characters
         * @return this builder
         * @throws IllegalArgumentException if the text is refused
         */
        public Builder customStyle(String text) {
            return part(Part.STYLE, Part.STYLE.custom(text));
        }

        /**
         * Sets the light.
         *
         * @param lighting a preset
         * @return this builder
         */
        public Builder lighting(Lighting lighting) {
            return part(Part.LIGHTING, lighting);
        }

        /**
         * Sets the light in the seller's words.
         *
         * @param text the words between "with" and "lighting", up to {@value PhotoOptions#MAX_CUSTOM_CHARS} characters
         * @return this builder
         * @throws IllegalArgumentException if the text is refused
         */
        public Builder customLighting(String text) {
            return part(Part.LIGHTING, Part.LIGHTING.custom(text));
        }

        /**
         * Sets where the camera stands; composition only.
         *
         * @param cameraAngle a preset
         * @return this builder
         */
        public Builder cameraAngle(CameraAngle cameraAngle) {
            return part(Part.CAMERA_ANGLE, cameraAngle);
        }

        /**
         * Sets the proportions that the composition suggests; the picture is always square.
         *
         * @param aspectRatio a preset
         * @return this builder
         */
        public Builder aspectRatio(AspectRatio aspectRatio) {
            return part(Part.ASPECT_RATIO, aspectRatio);
        }

        /**
         * Adds the seller's words behind the options.
         *
         * @param text the words, up to {@value PhotoOptions#MAX_ADDITIONAL_CHARS} characters
         * @return this builder
         * @throws IllegalArgumentException if the text is refused
         */
        public Builder additionalPrompt(String text) {
            this.additionalPrompt = Texts.require("additional_prompt", text, MAX_ADDITIONAL_CHARS);
            return this;
        }

        private Builder part(Part part, OptionLabel option) {
            parts.put(part, Objects.requireNonNull(option, part.key));
            return this;
        }

        /**
         * Builds the options.
         *
         * @return the options
         */
        public PhotoOptions build() {
            return new PhotoOptions(this);
        }
    }

    /** Reads options by label, and keeps track of the keys that were not asked for. */
    private static final class LabelReader {

        private final Map<String, String> left = new TreeMap<>();

        LabelReader(Map<String, @Nullable String> labels) {
            labels.forEach((key, value) -> {
                if (value != null) {
                    left.put(key, value);
                }
            });
        }

        PhotoOptions read() {
            ContentType contentType = ContentType.fromLabel(required("content_type"));
            Category category = Category.fromLabel(required("category"));
            Builder builder;
            if (contentType == ContentType.MODEL) {
                builder = model(ModelType.fromLabel(required("model_type")), category);
            } else if (left.containsKey("model_type")) {
                throw new IllegalArgumentException(
                        "model_type has no meaning where content_type is " + contentType.label() + "; leave it out");
            } else {
                builder = product(category);
            }
            for (Part part : Part.values()) {
                String preset = left.remove(part.key);
                String custom = Part.CUSTOMIZABLE.contains(part) ? left.remove(part.customKey()) : null;
                if (preset != null && custom != null) {
                    throw new IllegalArgumentException(
                            "give either " + part.key + " or " + part.customKey() + ", not both");
                }
                if (preset != null) {
                    builder.part(part, part.preset(preset));
                } else if (custom != null) {
                    builder.part(part, part.custom(custom));
                }
            }
            String additionalPrompt = left.remove("additional_prompt");
            if (additionalPrompt != null) {
                builder.additionalPrompt(additionalPrompt);
            }
            if (!left.isEmpty()) {
                throw new IllegalArgumentException(
                        "unknown option " + left.keySet().iterator().next());
            }
            return builder.build();
        }

        private String required(String key) {
            String value = left.remove(key);
            if (value == null) {
                throw new IllegalArgumentException("the required option " + key + " is missing");
            }
            return value;
        }
    }
}
