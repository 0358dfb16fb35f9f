package id.potret;

import id.potret.fal.FalImage;
import java.net.URI;

/**
 * One picture of a batch.
 *
 * @param number which picture of the batch, from 1
 * @param image the picture as fal answered it; of a replayed batch only its URL is known
 */
public record BatchImage(int number, FalImage image) {

    /**
     * Returns where the picture is.
     *
     * @return the URL; fal keeps its files for a limited time, so download what is to be kept
     */
    public URI url() {
        return image.url();
    }
}
