package id.potret.prompt;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * Estimates how many tokens a text costs in the vocabulary of the image model (T5), without that vocabulary.
 *
 * <p>A word costs what its pairs of letters cost: what looks like English is cheap, because the vocabulary holds most
 * English words whole, and what does not is dear, because it is taken to pieces. So Indonesian texts, brands and rare
 * words are counted as what they cost, about 3 tokens a word. The costs were fitted to true counts of English and
 * Indonesian texts, and are on the safe side for texts as long as prompts with descriptions are: of those with 150 and
 * more tokens no estimate was too low, and on average they are a sixth too high.
 */
public final class TokenEstimator {

    /** What one letter costs behind another, in tenths of a token. */
    private static final int[][] PAIRS = table("""
                a   b   c   d   e   f   g   h   i   j   k   l   m   n   o   p   q   r   s   t   u   v   w   x   y   z   $
            ^   3   4   2   1   4   3   4   4   3   5   8   2   4   2   6   2  10   4   2   7   6   8   3  11  10   8   0
            -   5   5   7   2  12   2   8   4   8   6   5   5  10   6  12   6   5   8   6   6   4   7   8  11   8   8   0
            a  13   1   2   2  10   6   0  11   0  10   3   1   4   2  -4   1  10  -1   5   1   3   6   3   2   1   7   8
            b   2   4  11  11   4  12  11   9   2   6   8   0   9  10   3  10  10   2   0   8   4  10   7  10   4  11   5
            c   1  11  -4  13   0  13  12   2   4  10  -3   2   9   6   1  12  16   2  11  -4   3  10  13  11   4  10   7
            d   8   9   8   2   1   7   6   8   3   2  10   3   7   8  11  12   9   2   9  11   5   3   7  12   2  11   3
            e   1   8   3   2   1   4  -1  10   2   7   7   3   5   1   2   6   6   1   2   4   1   4   1  -5   3   1   2
            f  -1  11  12  13  -1   6  10  11   0   9   8   2  11  12   3  12  10   1  12   0   3  11  11  11   4  11   4
            g   6   8  13   8   1  10   6   0   6  11   7  -2   9   3   5  14  11   3   6   3   3  11  11  11  11  11   4
            h   2   7  12  10   2   4  11  11   5  11   0   4   4   2   2   8  11   9  14  -3   6  12   3  10  11   8   5
            i   3   3  -3   1   0   2   4  13   4   9   7   4   2  -1  -4   1   5   4   3   2   6   3  10   4   7  -4  10
            j   2  10  11  10   2  10   9  10   7   9  11   9  10  11   3  10  11  11  12  11   2  11  11  11  11  10   8
            k   6   9  12   3   4  10   0   7   2   9   3   7   7  -1   3  10  11   6   9   5   7   9  10  11   5   9   5
            l   5   6   8  -3   3   1   4  -6   5  12   0   3   1   4   6   4  10   8   2   0   7   3   7  11  -1   7   1
            m   1   5   7  12   0   9   9   6   1  11  10   8   2   6   1   4  10  13   4  12   4  10  11  10   6   9   3
            n   6   9   1   2   3   3   3   4   5   8   2   2   9   2   4  10   8   5   3   2   3   4  10  11  11   3   5
            o   0   6   3   2   9  -1  -6  14   4   6   3   2   1  -1  -1   2  11   0   3   4   1   3  -6  -1   8   8   8
            p   4  11  15   4   4   9   9  -2   5  11  11   0   6  10   2   1   9  -1   8   1   2  11  12  11   6   9   5
            q   8  10  10  10  11  10  10   9  11  10  11   8  10  11  11  10   9  11  10  11  -4   9  10  11  12  10  11
            r   3   6   2   3   1   3   2  16   4   9   2   7   4   2   3   5   3   2   4   3   8  10   4  12   1   7   3
            s   9   6   6  11   4  19  16   0   7  10   5   2   9   0   5   0   4  11  -2   0   3  13   5  11   5  11   2
            t   4   8   0  12   2   3  11  -3   1   9   7   0   8   7   2   2  11  -1   3   3   5   8   4  12   1   5   1
            u   7  -3   3   5   2   3   2  12   6  11   6   3   3   1   2   0  11  -1   1   3  11   5  10  -1   7   4   7
            v  -3  11  11  10  -3  11  11   9  -3  10  11  11  13   9  -1  11  11   7  12  13   7  11  10  11   9  10   7
            w   2   2  10  13   3  10  12   0   2  10  11   7  10   1   1  11  10   1   4  10  10  11   7  11  13  11   3
            x  10  10   2  11   6  14  10   9   3   8   9  10  11  11  11   5   8  10  11   5   9  10   9   8  11   9   5
            y   6   3   1   6   0  10  14  10   6   9   9   3   4   5   1   3  20   6  14   5   7   9   6   8  12   9   0
            z   1  10  11   9   3   9   9  10   0  10  10   7  11  11  -1  11  10  11  10   9   3  11   8   9   7   0   8
            """);

    /** Where the table has what no letter is: the start of a word, a start within a word, and the end of both. */
    private static final int START = 0;

    private static final int INNER_START = 1;
    private static final int END = 26;

    private static final int WORD = 1;
    private static final int MIN_WORD = 10;
    /** No long word but few is in the vocabulary. */
    private static final int LONG_WORD = 12;

