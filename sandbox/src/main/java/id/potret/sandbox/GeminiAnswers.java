package id.potret.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Gemini's answers to what goes wrong: errors, blocks, refusals, and answers that no client expects. */
public final class GeminiAnswers {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MEBIBYTE = 1 << 20;

    private GeminiAnswers() {}

    /**
     * Returns 400, {@code INVALID_ARGUMENT} with reason {@code API_KEY_INVALID}.
     *
     * @return the answer
     */
    public static Answer invalidKey() {
        return error(
                400,
                "INVALID_ARGUMENT",
                "API key not valid. Please pass a valid API key.",
                errorInfo("API_KEY_INVALID"));
    }

    /**
     * Returns 403, {@code PERMISSION_DENIED}: no key was sent.
     *
     * @return the answer
     */
    public static Answer missingKey() {
        return error(
                403,
                "PERMISSION_DENIED",
                "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or"
                        + " other form of API consumer identity to call this API.",
                null);
    }

    /**
     * Returns 403, {@code PERMISSION_DENIED} with reason {@code CONSUMER_SUSPENDED}; like Google's, it echoes the key.
     *
     * @param key the key to echo
     * @return the answer
     */
    public static Answer suspended(String key) {
        ObjectNode info = errorInfo("CONSUMER_SUSPENDED");
        info.withObject("/metadata").put("consumer", "api_key:" + key);
        return error(
                403,
                "PERMISSION_DENIED",
                "Permission denied: Consumer 'api_key:" + key + "' has been suspended.",
                info);
    }

    /**
     * Returns 429, {@code RESOURCE_EXHAUSTED}.
     *
     * @param retryDelay how long Google says to wait
     * @return the answer
     */
    public static Answer quotaExceeded(Duration retryDelay) {
        ObjectNode info = JSON.objectNode()
                .put("@type", "type.googleapis.com/google.rpc.RetryInfo")
                .put("retryDelay", retryDelay.toSeconds() + "s");
        return error(
                429,
                "RESOURCE_EXHAUSTED",
                "You exceeded your current quota, please check your plan and billing details.",
                info);
    }

    /**
     * Returns 500, {@code INTERNAL}.
     *
     * @return the answer
     */
    public static Answer internalError() {
        return error(500, "INTERNAL", "An internal error has occurred. Please retry.", null);
    }

    /**
     * Returns 503, {@code UNAVAILABLE}.
     *
     * @return the answer
     */
    public static Answer unavailable() {
        return error(503, "UNAVAILABLE", "The model is overloaded. Please try again later.", null);
    }

    /**
     * Returns 504, {@code DEADLINE_EXCEEDED}.
     *
     * @return the answer
     */
    public static Answer deadlineExceeded() {
        return error(504, "DEADLINE_EXCEEDED", "The request timed out. Please try again.", null);
    }

    /**
     * Returns an error in Google's shape.
     *
     * @param status the HTTP status, also the error's code
     * @param name Google's name of the status, such as {@code INVALID_ARGUMENT}
     * @param message the text for people
     * @return the answer
     */
    public static Answer error(int status, String name, String message) {
        return error(status, name, message, null);
    }

    /**
     * Returns an answer with a text, finished as usual.
     *
     * @param text what the model says
     * @return the answer
     */
    public static Answer text(String text) {
        return Answer.json(200, answer("gemini-sandbox", text, "STOP", 0).toString());
    }

    /**
     * Returns a refusal in ordinary prose, which looks like any other text.
     *
     * @return the answer
     */
    public static Answer refusalInProse() {
        return text("I'm sorry, but I cannot help with describing this image.");
    }

    /**
     * Returns a prompt that was blocked: no candidates, and a reason.
     *
     * @param blockReason such as {@code SAFETY}, {@code PROHIBITED_CONTENT}, {@code OTHER}
     * @return the answer
     */
    public static Answer blockedPrompt(String blockReason) {
        ObjectNode body = JSON.objectNode();
        body.putObject("promptFeedback").put("blockReason", blockReason);
        body.putObject("usageMetadata").put("promptTokenCount", 300).put("totalTokenCount", 300);
        return Answer.json(200, body.put("modelVersion", "gemini-sandbox").toString());
    }

