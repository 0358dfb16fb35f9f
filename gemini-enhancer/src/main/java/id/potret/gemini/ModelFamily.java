package id.potret.gemini;

import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.MediaResolution;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.ThinkingLevel;
import java.util.regex.Pattern;

/**
 * What a model has to be told, by its name.
 *
 * <p>Thinking costs time and tokens and adds nothing to a list of visible facts, so each family gets the least that it
 * accepts. The two parameters for it exclude each other, and a model that gets the wrong one refuses the request.
 */
enum ModelFamily {
    /** Thinks next to nothing unless asked to. */
    GEMINI_3_FLASH_LITE("gemini-3(\\.\\d+)?-flash-lite.*") {
        @Override
        void configure(GenerateContentConfig.Builder config) {}
    },
    GEMINI_2_5_FLASH("gemini-2\\.5-flash.*") {
        @Override
        void configure(GenerateContentConfig.Builder config) {
            config.thinkingConfig(ThinkingConfig.builder().thinkingBudget(0));
        }
    },
    GEMINI_3_5_FLASH("gemini-3\\.[56]-flash.*") {
        @Override
        void configure(GenerateContentConfig.Builder config) {
            config.thinkingConfig(ThinkingConfig.builder().thinkingLevel(ThinkingLevel.Known.MINIMAL));
        }
    },
    /** Refuses the level MINIMAL. */
    GEMINI_3_7_FLASH("gemini-3\\.[78]-flash.*") {
        @Override
        void configure(GenerateContentConfig.Builder config) {
            config.thinkingConfig(ThinkingConfig.builder().thinkingLevel(ThinkingLevel.Known.LOW));
        }
    },
    UNKNOWN(".*") {
        @Override
        void configure(GenerateContentConfig.Builder config) {}
    };

    /** Thoughts count as output, and would otherwise use up the room of the answer. */
    private static final int ROOM_FOR_THOUGHTS = 1024;

    private final Pattern names;

    ModelFamily(String names) {
        this.names = Pattern.compile(names);
    }

    static ModelFamily of(String model) {
        for (ModelFamily family : values()) {
            if (family.names.matcher(model).matches()) {
                return family;
            }
        }
        return UNKNOWN;
    }

    /** Sets what belongs to the family and not to the question. */
    abstract void configure(GenerateContentConfig.Builder config);

    /** The limit on output that leaves an answer of this many tokens whole. */
    int maxOutputTokens(int answerTokens) {
        return this == GEMINI_3_FLASH_LITE || this == GEMINI_2_5_FLASH
                ? answerTokens
                : answerTokens + ROOM_FOR_THOUGHTS;
    }

    /**
     * On Gemini 3 a photo costs 1120 tokens unless told otherwise. Half of that still shows small print; a quarter does
     * not. Other models count differently and keep their own default.
     */
    static void lookClosely(String model, GenerateContentConfig.Builder config) {
        if (model.startsWith("gemini-3")) {
            config.mediaResolution(MediaResolution.Known.MEDIA_RESOLUTION_MEDIUM);
        }
    }
}
