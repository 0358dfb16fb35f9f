package id.potret.prompt;

/** Where the camera stands; composition only, the picture is always square. */
public enum CameraAngle implements OptionLabel {
    /** Eye-Level. */
    EYE_LEVEL("Eye-Level", "Eye-Level"),
    /** 45° Angle. */
    ANGLE_45("45° Angle", "45° Angle"),
    /** Top-Down. */
    TOP_DOWN("Dari Atas", "Top-Down"),
    /** Low. */
    LOW("Sudut Rendah", "Low"),
    /** High. */
    HIGH("Sudut Tinggi", "High"),
    /** Side. */
    SIDE("Samping", "Side"),
    /** Front. */
    FRONT("Depan", "Front"),
    /** Macro Close-Up. */
    MACRO("Makro", "Macro Close-Up");

    private final String label;
    private final String english;

    CameraAngle(String label, String english) {
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
    public static CameraAngle fromLabel(String label) {
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
        return "camera_angle";
    }
}
