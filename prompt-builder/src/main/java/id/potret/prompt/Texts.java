package id.potret.prompt;

import java.util.regex.Pattern;

/** What every text from outside must go through. */
final class Texts {

    private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\x85\\p{Z}]+");
    private static final Pattern REFUSED = Pattern.compile("[\\p{Cc}\\p{Cs}]");
    private static final Pattern VISIBLE = Pattern.compile("[^\\s\\p{Z}\\p{C}]");

    private Texts() {}

    /** One blank for every run of white space, tab, line break and non-breaking blank included; none around. */
    static String collapse(String text) {
        return WHITE_SPACE.matcher(text).replaceAll(" ").strip();
    }

    /** Collapses white space and refuses what no picture can be described with; messages never show the text. */
    static String require(String name, String text, int maxChars) {
        String collapsed = collapse(text);
        if (!VISIBLE.matcher(collapsed).find()) {
            throw new IllegalArgumentException(name + " is blank; leave it out instead");
        }
        if (collapsed.length() > maxChars) {
            throw new IllegalArgumentException(name + " has " + collapsed.length() + " characters, more than the "
                    + maxChars + " allowed; shorten it");
        }
        if (REFUSED.matcher(collapsed).find()) {
            throw new IllegalArgumentException(name + " holds a control character or half a character; remove it");
        }
        return collapsed;
    }
}
