package id.potret.prompt;

/** What stands behind model and product. */
public enum Background implements OptionLabel {
    /** Studio. */
    STUDIO("Studio", "Studio"),
    /** Aesthetic Women's Room. */
    AESTHETIC_ROOM_WOMEN("Kamar Aesthetic Women", "Aesthetic Women's Room"),
    /** Aesthetic Men's Room. */
    AESTHETIC_ROOM_MEN("Kamar Aesthetic Men", "Aesthetic Men's Room"),
    /** Minimalist. */
    MINIMALIST("Minimalis", "Minimalist"),
    /** Street. */
    STREET("Jalan", "Street"),
    /** Pure White Seamless. */
    PURE_WHITE("Putih Polos", "Pure White Seamless"),
    /** Cozy Cafe. */
    CAFE("Kafe", "Cozy Cafe"),
    /** Modern Kitchen. */
    KITCHEN("Dapur", "Modern Kitchen"),
    /** Tropical Garden. */
    TROPICAL_GARDEN("Taman Tropis", "Tropical Garden"),
    /** Beach. */
    BEACH("Pantai", "Beach"),
    /** Wooden Table. */
    WOODEN_TABLE("Meja Kayu", "Wooden Table"),
    /** Marble Surface. */
    MARBLE("Marmer", "Marble Surface"),
    /** Satin Fabric. */
    SATIN("Kain Satin", "Satin Fabric"),
    /** Eid Celebration Decor. */
    EID_DECOR("Suasana Lebaran", "Eid Celebration Decor");

    private final String label;
    private final String english;

    Background(String label, String english) {
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
    public static Background fromLabel(String label) {
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
        return "background";
    }
}
