package id.potret.prompt;

/** The proportions that the composition suggests; the picture itself is always square. */
public enum AspectRatio implements OptionLabel {
    /** 3:4. */
    RATIO_3_4("3:4", "3:4"),
    /** 1:1. */
    RATIO_1_1("1:1", "1:1"),
    /** 16:9. */
    RATIO_16_9("16:9", "16:9"),
    /** 4:5. */
    RATIO_4_5("4:5", "4:5"),
    /** 9:16. */
    RATIO_9_16("9:16", "9:16"),
    /** 4:3. */
    RATIO_4_3("4:3", "4:3"),
    /** 2:3. */
    RATIO_2_3("2:3", "2:3");

    private final String label;
    private final String english;

    AspectRatio(String label, String english) {
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
    public static AspectRatio fromLabel(String label) {
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
        return "aspect_ratio";
    }
}
