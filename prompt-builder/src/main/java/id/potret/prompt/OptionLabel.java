package id.potret.prompt;

/** An option that a seller picks by its Indonesian label and that stands in the prompt in English. */
public interface OptionLabel {

    /**
     * Returns what the seller sees.
     *
     * @return the label, Indonesian where the original application has it so
     */
    String label();

    /**
     * Returns what stands in the prompt.
     *
     * @return the English text
     */
    String english();

    /**
     * Returns the name of the dimension that this option belongs to.
     *
     * @return the name in lower case with underscores, such as {@code camera_angle}
     */
    String dimension();
}
