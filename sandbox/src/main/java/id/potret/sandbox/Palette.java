package id.potret.sandbox;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds colour words in a text, and mixes colours. */
final class Palette {
    private static final Map<String, Integer> WORDS = Map.ofEntries(
            Map.entry("red", 0xc8362f),
            Map.entry("crimson", 0xb0223a),
            Map.entry("maroon", 0x7b2233),
            Map.entry("terracotta", 0xc4623f),
            Map.entry("orange", 0xe2792b),
            Map.entry("peach", 0xf3b795),
            Map.entry("gold", 0xcfa146),
            Map.entry("golden", 0xd9a94c),
            Map.entry("yellow", 0xe9c440),
            Map.entry("mustard", 0xd1a02f),
            Map.entry("cream", 0xf1e6d0),
            Map.entry("ivory", 0xf3ecdc),
            Map.entry("beige", 0xdcc9a9),
            Map.entry("tan", 0xc79f6e),
            Map.entry("camel", 0xb98a55),
            Map.entry("brown", 0x7c5236),
            Map.entry("rattan", 0xb88a54),
            Map.entry("wooden", 0xa87445),
            Map.entry("taupe", 0x8f8175),
            Map.entry("olive", 0x77793a),
            Map.entry("sage", 0x9cae8f),
            Map.entry("green", 0x4a8a57),
            Map.entry("emerald", 0x1f7a5a),
            Map.entry("teal", 0x2a8288),
            Map.entry("turquoise", 0x46b5b0),
            Map.entry("blue", 0x3768b0),
            Map.entry("navy", 0x27355c),
            Map.entry("indigo", 0x39407f),
            Map.entry("denim", 0x4d6c94),
            Map.entry("purple", 0x75468f),
            Map.entry("lavender", 0xb9a6d6),
            Map.entry("lilac", 0xc5a9d2),
            Map.entry("pink", 0xe59ab0),
            Map.entry("rose", 0xd98791),
            Map.entry("magenta", 0xc63d92),
            Map.entry("white", 0xf5f3ef),
            Map.entry("black", 0x26262a),
            Map.entry("gray", 0x8d9096),
            Map.entry("grey", 0x8d9096),
            Map.entry("silver", 0xb9bdc4),
            Map.entry("copper", 0xb36b43),
            Map.entry("amber", 0xb9702a));

    private static final Pattern WORD = Pattern.compile("(?:(dark|pale|light|pastel|soft) )?\\b([a-z]+)\\b");

    private Palette() {}

    /** Returns the colours that a lower-case text names, in its order. */
    static List<Color> named(String text) {
        List<Color> colours = new ArrayList<>();
        for (Matcher word = WORD.matcher(text); word.find(); ) {
            Integer rgb = WORDS.get(word.group(2));
            if (rgb != null) {
                Color colour = new Color(rgb);
                String shade = word.group(1);
                colours.add(shade == null ? colour : shade.equals("dark") ? darker(colour, 0.4) : lighter(colour, 0.4));
            }
        }
        return colours;
    }

    static Color mix(Color from, Color to, double share) {
        return new Color(
                channel(from.getRed(), to.getRed(), share),
                channel(from.getGreen(), to.getGreen(), share),
                channel(from.getBlue(), to.getBlue(), share),
                channel(from.getAlpha(), to.getAlpha(), share));
    }

    private static int channel(int from, int to, double share) {
        return (int) Math.round(Math.max(0, Math.min(255, from + (to - from) * share)));
    }

    static Color lighter(Color colour, double share) {
        return mix(colour, Color.WHITE, share);
    }

    static Color darker(Color colour, double share) {
        return mix(colour, Color.BLACK, share);
    }

    static Color alpha(Color colour, double alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(alpha * 255));
    }
}
