package id.potret;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Not one usable picture came, so the coin was given back.
 *
 * <p>The cause is the first failure of fal or the wire, the others are suppressed exceptions; there is none where all
 * pictures were flagged or late.
 */
public final class BatchFailedException extends BatchException {

    private static final long serialVersionUID = 1L;

    private final transient List<MissingImage> missing;
    private final boolean coinReturned;

    BatchFailedException(String batchId, List<MissingImage> missing, boolean coinReturned) {
        super(
                batchId,
                "no usable image of " + missing.size() + " (" + count(missing) + "); " + coin(coinReturned)
                        + (missing.stream().anyMatch(MissingImage::maybePaid)
                                ? "; fal may have charged for some"
                                : ""));
        this.missing = List.copyOf(missing);
        this.coinReturned = coinReturned;
        for (MissingImage image : missing) {
            if (image.cause() == null) {
                continue;
            }
            if (getCause() == null) {
                initCause(image.cause());
            } else {
                addSuppressed(image.cause());
            }
        }
    }

    private static String count(List<MissingImage> missing) {
        Map<MissingImage.Reason, Long> counts = missing.stream()
                .collect(Collectors.groupingBy(MissingImage::reason, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    static String coin(boolean returned) {
        return returned
                ? "the coin was given back"
                : "the ledger did not answer, so the coin goes back when its hold expires";
    }

    /**
     * Returns why each image is missing.
     *
     * @return one entry per image that was asked for, by number; unmodifiable
     */
    public List<MissingImage> missing() {
        return missing;
    }

    /**
     * Tells whether the ledger confirmed that the coin went back.
     *
     * @return false if the ledger did not answer; the coin then goes back when its hold expires
     */
    public boolean coinReturned() {
        return coinReturned;
    }
}
