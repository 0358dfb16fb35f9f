package id.potret.fal;

/** A delivery is not from fal, not for this account, too old, or not readable; nothing of it may be believed. */
public final class InvalidFalWebhookException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidFalWebhookException(String message) {
        super(message);
    }
}
