package id.potret;

import id.potret.reference.ReferenceOutcome;
import id.potret.reference.ReferenceSlot;
import java.util.List;
import java.util.stream.Collectors;

/** A reference photo could not be described and {@link ReferencePolicy#FAIL} is set; nothing was generated. */
public final class ReferencesFailedException extends BatchException {

    private static final long serialVersionUID = 1L;

    private final transient List<ReferenceOutcome> outcomes;
    private final boolean coinReturned;

    ReferencesFailedException(String batchId, List<ReferenceOutcome> outcomes, boolean coinReturned) {
        super(
                batchId,
                "not described: " + slotsWithoutDescription(outcomes) + "; " + BatchFailedException.coin(coinReturned));
        this.outcomes = List.copyOf(outcomes);
        this.coinReturned = coinReturned;
    }

    private static String slotsWithoutDescription(List<ReferenceOutcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> !(outcome instanceof ReferenceOutcome.Described))
                .map(ReferenceOutcome::slot)
                .map(ReferenceSlot::promptLabel)
                .collect(Collectors.joining(", "));
    }

    /**
     * Returns what became of every reference photo.
     *
     * @return one outcome per photo, in slot order; unmodifiable
     */
    public List<ReferenceOutcome> outcomes() {
        return outcomes;
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
