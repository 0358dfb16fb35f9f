package id.potret.prompt;

import java.time.Duration;
import java.util.List;

/**
 * Translates the texts that a seller wrote into English, which costs fewer tokens and is understood better.
 *
 * <p>Implementations are thread-safe.
 */
@FunctionalInterface
public interface TextTranslator {

    /**
     * Translates texts; blocks until all are done or the time is over.
     *
     * <p>A text that cannot be translated loses only itself: it is kept as it was, and nothing is thrown for it.
     *
     * @param texts the texts, in any language
     * @param timeout for all texts together, positive
     * @return one translation per text, in the same order
     * @throws InterruptedException if the thread is interrupted; what is in flight is aborted
     */
    List<Translation> translate(List<String> texts, Duration timeout) throws InterruptedException;
}
