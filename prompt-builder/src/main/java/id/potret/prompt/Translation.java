package id.potret.prompt;

/**
 * What became of one text that was to be translated.
 *
 * @param original the text as it was
 * @param text the text to use: English, or the original where it was English or could not be translated
 * @param status what happened
 * @param detail for people; blank unless it failed; holds no key and no text
 */
public record Translation(String original, String text, Status status, String detail) {

    /** What happened to a text. */
    public enum Status {
        /** It is English now. */
        TRANSLATED,
        /** It was English before. */
        UNCHANGED,
        /** It is kept as it was. */
        FAILED
    }

    /** Shows no text: what sellers write may be anything. */
    @Override
    public String toString() {
        return "Translation[" + status + (detail.isBlank() ? "" : ": " + detail) + "]";
    }
}
