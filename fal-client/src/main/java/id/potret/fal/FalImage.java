package id.potret.fal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A generated picture: where it is, and what fal says about it.
 *
 * <p>Immutable. Whoever has the URL can see the picture, so {@link #toString()} leaves its query part out.
 */
public final class FalImage {

    private final URI url;
    private final boolean flagged;
    private final @Nullable BigInteger seed;
    private final @Nullable String requestId;
    private final @Nullable BigDecimal billableUnits;
    private final @Nullable Integer width;
    private final @Nullable Integer height;
    private final @Nullable String contentType;

    FalImage(
            URI url,
            boolean flagged,
            @Nullable BigInteger seed,
            @Nullable String requestId,
            @Nullable BigDecimal billableUnits,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable String contentType) {
        this.url = url;
        this.flagged = flagged;
        this.seed = seed;
        this.requestId = requestId;
        this.billableUnits = billableUnits;
        this.width = width;
        this.height = height;
        this.contentType = contentType;
    }

    /**
     * Makes a picture for a fake client: unflagged, and nothing else known.
     *
     * @param url where the picture is
     * @return the picture
     */
    public static FalImage of(URI url) {
        return of(url, false);
    }

    /**
     * Makes a picture for a fake client, flagged or not.
     *
     * @param url where the picture is
     * @param flagged what {@link #flagged()} answers
     * @return the picture
     */
    public static FalImage of(URI url, boolean flagged) {
        return new FalImage(Objects.requireNonNull(url, "url"), flagged, null, null, null, null, null, null);
    }

    /**
     * Returns where the picture is.
     *
     * @return an {@code https} URL, or a {@code data:} URI that holds the picture itself
     */
    public URI url() {
        return url;
    }

    /**
     * Returns whether fal's safety checker flagged the picture.
     *
     * <p>fal answers such a request as a success and draws a black picture in place of the real one, so a flagged
     * picture is of no use to anybody.
     *
     * @return true if the picture is flagged
     */
    public boolean flagged() {
        return flagged;
    }

    /**
     * Returns the seed that the picture was drawn from; it does not fit a {@code long}.
     *
     * @return the seed, if fal told it
     */
    public Optional<BigInteger> seed() {
        return Optional.ofNullable(seed);
    }

    /**
     * Returns the id under which fal knows the request.
     *
     * @return the id, if fal told it
     */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /**
     * Returns what fal charged for the picture, in its own units.
     *
     * @return the value of {@code X-Fal-Billable-Units}, if fal told it
     */
    public Optional<BigDecimal> billableUnits() {
        return Optional.ofNullable(billableUnits);
    }

    /**
     * Returns the width.
     *
     * @return pixels, if fal told it
     */
    public OptionalInt width() {
        return width == null ? OptionalInt.empty() : OptionalInt.of(width);
    }

    /**
     * Returns the height.
     *
     * @return pixels, if fal told it
     */
    public OptionalInt height() {
        return height == null ? OptionalInt.empty() : OptionalInt.of(height);
    }

    /**
     * Returns the media type.
     *
     * @return a type such as {@code image/jpeg}, if fal told it
     */
    public Optional<String> contentType() {
        return Optional.ofNullable(contentType);
    }

    /**
     * Tells where the picture is, without the query part, which may hold a signature, or the data of its URL.
     *
     * @return a text fit for logs
     */
    public String location() {
        return Redaction.location(url);
    }

    /**
     * Shows where the picture is, without the query part or the data of its URL.
     *
     * @return a text fit for logs
     */
    @Override
    public String toString() {
        return "FalImage[" + location() + (flagged ? ", flagged" : "")
                + (requestId == null ? "" : ", request " + requestId) + "]";
    }
}
