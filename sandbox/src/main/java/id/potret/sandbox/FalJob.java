package id.potret.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;

/** A queued request. Its state follows from the clock: nobody has to move it on. */
final class FalJob {
    /** The states that fal knows; a failure is a completion with an error. */
    enum State {
        IN_QUEUE,
        IN_PROGRESS,
        COMPLETED
    }

    private static final Answer CANCELLED =
            FalAnswers.platformError(499, "client_cancelled", "Request cancelled by the client");

    private final String id;
    private final Answer result;
    private final long leavesQueue;
    private final long completes;
    private volatile boolean cancelled;

    FalJob(String id, Answer result, Duration inQueue) {
        this.id = id;
        this.result = result;
        leavesQueue = System.nanoTime() + inQueue.toNanos();
        completes = leavesQueue + result.delay().toNanos();
    }

    String id() {
        return id;
    }

    State state() {
        long now = System.nanoTime();
        if (cancelled || now - completes >= 0) {
            return State.COMPLETED;
        }
        return now - leavesQueue >= 0 ? State.IN_PROGRESS : State.IN_QUEUE;
    }

    Duration untilCompleted() {
        return Duration.ofNanos(Math.max(0, completes - System.nanoTime()));
    }

    /** Takes the job out of the queue; one that is already running runs on. Returns false if it has completed. */
    boolean cancel() {
        State state = state();
        cancelled = cancelled || state == State.IN_QUEUE;
        return state != State.COMPLETED;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Returns the model's answer, or what stands for it. */
    Answer result() {
        return cancelled ? CANCELLED : result;
    }

    ObjectNode describe(URI queueUri, int position, boolean logs) {
        State state = state();
        String url = queueUri + "/fal-ai/flux/requests/" + id;
        ObjectNode status = JsonNodeFactory.instance
                .objectNode()
                .put("status", state.name())
                .put("request_id", id)
                .put("response_url", url)
                .put("status_url", url + "/status")
                .put("cancel_url", url + "/cancel");
        if (state == State.IN_QUEUE) {
            return status.put("queue_position", position);
        }
        if (logs) {
            status.putArray("logs")
                    .addObject()
                    .put("message", "drawn in the sandbox")
                    .put("level", "INFO")
                    .put("source", "USER");
        } else {
            status.putNull("logs");
        }
        if (state == State.COMPLETED) {
            status.putObject("metrics").put("inference_time", result.delay().toNanos() / 1e9);
            putError(status);
        }
        return status;
    }

    private void putError(ObjectNode status) {
        Answer answer = result();
        if (answer.status() < 300) {
            return;
        }
        JsonNode body = Json.parse(answer.body());
        JsonNode first = body.at("/detail/0");
        String type = first.path("type").asText(body.path("error_type").asText());
        status.put(
                "error",
                first.path("msg").asText(body.path("detail").asText("Invalid status code: " + answer.status())));
        if (!type.isEmpty()) {
            status.put("error_type", type);
        }
    }
}
