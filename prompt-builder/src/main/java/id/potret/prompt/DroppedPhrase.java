package id.potret.prompt;

import id.potret.reference.ReferenceSlot;

/**
 * A phrase of a description that found no room in the prompt.
 *
 * @param slot whose description it is from
 * @param phrase the phrase
 */
public record DroppedPhrase(ReferenceSlot slot, String phrase) {

    /** Shows the slot only: descriptions of faces are personal data. */
    @Override
    public String toString() {
        return "DroppedPhrase[" + slot + "]";
    }
}
