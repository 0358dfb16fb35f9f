package id.potret.prompt;

/** What kind of product is sold. */
public enum Category implements OptionLabel {
    /** Fashion. */
    FASHION("Fashion", "Fashion"),
    /** Beauty. */
    BEAUTY("Beauty", "Beauty"),
    /** Bag. */
    BAG("Tas", "Bag"),
    /** Sandals/Shoes. */
    SANDALS_SHOES("Sandal/Sepatu", "Sandals/Shoes"),
    /** Accessories. */
    ACCESSORIES("Aksesoris", "Accessories"),
    /** Home Living. */
    HOME_LIVING("Home Living", "Home Living"),
    /** Food {@literal &} Beverage. */
    FOOD_AND_BEVERAGE("Food & Beverage", "Food & Beverage");

    private final String label;
    private final String english;

    Category(String label, String english) {
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
    public static Category fromLabel(String label) {
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
        return "category";
    }
}
