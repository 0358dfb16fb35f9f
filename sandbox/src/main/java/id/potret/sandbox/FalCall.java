package id.potret.sandbox;

/** The calls that a {@link FalSandbox} serves; wrong paths and methods count as the call that they are nearest to. */
public enum FalCall {
    /** {@code POST /fal-ai/flux/schnell} on the synchronous host. */
    RUN,
    /** {@code POST /fal-ai/flux/schnell} on the queue's host. */
    SUBMIT,
    /** {@code GET /fal-ai/flux/requests/{id}/status}. */
    STATUS,
    /** {@code GET /fal-ai/flux/requests/{id}/status/stream}. */
    STREAM,
    /** {@code GET /fal-ai/flux/requests/{id}}. */
    RESULT,
    /** {@code PUT /fal-ai/flux/requests/{id}/cancel}. */
    CANCEL,
    /** {@code GET /.well-known/jwks.json}: the keys that sign webhooks. */
    JWKS,
    /** {@code GET /files/...} on the host of the pictures. */
    FILE;

    /** Tells which call a request to the queue's host is. */
    static FalCall ofQueue(String method, String path) {
        if (path.equals("/.well-known/jwks.json")) {
            return JWKS;
        }
        if (path.endsWith("/status/stream")) {
            return STREAM;
        }
        if (path.endsWith("/status")) {
            return STATUS;
        }
        if (path.endsWith("/cancel")) {
            return CANCEL;
        }
        return method.equals("POST") ? SUBMIT : RESULT;
    }
}
