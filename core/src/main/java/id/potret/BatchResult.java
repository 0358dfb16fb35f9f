package id.potret;

import id.potret.prompt.Prompt;
import id.potret.prompt.Translation;
import id.potret.reference.ReferenceOutcome;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch that brought at least one usable picture.
 *
 * @param batchId the id of the request
 * @param images the usable pictures, by number; at least one
 * @param missing the images that were asked for and did not come, by number; empty if the batch is complete
 * @param prompt what was sent to fal; null if the batch was replayed
 * @param references one outcome per reference photo, in slot order
 * @param translations one outcome per own text of the seller; empty without a translator
 * @param charge what became of the coin
 * @param remainingCoins the balance of the account, as the ledger last told it
 * @param replayed whether the pictures come from the receipt of an earlier run of the same batch, with nothing paid now
 * @param billableUnits what fal said it billed, summed over the pictures; null if it said nothing
 * @param estimatedCostUsd an estimate in US dollars, from the price that the generator was given and the number of
 *     images that were or may have been paid; what fal really charged is in {@code billableUnits}
 */
public record BatchResult(
        String batchId,
        List<BatchImage> images,
        List<MissingImage> missing,
        @Nullable Prompt prompt,
        List<ReferenceOutcome> references,
        List<Translation> translations,
        Charge charge,
        long remainingCoins,
        boolean replayed,
        @Nullable BigDecimal billableUnits,
        BigDecimal estimatedCostUsd) {

    /**
     * Makes a result; the lists are copied.
     *
     * @param batchId the id of the request
     * @param images the usable pictures
     * @param missing the others
     * @param prompt what was sent, or null
     * @param references what became of the photos
     * @param translations what became of the own texts
     * @param charge what became of the coin
     * @param remainingCoins the balance
     * @param replayed whether it is from a receipt
     * @param billableUnits what fal billed, or null
     * @param estimatedCostUsd an estimate
     */
    public BatchResult {
        images = List.copyOf(images);
        missing = List.copyOf(missing);
        references = List.copyOf(references);
        translations = List.copyOf(translations);
    }

    /**
     * Tells whether every image that was asked for came.
     *
     * @return false if {@link #missing()} names some
     */
    public boolean isComplete() {
        return missing.isEmpty();
    }

    @Override
    public String toString() {
        return "BatchResult[" + batchId + ", " + images.size() + " images, " + missing.size() + " missing, " + charge
                + (replayed ? ", replayed]" : "]");
    }
}
