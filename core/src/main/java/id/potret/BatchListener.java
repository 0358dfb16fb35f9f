package id.potret;

import id.potret.prompt.Prompt;
import id.potret.prompt.Translation;
import id.potret.reference.ReferenceOutcome;
import java.util.List;

/**
 * Hears how batches proceed.
 *
 * <p>The calls of one batch come one after the other on the thread that runs it, so a slow listener slows its batch; the
 * calls of several batches come in parallel. What a listener throws is logged and otherwise ignored.
 */
public interface BatchListener {

    /**
     * The coin is held and the work begins.
     *
     * @param batchId the batch
     * @param images how many images were asked for
     * @param coins the balance of the account before the batch
     */
    default void onStarted(String batchId, int images, long coins) {}

    /**
     * The seller's own texts were translated; not called without a translator or without own texts.
     *
     * @param batchId the batch
     * @param translations one outcome per text
     */
    default void onTranslated(String batchId, List<Translation> translations) {}

    /**
     * The reference photos were described, or not; not called where there are none.
     *
     * @param batchId the batch
     * @param outcomes one outcome per photo, in slot order
     */
    default void onReferences(String batchId, List<ReferenceOutcome> outcomes) {}

    /**
     * The prompt is complete and goes to fal now.
     *
     * @param batchId the batch
     * @param prompt the prompt; it may describe a person, so keep it out of logs
     */
    default void onPrompt(String batchId, Prompt prompt) {}

    /**
     * A picture came.
     *
     * @param batchId the batch
     * @param image the picture
     * @param images how many images were asked for
     */
    default void onImage(String batchId, BatchImage image, int images) {}

    /**
     * A picture will not come.
     *
     * @param batchId the batch
     * @param image which one, and why
     * @param images how many images were asked for
     */
    default void onMissing(String batchId, MissingImage image, int images) {}

    /**
     * The batch ended with pictures, be they new or those of an earlier batch of the same id.
     *
     * @param result what is returned to the caller
     */
    default void onFinished(BatchResult result) {}

    /**
     * The batch ended without pictures.
     *
     * @param failure what is thrown to the caller
     */
    default void onFailed(BatchException failure) {}
}
