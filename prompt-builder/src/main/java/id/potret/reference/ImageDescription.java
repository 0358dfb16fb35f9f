package id.potret.reference;

import java.util.List;

/**
 * What a reference photo shows, in phrases separated by commas, the most important first.
 *
 * <p>The text comes from a service that looked at a stranger's picture, so it is cleaned whatever it is: one line; no
 * control characters and nothing that the image model cannot read or that has a meaning in the prompt; sentences become
 * phrases of at most {@value #MAX_PHRASE_WORDS} words; printed text in quotes longer than
 * {@value #MAX_QUOTED_WORDS} words is left out; so is what reads as an instruction, up to the end of
 * its sentence; and so is everything behind the first 2000 characters.
 *
 * @param slot which photo
 * @param text the description; the component holds it cleaned
 */
public record ImageDescription(ReferenceSlot slot, String text) {

    /** The longest phrase, in words; a quoted text counts as one. */
    public static final int MAX_PHRASE_WORDS = 8;

    /** The longest printed text that is kept, in words. */
    public static final int MAX_QUOTED_WORDS = 4;

    /**
     * Cleans a description.
     *
     * @param slot which photo
     * @param text the description, as it was answered
     * @throws IllegalArgumentException if nothing is left of the text
     */
    public ImageDescription {
        text = DescriptionCleaner.clean(text);
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the description of " + slot + " holds nothing that can be used");
        }
    }

    /**
     * Returns the phrases of the text.
     *
     * @return the phrases in order of importance, at least one; unmodifiable
     */
    public List<String> phrases() {
        return DescriptionCleaner.phrases(text);
    }

    /** Shows the slot only: descriptions of faces are personal data. */
    @Override
    public String toString() {
        return "ImageDescription[" + slot + "]";
    }
}
