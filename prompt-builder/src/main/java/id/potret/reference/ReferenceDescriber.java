package id.potret.reference;

import java.time.Duration;
import java.util.List;

/**
 * Describes reference photos in words, the only form in which they reach the image model.
 *
 * <p>Implementations are thread-safe, and work on all photos of a call at once.
 */
@FunctionalInterface
public interface ReferenceDescriber {

    /**
     * Describes the photos; blocks until all have an outcome or the time is over.
     *
     * <p>A photo that cannot be described loses only itself: its outcome says why, and nothing is thrown for it.
     *
     * @param images the photos
     * @param budget how many words each description may have
     * @param timeout for all photos together, positive; a photo that is not done by then has failed
     * @return one outcome per photo, in slot order
     * @throws InterruptedException if the thread is interrupted; what is in flight is aborted
     */
    List<ReferenceOutcome> describe(ReferenceImages images, WordBudget budget, Duration timeout)
            throws InterruptedException;
}
