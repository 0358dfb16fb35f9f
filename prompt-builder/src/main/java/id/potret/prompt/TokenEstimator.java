package id.potret.prompt;

import java.text.Normalizer;

/**
 * Estimates how many tokens a text costs in the vocabulary of the image model (T5), without that vocabulary.
 *
 * <p>The costs were measured; they are on the safe side where texts are as long as prompts with descriptions.
 */
public final class TokenEstimator {

    /** Tenths of a token of a word of 1 to 14 small letters. */
    private static final int[] SMALL = {10, 11, 11, 12, 13, 14, 15, 16, 18, 19, 20, 22, 24, 26};

    private static final int LETTER_BEYOND = 3;
    private static final int SINGLE_LETTER_WORD = 20;
    private static final int INSIDE_WORD = 4;
    private static final int OTHER_ASCII = 10;
    private static final int OTHER = 20;
    private static final int END_MARK = 1;

    private TokenEstimator() {}

    /**
     * Estimates the tokens of a text, the end mark included.
     *
     * @param text any text
     * @return the estimate, at least 1
     */
    public static int estimate(String text) {
        return (tenths(text) + 9) / 10 + END_MARK;
    }

    /** The cost of a text in tenths of a token, without the end mark. */
    static int tenths(String text) {
        String normalized = Normalizer.normalize(text, Normalizer.Form.NFKC);
        int tenths = 0;
        boolean wordStarts = true;
        for (int at = 0; at < normalized.length(); ) {
            int end = at + 1;
            char c = normalized.charAt(at);
            if (isLetter(c)) {
                while (end < normalized.length() && isLetter(normalized.charAt(end))) {
                    end++;
                }
                tenths += letters(normalized, at, end, wordStarts);
                wordStarts = false;
            } else if (isDigit(c)) {
                while (end < normalized.length() && isDigit(normalized.charAt(end))) {
                    end++;
                }
                tenths += Math.max(10, 5 * (end - at));
                wordStarts = false;
            } else if (c <= ' ') {
                wordStarts = true;
            } else {
                tenths += c < 0x80 ? OTHER_ASCII + (wordStarts ? INSIDE_WORD : 0) : OTHER;
                wordStarts = false;
            }
            at = end;
        }
        return tenths;
    }

    private static int letters(String text, int from, int to, boolean wordStarts) {
        int length = to - from;
        int capitals = 0;
        for (int i = from; i < to; i++) {
            capitals += text.charAt(i) <= 'Z' ? 1 : 0;
        }
        int cost;
        if (capitals == 0) {
            cost = length == 1 && wordStarts ? SINGLE_LETTER_WORD : small(length);
        } else if (capitals == 1 && text.charAt(from) <= 'Z') {
            cost = length <= 2 ? 10 : 12 + 4 * Math.max(0, length - 5);
        } else {
            cost = Math.max(10, 5 * length + 5);
        }
        return cost + (!wordStarts && length > 1 ? INSIDE_WORD : 0);
    }

    private static int small(int length) {
        return length <= SMALL.length
                ? SMALL[length - 1]
                : SMALL[SMALL.length - 1] + LETTER_BEYOND * (length - SMALL.length);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
