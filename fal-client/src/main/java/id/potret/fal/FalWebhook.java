package id.potret.fal;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A verified delivery of fal's: what became of a request that was submitted with a webhook.
 *
 * <p>fal delivers repeatedly, so whoever acts on a delivery does so once per {@link #requestId()}. Immutable.
 */
public final class FalWebhook {

    private final String requestId;
    private final @Nullable FalImage image;
    private final @Nullable String error;

    FalWebhook(String requestId, @Nullable FalImage image, @Nullable String error) {
        this.requestId = requestId;
        this.image = image;
        this.error = error;
    }

    /**
     * Returns which request this is about.
     *
     * @return the id that submit returned
     */
    public String requestId() {
        return requestId;
    }

    /**
     * Returns the picture.
     *
     * @return the picture, or empty if the request failed, or if it has to be fetched with {@link FalQueue#resume} because
     *     fal could not put it into the delivery
     */
    public Optional<FalImage> image() {
        return Optional.ofNullable(image);
    }

    /**
     * Returns what went wrong.
     *
     * @return fal's words, shortened, or empty if nothing did
     */
    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /**
     * Shows the request and how it ended.
     *
     * @return a text fit for logs
     */
    @Override
    public String toString() {
        return "FalWebhook[" + requestId + (error == null ? ", " + image : ", failed") + "]";
    }
}
