package id.potret.prompt;

/** The light. */
public enum Lighting implements OptionLabel {
    /** Natural Daylight. */
    NATURAL_DAYLIGHT("Natural Daylight", "Natural Daylight"),
    /** Golden Hour. */
    GOLDEN_HOUR("Golden Hour", "Golden Hour"),
    /** Softbox. */
    SOFTBOX("Softbox", "Softbox"),
    /** Ring Light. */
    RING_LIGHT("Ring Light", "Ring Light"),
    /** Soft Window. */
    SOFT_WINDOW("Cahaya Jendela", "Soft Window"),
    /** Rim. */
    RIM_LIGHT("Cahaya Tepi", "Rim"),
    /** Dramatic Contrast. */
    DRAMATIC("Dramatis", "Dramatic Contrast"),
    /** Warm Candlelight. */
    WARM_CANDLELIGHT("Cahaya Lilin", "Warm Candlelight"),
    /** Neon. */
    NEON("Neon", "Neon"),
    /** High-Key. */
    HIGH_KEY("High-Key", "High-Key");

    private final String label;
    private final String english;

    Lighting(String label, String english) {
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
    public static Lighting fromLabel(String label) {
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
        return "lighting";
    }
}
