package id.potret.prompt;

/** What the model does, or how the product is held. */
public enum Pose implements OptionLabel {
    /** Standing casually holding product. */
    STANDING_CASUALLY("Berdiri santai memegang produk", "Standing casually holding product"),
    /** Sitting while holding product. */
    SITTING("Duduk sambil memegang produk", "Sitting while holding product"),
    /** Looking at camera with smile. */
    SMILING_AT_CAMERA("Tatap kamera dengan senyum", "Looking at camera with smile"),
    /** Half body with confident expression. */
    HALF_BODY_CONFIDENT("Half body dengan ekspresi percaya diri", "Half body with confident expression"),
    /** Walking casually toward camera. */
    WALKING("Berjalan santai ke arah kamera", "Walking casually toward camera"),
    /** Three-quarter side view. */
    THREE_QUARTER_SIDE("Tampak samping tiga perempat", "Three-quarter side view"),
    /** Looking back over shoulder with smile. */
    LOOKING_BACK("Menoleh sambil tersenyum", "Looking back over shoulder with smile"),
    /** Carrying bag on shoulder. */
    BAG_ON_SHOULDER("Menyandang tas di bahu", "Carrying bag on shoulder"),
    /** Stepping forward wearing shoes. */
    STEPPING_FORWARD("Melangkah memakai sepatu", "Stepping forward wearing shoes"),
    /** Applying product on cheek. */
    APPLYING_ON_CHEEK("Mengoleskan produk di pipi", "Applying product on cheek"),
    /** Presenting product with both hands. */
    PRESENTING_WITH_BOTH_HANDS("Kedua tangan menyodorkan produk", "Presenting product with both hands"),
    /** Hand showing accessory. */
    HAND_SHOWING_ACCESSORY("Tangan memamerkan aksesoris", "Hand showing accessory"),
    /** Using product at home. */
    USING_AT_HOME("Memakai produk di rumah", "Using product at home"),
    /** Enjoying food or drink. */
    ENJOYING_FOOD("Menikmati makanan atau minuman", "Enjoying food or drink");

    private final String label;
    private final String english;

    Pose(String label, String english) {
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
    public static Pose fromLabel(String label) {
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
        return "pose";
    }
}
