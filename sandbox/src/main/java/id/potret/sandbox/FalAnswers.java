package id.potret.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.function.BiConsumer;

/**
 * fal's answers to what goes wrong, in its three body shapes and with its headers.
 *
 * <p>What fal documents as "true or false" in {@code X-Fal-Retryable} is set to the careful value; change it with
 * {@link Answer#header}.
 */
public final class FalAnswers {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String RETRYABLE = "X-Fal-Retryable";

    private FalAnswers() {}

    /**
     * Returns 400, {@code bad_request}.
     *
     * @return the answer
     */
    public static Answer badRequest() {
        return platformError(400, "bad_request", "The request is not valid.");
    }

    /**
     * Returns 400, {@code downstream_service_error}, as a model error.
     *
     * @return the answer
     */
    public static Answer downstreamServiceError() {
        return modelError(400, "downstream_service_error", "Downstream service error.", "body");
    }

    /**
     * Returns 401, as for a missing key.
     *
     * @return the answer
     */
    public static Answer missingKey() {
        return plain(401, "Authentication is required to access this application.");
    }

    /**
     * Returns 401, as for an unknown or revoked key.
     *
     * @return the answer
     */
    public static Answer wrongKey() {
        return plain(401, "No user found for Key ID and Secret");
    }

    /**
     * Returns 403, as for an account that may not use the model.
     *
     * @return the answer
     */
    public static Answer noPermission() {
        return plain(403, "You do not have permission to access this application.");
    }

    /**
     * Returns 403, as for an account without money.
     *
     * @return the answer
     */
    public static Answer exhaustedBalance() {
        return plain(
                403, "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.");
    }

    /**
     * Returns 404, as for an unknown endpoint.
     *
     * @return the answer
     */
    public static Answer notFound() {
        return plain(404, "Application not found");
    }

    /**
     * Returns 422, {@code content_policy_violation}: the prompt was refused. Like fal's, it echoes an input.
     *
     * @return the answer
     */
    public static Answer contentPolicyViolation() {
        return modelError(
                422,
                "content_policy_violation",
                "The content could not be processed because it contained material flagged by a content checker.",
                "body",
                "prompt");
    }

    /**
     * Returns 422, {@code no_media_generated}.
     *
     * @return the answer
     */
    public static Answer noMediaGenerated() {
        return modelError(
                422, "no_media_generated", "The model did not generate any media for this input.", "body", "prompt");
    }

    /**
     * Returns 429, {@code concurrent_requests_limit}: the account has too many requests in progress.
     *
     * @return the answer
     */
    public static Answer concurrentRequestsLimit() {
        return platformError(
                        429,
                        "concurrent_requests_limit",
                        "You have reached the maximum number of concurrent requests for your account.")
                .header("X-Fal-Needs-Retry", "1");
    }

    /**
     * Returns 429 for too many requests in a second.
     *
     * @param retryAfter sent as Retry-After, in whole seconds, rounded up
     * @return the answer
     */
    public static Answer rateLimited(Duration retryAfter) {
        return platformError(429, "rate_limited", "Too many requests.")
                .header("Retry-After", Long.toString(retryAfter.plusMillis(999).toSeconds()));
    }

    /**
     * Returns 500, {@code internal_server_error}, as a model error that is not retryable.
     *
     * @return the answer
     */
    public static Answer internalServerError() {
        return modelError(500, "internal_server_error", "Internal server error.", "body")
                .header(RETRYABLE, "false");
    }

    /**
     * Returns 500, {@code runner_server_error}.
     *
     * @return the answer
     */
    public static Answer runnerServerError() {
        return platformError(500, "runner_server_error", "The runner failed with an internal error.");
    }

    /**
     * Returns 502, {@code runner_incomplete_response}.
     *
     * @return the answer
     */
    public static Answer runnerIncompleteResponse() {
        return platformError(502, "runner_incomplete_response", "The runner returned an incomplete response.");
    }

    /**
     * Returns 503, {@code runner_scheduling_failure}.
     *
     * @return the answer
     */
    public static Answer runnerSchedulingFailure() {
        return platformError(503, "runner_scheduling_failure", "No runner could be scheduled for the request.");
    }

    /**
     * Returns 503, {@code runner_connection_timeout}.
     *
     * @return the answer
     */
    public static Answer runnerConnectionTimeout() {
        return platformError(503, "runner_connection_timeout", "The connection to the runner timed out.");
    }

    /**
     * Returns 503, {@code runner_connection_refused}.
     *
     * @return the answer
     */
    public static Answer runnerConnectionRefused() {
        return platformError(503, "runner_connection_refused", "The runner refused the connection.");
    }

    /**
     * Returns 503, {@code runner_disconnected}.
     *
     * @return the answer
     */
    public static Answer runnerDisconnected() {
        return platformError(503, "runner_disconnected", "The runner disconnected while it processed the request.");
    }

