package id.potret.sandbox;

/** Ways in which a sandbox can fail on the wire instead of answering. */
public enum Fault {
    /** The connection is reset before the request's body is read. */
    RESET_BEFORE_BODY,
    /** The connection is reset after the request was read whole; nothing is answered. */
    RESET_AFTER_BODY,
    /** The request is read and nothing is ever answered. */
    STALLED_HEADERS,
    /** Headers and half of the body are sent, and then nothing. */
    STALLED_BODY,
    /** The body is sent a byte at a time. */
    TRICKLED_BODY,
    /** The connection is closed in the middle of the body. */
    CUT_BODY,
    /** What is answered is not HTTP. */
    GARBAGE_STATUS_LINE
}
