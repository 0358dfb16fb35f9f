package id.potret.prompt;

/** A prompt that the image model would not read to its end, refused before anything is paid. */
public final class PromptTooLongException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int estimatedTokens;

    PromptTooLongException(int estimatedTokens) {
        super("the prompt has about " + estimatedTokens + " tokens, and the image model reads no more than "
                + Prompt.MAX_TOKENS + "; shorten the custom texts or the additional prompt");
        this.estimatedTokens = estimatedTokens;
    }

    /**
     * Returns how long the prompt is.
     *
     * @return the estimate, more than {@link Prompt#MAX_TOKENS}
     */
    public int estimatedTokens() {
        return estimatedTokens;
    }
}
