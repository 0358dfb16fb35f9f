package id.potret.prompt;

import java.util.List;

/** A prompt that the image model reads to its end; immutable and thread-safe. */
public final class Prompt {

    /** How many tokens the text encoder of the image model reads; it cuts the rest silently. */
    public static final int MAX_TOKENS = 256;

    private final String text;
    private final int estimatedTokens;
    private final List<DroppedPhrase> dropped;

    Prompt(String text, List<DroppedPhrase> dropped) {
        this.text = text;
        this.estimatedTokens = TokenEstimator.estimate(text);
        this.dropped = List.copyOf(dropped);
        if (estimatedTokens > MAX_TOKENS) {
            throw new PromptTooLongException(estimatedTokens);
        }
    }

    /**
     * Takes a prompt that was written elsewhere.
     *
     * @param text the prompt; white space is collapsed
     * @return the prompt
     * @throws PromptTooLongException if it is estimated at more than {@link #MAX_TOKENS}
     * @throws IllegalArgumentException if it is blank or holds control characters
     */
    public static Prompt of(String text) {
        return new Prompt(Texts.require("the prompt", text, Integer.MAX_VALUE), List.of());
    }

    /**
     * Returns what goes to the image model.
     *
     * @return the text, one line
     */
    public String text() {
        return text;
    }

    /**
     * Returns how long the prompt is.
     *
     * @return the tokens as {@link TokenEstimator} estimates them, up to {@link #MAX_TOKENS}
     */
    public int estimatedTokens() {
        return estimatedTokens;
    }

    /**
     * Returns what found no room.
     *
     * @return phrases of descriptions, in slot order, each slot's in order of importance; unmodifiable
     */
    public List<DroppedPhrase> dropped() {
        return dropped;
    }

    /** Shows the length only: prompts may hold descriptions of faces. */
    @Override
    public String toString() {
        return "Prompt[about " + estimatedTokens + " tokens]";
    }
}