    private static final int LETTER_BEYOND = 2;
    private static final int CAPITALS = 6;
    private static final int CAPITAL = 4;
    private static final int NUMBER = 3;
    private static final int DIGIT = 5;
    private static final int SIGN_FIRST = 10;
    private static final int SIGN = 7;
    private static final int SIGN_BEHIND_SIGN = 9;
    private static final int ACCENT = 7;
    private static final int OTHER_FIRST = 17;
    private static final int OTHER = 9;
    /** Signs of scripts that the vocabulary does not know; a run of them becomes one unknown token. */
    private static final int UNKNOWN_RUN = 17;

    /**
     * A phrase of words that are dearer than this on average is hardly English. Its cheap words are too cheap then, the
     * more so the stranger it is: one percent more for each tenth of a token of the average.
     */
    private static final int ENGLISH_WORD = 20;

    private static final int FOREIGN_PERCENT = 106;

    private static final int MAX_AVERAGE = 94;

    private static final int END_MARK = 1;

    /** What a text may cost that the image model reads to its end. */
    static final int MAX_TENTHS = 10 * (Prompt.MAX_TOKENS - END_MARK);

    private static final String PHRASE_ENDS = ",.:;|";

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
        int total = 0;
        int phrase = 0;
        int words = 0;
        int wordsCost = 0;
        String normalized = Normalizer.normalize(text, Normalizer.Form.NFKD);
        int end = 0;
        for (int at = 0; at < normalized.length(); at = end + 1) {
            end = at;
            while (end < normalized.length() && !isBlank(normalized.charAt(end))) {
                end++;
            }
            if (end == at) {
                continue;
            }
            String word = normalized.substring(at, end);
            int cost = Math.max(MIN_WORD, word(word));
            phrase += cost;
            if (Character.isLetter(word.codePointAt(0))) {
                words++;
                wordsCost += cost;
            }
            if (PHRASE_ENDS.indexOf(word.charAt(word.length() - 1)) >= 0) {
                total += phrase(phrase, words, wordsCost);
                phrase = 0;
                words = 0;
                wordsCost = 0;
            }
        }
        return total + phrase(phrase, words, wordsCost);
    }

    private static int phrase(int cost, int words, int wordsCost) {
        int average = words == 0 ? 0 : Math.min(MAX_AVERAGE, wordsCost / words);
        return average < ENGLISH_WORD ? cost : (int) ((long) cost * (FOREIGN_PERCENT + average) / 100);
    }

    /** The cost of what stands between two blanks. */
    private static int word(String word) {
        int cost = WORD;
        boolean first = true;
        boolean sign = false;
        boolean unknown = false;
        for (int at = 0; at < word.length(); ) {
            int c = word.codePointAt(at);
            int end = at + Character.charCount(c);
            boolean nowSign = false;
            boolean nowUnknown = false;
            if (isLetter(c)) {
                while (end < word.length() && (isLetter(word.charAt(end)) || isAccent(word.charAt(end)))) {
                    end++;
                }
                cost += letters(word, at, end, first ? START : INNER_START);
            } else if (isDigit(c)) {
                while (end < word.length() && isDigit(word.charAt(end))) {
                    end++;
                }
                cost += NUMBER + DIGIT * (end - at);
            } else if (isAccent(c)) {
                cost += ACCENT;
            } else if (c < 0x80) {
                nowSign = true;
                cost += first ? SIGN_FIRST : sign ? SIGN_BEHIND_SIGN : SIGN;
            } else if (c < 0x1100 || (c >= 0x2000 && c < 0x20D0)) {
                cost += first ? OTHER_FIRST : OTHER;
            } else {
                nowUnknown = true;
                cost += unknown ? 0 : UNKNOWN_RUN;
            }
            first = false;
            sign = nowSign;
            unknown = nowUnknown;
            at = end;
        }
        return cost;
    }

    private static int letters(String word, int from, int to, int start) {
        int letters = 0;
        int capitalsBehindFirst = 0;
        int pairs = 0;
        int accents = 0;
        int previous = start;
        for (int i = from; i < to; i++) {
            char c = word.charAt(i);
            if (isAccent(c)) {
                accents++;
                continue;
            }
            if (letters > 0 && c <= 'Z') {
                capitalsBehindFirst++;
            }
            letters++;
            int letter = (c | 0x20) - 'a';
            pairs += PAIRS[previous][letter];
            previous = letter + 2;
        }
        pairs += PAIRS[previous][END];
        pairs += LETTER_BEYOND * Math.max(0, letters - LONG_WORD);
        int cost = capitalsBehindFirst == 0 ? pairs : Math.max(pairs, CAPITALS + CAPITAL * letters);
        return cost + ACCENT * accents;
    }

    private static boolean isBlank(char c) {
        return Character.isISOControl(c) || Character.isSpaceChar(c);
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAccent(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    /** One row per letter that stands in front, one column per letter behind it, both named in the text. */
    private static int[][] table(String text) {
        return text.lines()
                .skip(1)
                .map(row -> Pattern.compile(" +")
                        .splitAsStream(row)
                        .skip(1)
                        .mapToInt(Integer::parseInt)
                        .toArray())
                .toArray(int[][]::new);
    }
}
