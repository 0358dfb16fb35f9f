package id.potret.prompt;

/** The manner of the picture. */
public enum Style implements OptionLabel {
    /** Studio Clean. */
    STUDIO_CLEAN("Studio Clean", "Studio Clean"),
    /** Lifestyle. */
    LIFESTYLE("Lifestyle", "Lifestyle"),
    /** Editorial. */
    EDITORIAL("Editorial", "Editorial"),
    /** E-commerce Catalog. */
    CATALOG("Katalog", "E-commerce Catalog"),
    /** Minimalist. */
    MINIMALIST("Minimalis", "Minimalist"),
    /** Cinematic. */
    CINEMATIC("Sinematik", "Cinematic"),
    /** Luxury. */
    LUXURY("Mewah", "Luxury"),
    /** Modest Fashion. */
    MODEST_FASHION("Busana Santun", "Modest Fashion"),
    /** Campaign Poster. */
    CAMPAIGN_POSTER("Poster Promo", "Campaign Poster"),
    /** Streetwear. */
    STREETWEAR("Streetwear", "Streetwear"),
    /** Vintage. */
    VINTAGE("Vintage", "Vintage");

    private final String label;
    private final String english;

    Style(String label, String english) {
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
    public static Style fromLabel(String label) {
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
        return "style";
    }
}