    /**
     * Returns 504, {@code request_timeout}.
     *
     * @return the answer
     */
    public static Answer requestTimeout() {
        return platformError(504, "request_timeout", "The request took longer than is allowed.");
    }

    /**
     * Returns 504, {@code startup_timeout}: no runner was ready in time.
     *
     * @return the answer
     */
    public static Answer startupTimeout() {
        return platformError(504, "startup_timeout", "No runner started in time.");
    }

    /**
     * Returns 504, {@code generation_timeout}, as a model error.
     *
     * @return the answer
     */
    public static Answer generationTimeout() {
        return modelError(504, "generation_timeout", "Generation timeout.", "body")
                .header(RETRYABLE, "false");
    }

    /**
     * Returns an error of the platform: {@code {"detail": text, "error_type": type}}.
     *
     * @param status the HTTP status
     * @param errorType the type, also sent as X-Fal-Error-Type
     * @param detail the text for people
     * @return the answer
     */
    public static Answer platformError(int status, String errorType, String detail) {
        ObjectNode body = JSON.objectNode().put("detail", detail).put("error_type", errorType);
        return Answer.json(status, body.toString()).header("X-Fal-Error-Type", errorType);
    }

    /**
     * Returns an error of the model: {@code {"detail": [{"loc", "msg", "type", "ctx", "input"}]}}.
     *
     * @param status the HTTP status
     * @param type the type of the error
     * @param message the text for people
     * @param location where the error is, such as "body", "prompt"
     * @return the answer; its input is the words "the prompt of the request"
     */
    public static Answer modelError(int status, String type, String message, String... location) {
        return modelError(status, error(type, message, location).put("input", "the prompt of the request"));
    }

    /**
     * Returns an error that has a text only: {@code {"detail": text}}.
     *
     * @param status the HTTP status
     * @param detail the text for people
     * @return the answer
     */
    public static Answer plain(int status, String detail) {
        return Answer.json(status, JSON.objectNode().put("detail", detail).toString());
    }

    /**
     * Returns a page as a proxy on the way would send it.
     *
     * @param status the HTTP status
     * @return the answer, in HTML
     */
    public static Answer html(int status) {
        String page = "<html>\r\n<head><title>" + status + "</title></head>\r\n<body>\r\n<center><h1>" + status
                + "</h1></center>\r\n<hr><center>proxy</center>\r\n</body>\r\n</html>\r\n";
        return Answer.of(status, "text/html", page.getBytes(UTF_8));
    }

    /**
     * Returns the usual answer, flagged by the safety checker: status 200, and black pictures of the same size.
     *
     * @return the answer
     */
    public static Answer flagged() {
        return editImages((output, images) -> {
            ArrayNode concepts = output.putArray("has_nsfw_concepts");
            for (JsonNode image : images) {
                blacken((ObjectNode) image);
                concepts.add(true);
            }
        });
    }

    private static void blacken(ObjectNode image) {
        String url = image.path("url").asText();
        int width = image.path("width").asInt();
        int height = image.path("height").asInt();
        if (url.startsWith("data:")) {
            byte[] black = PictureStudio.render(PictureShelf.Picture.black(width, height));
            image.put("url", "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(black));
        } else {
            image.put(
                    "url",
                    URI.create(url).resolve(PictureShelf.black(width, height)).toString());
        }
        image.put("content_type", "image/jpeg");
    }

    /**
     * Returns the usual answer as some gateways shape it: {@code image.url} instead of {@code images}.
     *
     * @return the answer
     */
    public static Answer imageObject() {
        return editImages((output, images) -> {
            output.remove("images");
            output.set("image", images.path(0));
        });
    }

    /**
     * Returns the usual answer as some gateways shape it: {@code url} instead of {@code images}.
     *
     * @return the answer
     */
    public static Answer urlOnly() {
        return editImages((output, images) -> {
            output.remove("images");
            output.set("url", images.at("/0/url"));
        });
    }

    /** Edits the usual answer where it is a model's output; an error stays as it is. */
    private static Answer editImages(BiConsumer<ObjectNode, ArrayNode> edit) {
        return Answer.normal().edit(body -> {
            if (Json.parse(body) instanceof ObjectNode output && output.path("images") instanceof ArrayNode images) {
                edit.accept(output, images);
                return output.toString();
            }
            return body;
        });
    }

    static ObjectNode error(String type, String message, String... location) {
        ObjectNode error = JSON.objectNode();
        ArrayNode path = error.putArray("loc");
        for (String part : location) {
            path.add(part);
        }
        return error.put("msg", message).put("type", type);
    }

    static Answer modelError(int status, ObjectNode error) {
        ObjectNode body = JSON.objectNode();
        body.putArray("detail").add(error);
        return Answer.json(status, body.toString());
    }
}
