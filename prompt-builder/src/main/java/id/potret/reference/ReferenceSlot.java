package id.potret.reference;

/** The places for reference photos, in the order in which their descriptions stand in the prompt. */
public enum ReferenceSlot {
    /** The main product photo. */
    PRODUCT_1(ReferenceRole.PRODUCT, "Product 1"),
    /** The second product photo. */
    PRODUCT_2(ReferenceRole.PRODUCT, "Product 2"),
    /** The third product photo. */
    PRODUCT_3(ReferenceRole.PRODUCT, "Product 3"),
    /** The fourth product photo. */
    PRODUCT_4(ReferenceRole.PRODUCT, "Product 4"),
    /** The face. */
    FACE(ReferenceRole.FACE, "Face/Model reference"),
    /** The background. */
    BACKGROUND(ReferenceRole.BACKGROUND, "Background/Environment");

    /** How many product photos there can be. */
    public static final int MAX_PRODUCTS = 4;

    private final ReferenceRole role;
    private final String promptLabel;

    ReferenceSlot(ReferenceRole role, String promptLabel) {
        this.role = role;
        this.promptLabel = promptLabel;
    }

    /**
     * Returns what the photo in this slot shows.
     *
     * @return the role
     */
    public ReferenceRole role() {
        return role;
    }

    /**
     * Returns the words that introduce this slot's description in the prompt.
     *
     * @return the label, such as {@code Product 1}
     */
    public String promptLabel() {
        return promptLabel;
    }

    /**
     * Returns the slot of the product photo with the given number.
     *
     * @param number 1 (the main photo) to {@value #MAX_PRODUCTS}
     * @return the slot
     * @throws IllegalArgumentException if there is no such product slot
     */
    public static ReferenceSlot product(int number) {
        if (number < 1 || number > MAX_PRODUCTS) {
            throw new IllegalArgumentException(
                    "product photos are numbered 1 to " + MAX_PRODUCTS + ", and there is no number " + number);
        }
        return values()[number - 1];
    }
}
