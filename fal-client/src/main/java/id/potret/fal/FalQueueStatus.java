package id.potret.fal;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Where a queued request is.
 *
 * @param state where it is
 * @param queuePosition how many requests are before it; null unless it is in the queue
 * @param errorType fal's name for what went wrong, {@code unknown} if fal has none; null unless the request has failed
 */
public record FalQueueStatus(
        State state,
        @Nullable Integer queuePosition,
        @Nullable String errorType) {

    /** The states of a queued request. */
    public enum State {
        /** It waits for a runner. */
        IN_QUEUE,
        /** It is being drawn. */
        IN_PROGRESS,
        /** It has ended, with a picture or, if there is an error type, without. */
        COMPLETED
    }

    /** Reads fal's answer; null if it is none. */
    static @Nullable FalQueueStatus read(JsonNode tree) {
        String status = tree.path("status").textValue();
        if (status == null) {
            return null;
        }
        JsonNode error = tree.path("error");
        JsonNode position = tree.path("queue_position");
        return switch (status) {
            case "IN_QUEUE" ->
                new FalQueueStatus(State.IN_QUEUE, position.canConvertToInt() ? position.intValue() : null, null);
            case "COMPLETED" -> {
                String type = Json.name(tree.path("error_type"));
                boolean failed = type != null || !(error.isMissingNode() || error.isNull());
                yield new FalQueueStatus(State.COMPLETED, null, failed ? (type == null ? "unknown" : type) : null);
            }
            // a state that is new to us is not the end
            default -> new FalQueueStatus(State.IN_PROGRESS, null, null);
        };
    }

    /**
     * Returns whether fal has given the request up.
     *
     * @return true if there will be no picture
     */
    public boolean isFailed() {
        return errorType != null;
    }
}
