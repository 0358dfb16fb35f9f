package id.potret.prompt;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokens that the image model really reads, counted with its public vocabulary (T5 v1.1, Apache License 2.0).
 *
 * <p>Each word is taken to the pieces that score best together; unknown characters in a row are one token.
 */
final class T5Vocabulary {

    private static final Map<String, Double> SCORES = new HashMap<>();
    private static final int LONGEST;
    private static final double UNKNOWN;

    static {
        for (List<String> row : Resources.rows("t5-vocabulary.tsv")) {
            SCORES.put(row.get(0), Double.valueOf(row.get(1)));
        }
        LONGEST = SCORES.keySet().stream().mapToInt(String::length).max().orElseThrow();
        UNKNOWN = SCORES.values().stream().mapToDouble(score -> score).min().orElseThrow() - 10;
    }

    private T5Vocabulary() {}

    /** The tokens of a text, the end mark included. */
    static int count(String text) {
        String normalized = Normalizer.normalize(text, Normalizer.Form.NFKC);
        return Arrays.stream(normalized.split("[\\s\\x00-\\x1F\\x85\\p{Z}]+"))
                        .filter(word -> !word.isEmpty())
                        .mapToInt(word -> pieces(("\u2581" + word).codePoints().toArray()))
                        .sum()
                + 1;
    }

    private static int pieces(int[] word) {
        double[] best = new double[word.length + 1];
        int[] back = new int[word.length + 1];
        Arrays.fill(best, 1, best.length, Double.NEGATIVE_INFINITY);
        for (int from = 0; from < word.length; from++) {
            for (int to = from + 1; to <= Math.min(word.length, from + LONGEST); to++) {
                Double score = SCORES.get(new String(word, from, to - from));
                if (score == null && to > from + 1) {
                    continue;
                }
                double total = best[from] + (score == null ? UNKNOWN : score);
                if (total > best[to]) {
                    best[to] = total;
                    back[to] = from;
                }
            }
        }
        int pieces = 0;
        boolean unknownBehind = false;
        for (int to = word.length; to > 0; to = back[to]) {
            boolean unknown = !SCORES.containsKey(new String(word, back[to], to - back[to]));
            if (!(unknown && unknownBehind)) {
                pieces++;
            }
            unknownBehind = unknown;
        }
        return pieces;
    }
}
