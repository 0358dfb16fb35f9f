package id.potret.prompt;

import id.potret.reference.ImageDescription;
import id.potret.reference.ReferenceSlot;
import id.potret.reference.WordBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Turns options, and descriptions of reference photos, into the prompt for the image model. */
public final class PromptBuilder {

    /** Always last and always so: the Indonesian word keeps existing prompts byte for byte. */
    private static final String QUALITY = "photorealistic resolusi HD";

    /** A word of a description with its share of commas, as {@link TokenEstimator} counts. */
    private static final double TOKENS_PER_WORD = 1.9;

    private PromptBuilder() {}

    /**
     * Builds the prompt of a seller's options.
     *
     * @param options the options
     * @return the prompt
     * @throws PromptTooLongException if custom texts make it longer than the image model reads
     */
    public static Prompt build(PhotoOptions options) {
        StringBuilder subject = new StringBuilder();
        options.modelType()
                .ifPresentOrElse(
                        model -> subject.append("A ").append(model.english()).append(" model"),
                        () -> subject.append(ContentType.NON_MODEL.english()));
        subject.append(" for ").append(options.category().english());
        options.pose()
                .ifPresent(pose -> subject.append(" in ").append(pose.english()).append(" pose"));
        List<String> parts = new ArrayList<>();
        parts.add(subject.toString());
        options.background().ifPresent(it -> parts.add("with " + it.english() + " background"));
        options.style().ifPresent(it -> parts.add("in " + it.english() + " style"));
        options.lighting().ifPresent(it -> parts.add("with " + it.english() + " lighting"));
        options.cameraAngle().ifPresent(it -> parts.add("shot from " + it.english() + " angle"));
        options.aspectRatio().ifPresent(it -> parts.add("in " + it.english() + " aspect ratio"));
        options.additionalPrompt().ifPresent(parts::add);
        parts.add(QUALITY);
        return new Prompt(String.join(", ", parts), List.of());
    }

    /**
     * Shares out the words that fit behind a prompt among the descriptions that are to come.
     *
     * @param base the prompt without descriptions
     * @param slots the slots that have a photo
     * @return how many words each description may have
     */
    public static WordBudget wordBudget(Prompt base, Set<ReferenceSlot> slots) {
        int left = Prompt.MAX_TOKENS - TokenEstimator.estimate(ReferenceDetails.frame(base.text(), slots));
        return WordBudget.of((int) Math.max(0, left / TOKENS_PER_WORD), slots);
    }

    /**
     * Puts descriptions of reference photos behind a prompt, as many of their phrases as the image model reads.
     *
     * <p>Descriptions stand in slot order. With room for it, each contributes its first phrase and two more; the rest is
     * shared by weight, phrase by phrase in order of importance. Phrases are taken whole; only where three of each would
     * not fit are the long ones divided, between words and never inside quotes. What found no room is reported by
     * {@link Prompt#dropped()}.
     *
     * @param base the prompt without descriptions
     * @param descriptions at most one description per slot, in any order; none leaves the prompt as it is
     * @return the prompt with descriptions
     * @throws IllegalArgumentException if there are two descriptions for one slot
     */
    public static Prompt enhance(Prompt base, List<ImageDescription> descriptions) {
        return new ReferenceDetails(base, descriptions).compose();
    }
}
