package id.potret.sandbox;

/** The calls that a {@link FalSandbox} serves. */
public enum FalCall {
    /** {@code POST /fal-ai/flux/schnell} on the synchronous host. */
    RUN,
    /** {@code GET /files/...} on the host of the pictures. */
    FILE
}
