package id.potret.reference;

/** What became of one reference photo. */
public sealed interface ReferenceOutcome {

    /**
     * Returns which photo this is about.
     *
     * @return the slot
     */
    ReferenceSlot slot();

    /**
     * The photo was described.
     *
     * @param description the description
     */
    record Described(ImageDescription description) implements ReferenceOutcome {
        @Override
        public ReferenceSlot slot() {
            return description.slot();
        }
    }

    /**
     * The describing service refused the photo, and would do so again.
     *
     * @param slot which photo
     * @param reason how it was refused
     * @param detail for people; holds no key, picture or description
     */
    record Blocked(ReferenceSlot slot, BlockReason reason, String detail) implements ReferenceOutcome {}

    /**
     * The photo has no description, through no fault of its own.
     *
     * @param slot which photo
     * @param reason what went wrong
     * @param detail for people; holds no key, picture or description
     */
    record Failed(ReferenceSlot slot, FailureReason reason, String detail) implements ReferenceOutcome {}

    /** How a photo was refused. */
    enum BlockReason {
        /** The service did not look at the photo. */
        PROMPT_BLOCKED,
        /** The service held its answer back. */
        ANSWER_BLOCKED,
        /** The service answered that it will not describe the photo. */
        REFUSED_IN_PROSE
    }

    /** What went wrong. */
    enum FailureReason {
        /** No answer in time. */
        TIMED_OUT,
        /** Too many calls for the service. */
        RATE_LIMITED,
        /** The service did not accept the call, its key or its picture. */
        REJECTED,
        /** The service could not be reached, or is out of order. */
        UNAVAILABLE,
        /** The answer broke off. */
        CUT,
        /** The answer holds no description. */
        EMPTY,
        /** The answer is not in the form that was agreed. */
        UNREADABLE,
        /** The call was given up. */
        CANCELLED
    }
}
