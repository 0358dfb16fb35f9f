package id.potret.sandbox;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a prompt asks for, as far as a few dozen words tell. */
final class Scene {
    /** What stands in front. */
    enum Product {
        BAG,
        SHOES,
        BOTTLE,
        CUP,
        GARMENT,
        LAMP,
        JEWELLERY
    }

    /** Who shows it. */
    enum Figure {
        NONE,
        WOMAN,
        MAN,
        GIRL,
        BOY,
        ANIMAL,
        CARTOON
    }

    /** Where it stands. */
    enum Place {
        STUDIO,
        MINIMAL,
        ROOM,
        STREET,
        CAFE,
        KITCHEN,
        GARDEN,
        BEACH,
        WOOD,
        MARBLE,
        SATIN,
        CELEBRATION
    }

    /** How it is lit. */
    enum Light {
        SOFT,
        DAYLIGHT,
        GOLDEN,
        RING,
        DRAMATIC,
        CANDLE,
        NEON,
        HIGH_KEY
    }

    private static final Map<Product, Pattern> PRODUCTS = Map.of(
            Product.BAG, words("bags?|totes?|purse|backpack|clutch|pouch|handbag|wallet"),
            Product.SHOES, words("shoes?|sandals?|sneakers?|boots?|heels?|slippers?|toe"),
            Product.BOTTLE,
                    words("beauty|bottle|serum|cream|cosmetics?|perfume|lotion|lipstick|skincare|dropper|tumbler"),
            Product.CUP, words("food|beverage|cup|mug|coffee|tea|drink|bowl|cake|bread"),
            Product.GARMENT, words("fashion|dress|shirt|blouse|jacket|garment|batik|kebaya|skirt|sleeves|clothes"),
            Product.LAMP, words("home|living|lamp|vase|pillow|furniture|chair|shelf"),
            Product.JEWELLERY, words("accessories|jewell?ery|necklace|earrings?|bracelet|watch|pendant|brooch"));
    private static final Map<Figure, Pattern> FIGURES = Map.of(
            Figure.WOMAN, words("woman|women|lady|female"),
            Figure.MAN, words("man|male|gentleman"),
            Figure.GIRL, words("girl"),
            Figure.BOY, words("boy"),
            Figure.ANIMAL, words("animal|cat|dog"),
            Figure.CARTOON, words("cartoon"));
    private static final Map<Place, Pattern> PLACES = Map.ofEntries(
            Map.entry(Place.STUDIO, words("studio|seamless")),
            Map.entry(Place.MINIMAL, words("minimalist|plain|pedestal")),
            Map.entry(Place.ROOM, words("room|bedroom|house|window|wall|bedding|sofa")),
            Map.entry(Place.STREET, words("street|city|rooftop|urban|night|alley|market|buildings?")),
            Map.entry(Place.CAFE, words("cafe|café|restaurant|bar|shop")),
            Map.entry(Place.KITCHEN, words("kitchen|tiles?|utensils")),
            Map.entry(Place.GARDEN, words("garden|tropical|forest|leaves|plants?|park|mountains?|fence|fields?")),
            Map.entry(Place.BEACH, words("beach|sea|sand|ocean|seaside|lake")),
            Map.entry(Place.WOOD, words("wooden|wood|table")),
            Map.entry(Place.MARBLE, words("marble|stone|concrete")),
            Map.entry(Place.SATIN, words("satin|silk|fabric|velvet|linen")),
            Map.entry(Place.CELEBRATION, words("eid|celebration|festive|lanterns|christmas|wedding|lebaran")));
    private static final Map<Light, Pattern> LIGHTS = Map.of(
            Light.DAYLIGHT, words("daylight|natural|window|morning|blue hour"),
            Light.GOLDEN, words("golden|sunset|sunrise|sunny"),
            Light.RING, words("ring"),
            Light.DRAMATIC, words("dramatic|rim|contrast|moody|split|low-key"),
            Light.CANDLE, words("candlelight|candles?|lantern"),
            Light.NEON, words("neon"),
            Light.HIGH_KEY, words("high-key"));

    private static final Pattern BACKGROUND = Pattern.compile("with ([^.|]*?) background");
    private static final Pattern LIGHTING = Pattern.compile("with ((?:(?!background)[^.|])*?) lighting");
    private static final Pattern STYLE = Pattern.compile("in ([^,.|]*?) style");
    private static final Pattern SUBJECT = Pattern.compile("^[^,.]*");
    private static final Pattern MODEL = Pattern.compile("\\bmodel\\b");

