package id.potret.reference;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * How many words each description may have, shared out by weight.
 *
 * <p>The main product weighs 3, the face 2, the other products and the background 1.5 each. Nothing gets more than is of
 * use (60 words for the main product, 40 for a face or another product, 35 for a background), nor fewer than
 * {@value #MIN_WORDS}, which a noun and two phrases need. Quotas are rounded down. Immutable and thread-safe.
 */
public final class WordBudget {

    /** The fewest words that a description is asked for, however little is left to share. */
    public static final int MIN_WORDS = 9;

    private final Map<ReferenceSlot, Integer> words = new EnumMap<>(ReferenceSlot.class);

    private WordBudget(int totalWords, Set<ReferenceSlot> slots) {
        double weights = slots.stream().mapToDouble(WordBudget::weight).sum();
        for (ReferenceSlot slot : slots) {
            int share = (int) (totalWords * weight(slot) / weights);
            words.put(slot, Math.max(MIN_WORDS, Math.min(maxWords(slot), share)));
        }
    }

    /**
     * Shares out words among descriptions.
     *
     * @param totalWords how many words there are to share, 0 or more
     * @param slots the slots that have a photo
     * @return the budget
     * @throws IllegalArgumentException if {@code totalWords} is negative
     */
    public static WordBudget of(int totalWords, Set<ReferenceSlot> slots) {
        if (totalWords < 0) {
            throw new IllegalArgumentException("totalWords must be 0 or more and is " + totalWords);
        }
        return new WordBudget(totalWords, slots);
    }

    /**
     * Returns how many words the description of a slot may have.
     *
     * @param slot the slot
     * @return the number of words; 0 for a slot that is not in the budget
     */
    public int words(ReferenceSlot slot) {
        return words.getOrDefault(slot, 0);
    }

    /**
     * Returns how much a slot counts where descriptions share what is left of a prompt.
     *
     * @param slot the slot
     * @return the weight, 1.5 to 3
     */
    public static double weight(ReferenceSlot slot) {
        return switch (slot) {
            case PRODUCT_1 -> 3;
            case FACE -> 2;
            case PRODUCT_2, PRODUCT_3, PRODUCT_4, BACKGROUND -> 1.5;
        };
    }

    /**
     * Returns the most words that a description is of use with.
     *
     * @param slot the slot
     * @return the number of words
     */
    public static int maxWords(ReferenceSlot slot) {
        return switch (slot) {
            case PRODUCT_1 -> 60;
            case PRODUCT_2, PRODUCT_3, PRODUCT_4, FACE -> 40;
            case BACKGROUND -> 35;
        };
    }

    @Override
    public String toString() {
        return words.toString();
    }
}
