package id.potret.reference;

/** A reference photo was refused when it was handed in; the message names its slot and the reason, never its content. */
public final class InvalidReferenceImageException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final ReferenceSlot slot;
    private final Reason reason;

    /** Why a reference photo is refused. */
    public enum Reason {
        /** The text is no {@code data:} URL with a base64 payload. */
        NOT_A_DATA_URL,
        /** The payload holds something that is not base64. */
        NOT_BASE64,
        /** There is no picture in it. */
        EMPTY,
        /** The bytes are none of png, jpeg, webp, heic and heif. */
        UNKNOWN_TYPE,
        /** The bytes are a picture of another type than declared. */
        WRONG_TYPE,
        /** The picture ends too early. */
        CUT,
        /** The picture's structure contradicts its format. */
        DAMAGED,
        /** The picture moves. */
        ANIMATED,
        /** The picture has more than {@link ReferenceImage#MAX_BYTES} bytes. */
        TOO_LARGE,
        /** The picture has more than {@link ReferenceImage#MAX_PIXELS} pixels. */
        TOO_MANY_PIXELS
    }

    InvalidReferenceImageException(ReferenceSlot slot, Reason reason, String message) {
        super(slot.promptLabel() + ": " + message);
        this.slot = slot;
        this.reason = reason;
    }

    /**
     * Returns the place that the photo was meant for.
     *
     * @return the slot
     */
    public ReferenceSlot slot() {
        return slot;
    }

    /**
     * Returns why the photo was refused.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