    /** Where neither product nor prompt name a colour, the product takes one of these. */
    private static final int[] PRODUCT_COLOURS = {
        0xc4623f, 0x2f7f86, 0xd3a03c, 0x33466f, 0xcf8087, 0x4a7353, 0x7d4c70, 0xa9713e, 0xe4d5bd, 0x43474f
    };

    private final String prompt;

    Scene(String prompt) {
        this.prompt = prompt.toLowerCase(Locale.ROOT);
    }

    private static Pattern words(String alternatives) {
        return Pattern.compile("\\b(?:" + alternatives + ")\\b");
    }

    /** Returns the description of a reference image, or nothing. */
    private String reference(String label) {
        return group(Pattern.compile(Pattern.quote(label) + ": ([^|]*)"), prompt);
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(matcher.groupCount()) : "";
    }

    private String subject() {
        return group(SUBJECT, prompt);
    }

    private String background() {
        return group(BACKGROUND, prompt);
    }

    private String lighting() {
        return group(LIGHTING, prompt);
    }

    /** A described product tells more than the category, and the category more than the rest. */
    Product product() {
        return earliest(PRODUCTS, reference("product 1"))
                .or(() -> earliest(PRODUCTS, subject()))
                .or(() -> earliest(PRODUCTS, prompt))
                .orElse(Product.BAG);
    }

    Figure figure() {
        return MODEL.matcher(subject()).find() ? earliest(FIGURES, subject()).orElse(Figure.WOMAN) : Figure.NONE;
    }

    boolean isHeadCovered() {
        return prompt.contains("modest")
                || prompt.contains("hijab")
                || prompt.contains("head cover")
                || prompt.contains("headscarf");
    }

    Place place() {
        return earliest(PLACES, background())
                .or(() -> earliest(PLACES, reference("background/environment")))
                .orElse(Place.STUDIO);
    }

    Light light() {
        return earliest(LIGHTS, lighting()).orElse(Light.SOFT);
    }

    /** The colours that the light is said to have. */
    List<Color> lightColours() {
        return Palette.named(lighting());
    }

    /** The colour of the place, if the prompt or a reference names one. */
    Optional<Color> placeColour() {
        return Palette.named(background() + " " + reference("background/environment")).stream()
                .findFirst();
    }

    /** The same for every picture of a prompt, so that a batch shows one product. */
    Color productColour() {
        String rest = prompt.replace(background(), "").replace(lighting(), "");
        List<Color> named = Palette.named(reference("product 1"));
        if (named.isEmpty() && !rest.contains("details:")) {
            named = Palette.named(rest);
        }
        int index = new SplittableRandom(prompt.hashCode()).nextInt(PRODUCT_COLOURS.length);
        return named.isEmpty() ? new Color(PRODUCT_COLOURS[index]) : named.get(0);
    }

    /** A second colour of the product, for details. */
    Color accentColour() {
        List<Color> named = Palette.named(reference("product 1"));
        return named.size() > 1 ? named.get(1) : new Color(0xd8b066);
    }

    Color hairColour() {
        String face = reference("face/model reference");
        return face.contains("blond")
                ? new Color(0xc99b54)
                : face.contains("gray") || face.contains("grey")
                        ? new Color(0x8f8c8a)
                        : face.contains("brown hair") ? new Color(0x5a3b28) : new Color(0x2a211e);
    }

    boolean isVintage() {
        return group(STYLE, prompt).contains("vintage") || group(STYLE, prompt).contains("film");
    }

    boolean isLuxury() {
        return group(STYLE, prompt).contains("luxury") || group(STYLE, prompt).contains("cinematic");
    }

    private static <T> Optional<T> earliest(Map<T, Pattern> candidates, String text) {
        T found = null;
        int at = Integer.MAX_VALUE;
        for (Map.Entry<T, Pattern> candidate : candidates.entrySet()) {
            Matcher matcher = candidate.getValue().matcher(text);
            if (matcher.find() && matcher.start() < at) {
                found = candidate.getKey();
                at = matcher.start();
            }
        }
        return Optional.ofNullable(found);
    }
}
