package id.potret.prompt;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds an option of one dimension by its label or English text. */
final class Labels {

    /** Longer than any label; bounds the work of comparing. */
    private static final int MAX_COMPARED_CHARS = 100;

    private Labels() {}

    static <T extends OptionLabel> T find(T[] options, String label) {
        String wanted = normalized(label);
        for (T option : options) {
            if (normalized(option.label()).equals(wanted)
                    || normalized(option.english()).equals(wanted)) {
                return option;
            }
        }
        List<String> closestFirst = Arrays.stream(options)
                .sorted(Comparator.comparingInt(option -> distance(wanted, option)))
                .map(OptionLabel::label)
                .toList();
        throw new UnknownLabelException(options[0].dimension(), label, closestFirst);
    }

    private static String normalized(String text) {
        return Texts.collapse(text).toLowerCase(Locale.ROOT);
    }

    private static int distance(String wanted, OptionLabel option) {
        String start = wanted.substring(0, Math.min(wanted.length(), MAX_COMPARED_CHARS));
        return Math.min(distance(start, normalized(option.label())), distance(start, normalized(option.english())));
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
