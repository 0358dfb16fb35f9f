package id.potret.prompt;

import java.util.List;

/** A label that no option of its dimension has. */
public final class UnknownLabelException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Enough to recognise a mistyped label by; a longer text is no label. */
    private static final int MAX_SHOWN_CHARS = 60;

    private final String dimension;
    private final String label;
    private final transient List<String> knownLabels;

    UnknownLabelException(String dimension, String label, List<String> knownLabels) {
        super("unknown " + dimension + " \"" + shown(label) + "\"; known are, closest first: "
                + String.join(", ", knownLabels));
        this.dimension = dimension;
        this.label = label;
        this.knownLabels = List.copyOf(knownLabels);
    }

    private static String shown(String label) {
        String line = label.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= MAX_SHOWN_CHARS ? line : line.substring(0, MAX_SHOWN_CHARS) + "...";
    }

    /**
     * Returns where the label was looked for.
     *
     * @return the dimension, such as {@code camera_angle}
     */
    public String dimension() {
        return dimension;
    }

    /**
     * Returns the label that was looked for.
     *
     * @return the label as it was given
     */
    public String label() {
        return label;
    }

    /**
     * Returns the labels of the dimension.
     *
     * @return the Indonesian labels, the closest to the unknown one first; unmodifiable
     */
    public List<String> knownLabels() {
        return knownLabels;
    }
}
