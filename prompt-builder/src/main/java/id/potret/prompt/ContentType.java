package id.potret.prompt;

/** Whether a model shows the product. */
public enum ContentType implements OptionLabel {
    /** A model shows the product. */
    MODEL("Model", "model"),
    /** The product stands alone. */
    NON_MODEL("Non Model", "Product photography");

    private final String label;
    private final String english;

    ContentType(String label, String english) {
        this.label = label;
        this.english = english;
    }

    /**
     * Finds an option by what the seller sees, or by its English text.
     *
     * @param label the Indonesian label or the English text, in any case
     * @return the option
     * @throws UnknownLabelException if there is no such option
     */
    public static ContentType fromLabel(String label) {
        return Labels.find(values(), label);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String english() {
        return english;
    }

    @Override
    public String dimension() {
        return "content_type";
    }
}
