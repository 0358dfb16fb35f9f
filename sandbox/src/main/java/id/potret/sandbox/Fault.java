package id.potret.sandbox;

/** Ways in which a sandbox can fail on the wire instead of answering. */
public enum Fault {
    /** The connection is reset (RST) before the request's body is read. */
    RESET_BEFORE_BODY,
    /** The connection is reset (RST) after the request was read whole; nothing is answered. */
    RESET_AFTER_BODY,
    /** The connection is closed in order (FIN) after the request was read whole; nothing is answered. */
    CLOSED_AFTER_BODY,
    /** The request is read and nothing is ever answered. */
    STALLED_HEADERS,
    /** Headers and half of the body are sent, and then nothing. */
    STALLED_BODY,
    /** The body is sent a byte at a time, one every 100 ms. */
    TRICKLED_BODY,
    /** The connection is closed in order (FIN) in the middle of the body. */
    CUT_BODY,
    /** The connection is reset (RST) in the middle of the body. */
    RESET_IN_BODY,
    /** The body is followed by white space without end, until the client closes. */
    ENDLESS_BODY,
    /** What is answered is not HTTP. */
    GARBAGE_STATUS_LINE
}