    /**
     * Returns an answer that was stopped: a candidate without content.
     *
     * @param finishReason such as {@code SAFETY}, {@code RECITATION}, {@code PROHIBITED_CONTENT}
     * @return the answer
     */
    public static Answer blockedAnswer(String finishReason) {
        ObjectNode body = JSON.objectNode();
        ObjectNode candidate = body.putArray("candidates").addObject();
        candidate.put("finishReason", finishReason).put("index", 0);
        candidate
                .putArray("safetyRatings")
                .addObject()
                .put("category", "HARM_CATEGORY_DANGEROUS_CONTENT")
                .put("probability", "HIGH")
                .put("blocked", true);
        return Answer.json(200, body.put("modelVersion", "gemini-sandbox").toString());
    }

    /**
     * Returns the usual answer, cut in the middle of its text with {@code MAX_TOKENS}.
     *
     * @return the answer
     */
    public static Answer cut() {
        return Answer.normal().edit(body -> {
            JsonNode tree = Json.parse(body);
            if (tree.at("/candidates/0/content/parts/0") instanceof ObjectNode part
                    && tree.at("/candidates/0") instanceof ObjectNode candidate) {
                String text = part.path("text").asText();
                part.put("text", text.substring(0, text.length() / 2));
                candidate.put("finishReason", "MAX_TOKENS");
            }
            return tree.toString();
        });
    }

    /**
     * Returns a candidate whose tokens were all used up before the first word: {@code MAX_TOKENS} and no parts.
     *
     * @return the answer
     */
    public static Answer withoutParts() {
        ObjectNode body = JSON.objectNode();
        ObjectNode candidate = body.putArray("candidates").addObject();
        candidate.putObject("content").put("role", "model");
        candidate.put("finishReason", "MAX_TOKENS").put("index", 0);
        return Answer.json(200, body.toString());
    }

    /**
     * Returns JSON whose fields have the wrong types.
     *
     * @return the answer
     */
    public static Answer wrongTypes() {
        return Answer.json(
                200, "{\"candidates\":[{\"content\":[\"text\"],\"finishReason\":7}],\"usageMetadata\":true}");
    }

    /**
     * Returns an answer with a very long text.
     *
     * @param mebibytes the length of the text, 1 to 256
     * @return the answer
     * @throws IllegalArgumentException if the length is out of range
     */
    public static Answer giant(int mebibytes) {
        if (mebibytes < 1 || mebibytes > 256) {
            throw new IllegalArgumentException("mebibytes must be 1 to 256, but is " + mebibytes);
        }
        String words = "red bag, ";
        return text(words.repeat(mebibytes * MEBIBYTE / words.length()));
    }

    /** Builds an answer of one candidate. */
    static ObjectNode answer(String model, String text, String finishReason, int promptTokens) {
        ObjectNode body = JSON.objectNode();
        ObjectNode candidate = body.putArray("candidates").addObject();
        ObjectNode content = candidate.putObject("content");
        content.putArray("parts").addObject().put("text", text);
        content.put("role", "model");
        candidate.put("finishReason", finishReason).put("index", 0);
        int answerTokens = text.length() / 4;
        body.putObject("usageMetadata")
                .put("promptTokenCount", promptTokens)
                .put("candidatesTokenCount", answerTokens)
                .put("totalTokenCount", promptTokens + answerTokens);
        return body.put("modelVersion", model).put("responseId", "sandbox");
    }

    private static ObjectNode errorInfo(String reason) {
        ObjectNode info = JSON.objectNode()
                .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                .put("reason", reason)
                .put("domain", "googleapis.com");
        info.putObject("metadata").put("service", "generativelanguage.googleapis.com");
        return info;
    }

    private static Answer error(int status, String name, String message, @Nullable ObjectNode detail) {
        ObjectNode body = JSON.objectNode();
        ObjectNode error = body.putObject("error")
                .put("code", status)
                .put("message", message)
                .put("status", name);
        if (detail != null) {
            error.putArray("details").add(detail);
        }
        return Answer.json(status, body.toString());
    }
}
