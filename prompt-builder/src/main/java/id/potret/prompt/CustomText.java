package id.potret.prompt;

/** A seller's own text in the place of a preset; it goes into the prompt as given. */
record CustomText(String dimension, String english) implements OptionLabel {

    @Override
    public String label() {
        return english;
    }

    /** Shows no text: it may become a prompt. */
    @Override
    public String toString() {
        return "custom";
    }
}
