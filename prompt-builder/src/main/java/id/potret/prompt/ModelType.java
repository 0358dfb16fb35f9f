package id.potret.prompt;

/** Who shows the product. */
public enum ModelType implements OptionLabel {
    /** Woman. */
    WOMAN("Wanita", "Woman"),
    /** Man. */
    MAN("Pria", "Man"),
    /** Boy. */
    BOY("Anak LakiLaki", "Boy"),
    /** Girl. */
    GIRL("Anak Perempuan", "Girl"),
    /** Animal. */
    ANIMAL("Hewan", "Animal"),
    /** Cartoon. */
    CARTOON("Cartoon", "Cartoon");

    private final String label;
    private final String english;

    ModelType(String label, String english) {
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
    public static ModelType fromLabel(String label) {
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
        return "model_type";
    }
}
