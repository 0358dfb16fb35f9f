package id.potret;

import id.potret.fal.FalImage;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One picture of a batch. */
public final class BatchImage {

    private final int number;
    private final URI url;
    private final @Nullable FalImage details;

    private BatchImage(int number, URI url, @Nullable FalImage details) {
        this.number = number;
        this.url = url;
        this.details = details;
    }

    static BatchImage generated(int number, FalImage image) {
        return new BatchImage(number, image.url(), image);
    }

    static BatchImage replayed(int number, URI url) {
        return new BatchImage(number, url, null);
    }

    /**
     * Returns which picture of the batch this is.
     *
     * @return the number, from 1
     */
    public int number() {
        return number;
    }

    /**
     * Returns where the picture is.
     *
     * @return the URL; fal keeps its files for a limited time, so download what is to be kept
     */
    public URI url() {
        return url;
    }

    /**
     * Returns what fal said about the picture, such as its seed.
     *
     * @return the details, or empty if the picture comes from the receipt of an earlier batch
     */
    public Optional<FalImage> details() {
        return Optional.ofNullable(details);
    }

    @Override
    public String toString() {
        return "BatchImage[" + number + ", " + Urls.forLog(url) + "]";
    }
}
