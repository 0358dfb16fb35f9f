package id.potret.fal;

import com.fasterxml.jackson.databind.JsonNode;
import id.potret.fal.FalException.Facts;
import id.potret.fal.FalException.Outcome;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes an exception of an answer that is not a picture, and says whether the request may be sent again. */
final class ErrorParser {

    static final String CONCURRENT_REQUESTS_LIMIT = "concurrent_requests_limit";

    /** A Retry-After longer than this is a mistake or a maintenance window; either way nobody waits for it here. */
    private static final long MAX_RETRY_AFTER_SECONDS = 24 * 60 * 60;

    private ErrorParser() {}

    /**
     * Reads how a paid request was answered whose status is not a success.
     *
     * @param prompt what must not appear in the message
     * @param key what must not appear in the message
     */
    static FalException refusal(Reply reply, Instant now, String prompt, String key) {
        Body body = Body.of(Json.read(reply.body()));
        int status = reply.status();
        String type = type(reply, body);
        boolean retryable = isRetryable(status, type, reply.headers());
        Outcome outcome = status < 500 || status == 503 || retryable ? Outcome.REFUSED : Outcome.UNKNOWN;
        String requestId = AnswerParser.requestId(reply.headers());
        Facts facts = new Facts(outcome, retryable, status, type, requestId, retryAfter(reply.headers(), now));
        return exception(reply, body, facts, prompt, key);
    }

    /**
     * Reads how a question about a queued request was answered whose status is not a success.
     *
     * @param outcome what became of the queued request itself
     */
    static FalException ofQueued(
            Reply reply, Outcome outcome, String requestId, Instant now, String prompt, String key) {
        Body body = Body.of(Json.read(reply.body()));
        Facts facts = new Facts(
                outcome, false, reply.status(), type(reply, body), requestId, retryAfter(reply.headers(), now));
        return exception(reply, body, facts, prompt, key);
    }

    private static @Nullable String type(Reply reply, Body body) {
        return body.type != null ? body.type : Json.name(reply.headers().firstValue("X-Fal-Error-Type"));
    }

    private static FalException exception(Reply reply, Body body, Facts facts, String prompt, String key) {
        int status = reply.status();
        String type = facts.type();
        String excerpt =
                body.json ? Redaction.excerpt(body.text, prompt, key) : Redaction.excerpt(reply.body(), prompt, key);
        String said = describe(status, type, facts.requestId(), excerpt);
        return switch (status) {
            case 400, 422 ->
                "content_policy_violation".equals(type)
                        ? new FalContentPolicyException(
                                "fal's content checker refused the request; change the prompt" + said, facts, null)
                        : new FalValidationException(
                                "fal refused the request as invalid" + body.places() + said, facts, body.fields);
            case 401 ->
                new FalAuthenticationException("fal does not accept the key; check FAL_KEY" + said, facts, null);
            case 402 -> locked(facts);
            case 403 ->
                body.saysLocked()
                        ? locked(facts)
                        : new FalPermissionException(
                                "the key may not use " + LockedModel.ENDPOINT + "; check the key's scope" + said,
                                facts,
                                null);
            case 404 ->
                new FalProtocolException(
                        (facts.outcome() == Outcome.UNKNOWN
                                        ? "fal does not know the request; results are kept for a limited time"
                                        : "fal does not know the address; check the API base")
                                + said,
                        facts,
                        null);
            case 429 ->
                new FalRateLimitException(
                        CONCURRENT_REQUESTS_LIMIT.equals(type)
                                ? "the account allows fewer pictures at once; lower the concurrency limit" + said
                                : "fal is asked too often" + said,
                        facts,
                        null);
            default ->
                status >= 500
                        ? new FalServerException(
                                (facts.outcome() == Outcome.UNKNOWN
                                                ? "fal failed, and the picture may have been charged"
                                                : "fal failed, and charged nothing")
                                        + said,
                                facts,
                                null)
                        : new FalProtocolException("fal answered with an unforeseen status" + said, facts, null);
        };
    }

    private static FalException locked(Facts facts) {
        return new FalAccountLockedException(
                "the fal account is locked; top up its balance in fal's dashboard (status " + facts.status() + ")",
                facts,
                null);
    }

    /** Only what was certainly not begun may be sent again. */
    private static boolean isRetryable(int status, @Nullable String type, HttpHeaders headers) {
        Optional<Boolean> retryable = flag(headers, "X-Fal-Retryable");
        boolean needsRetry = flag(headers, "X-Fal-Needs-Retry").orElse(false);
        return switch (status) {
            case 429, 503 -> retryable.orElse(true);
            case 504 -> retryable.orElse(needsRetry || "startup_timeout".equals(type));
            default -> status >= 500 && retryable.orElse(needsRetry);
        };
    }

    private static Optional<Boolean> flag(HttpHeaders headers, String name) {
        return headers.firstValue(name).map(value -> switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "1", "true", "yes" -> true;
            default -> false;
        });
    }

    /** Reads seconds or an HTTP date; what is past means now, and what is neither means nothing. */
    static @Nullable Duration retryAfter(HttpHeaders headers, Instant now) {
        Optional<String> header = headers.firstValue("Retry-After");
        if (header.isEmpty()) {
            return null;
        }
        String value = header.get().strip();
        Duration wait;
        try {
            if (value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
                wait = Duration.ofMillis((long) Math.ceil(Double.parseDouble(value) * 1000));
            } else {
                wait = Duration.between(
                        now,
                        ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
            }
        } catch (DateTimeParseException e) {
            return null;
        }
        return wait.isNegative()
                ? Duration.ZERO
                : Duration.ofMillis(Math.min(wait.toMillis(), MAX_RETRY_AFTER_SECONDS * 1000));
    }

    private static String describe(int status, @Nullable String type, @Nullable String requestId, String excerpt) {
        return " (status " + status + (type == null ? "" : ", " + type)
                + (requestId == null ? "" : ", request " + requestId) + ")" + (excerpt.isEmpty() ? "" : ": " + excerpt);
    }

    /** The three shapes of an error, read alike. */
    private static final class Body {
        final boolean json;
        final @Nullable String type;
        final String text;
        final List<String> fields;

        private Body(boolean json, @Nullable String type, String text, List<String> fields) {
            this.json = json;
            this.type = type;
            this.text = text;
            this.fields = fields;
        }

        static Body of(JsonNode tree) {
            JsonNode detail = tree.path("detail");
            if (!detail.isArray()) {
                String text = detail.isTextual() ? detail.textValue() : "";
                return new Body(tree.isContainerNode(), Json.name(tree.path("error_type")), text, List.of());
            }
            // model error: `input` beside these repeats the prompt and is never touched
            List<String> fields = new ArrayList<>();
            for (JsonNode item : detail) {
                List<String> parts = new ArrayList<>();
                for (JsonNode part : item.path("loc")) {
                    String name = Json.name(part);
                    if (name != null) {
                        parts.add(name);
                    }
                }
                if (!parts.isEmpty()) {
                    fields.add(String.join(".", parts));
                }
            }
            JsonNode first = detail.path(0);
            return new Body(
                    true, Json.name(first.path("type")), first.path("msg").asText(""), fields);
        }

        boolean saysLocked() {
            String lower = text.toLowerCase(Locale.ROOT);
            return lower.contains("locked") || lower.contains("balance");
        }

        String places() {
            return fields.isEmpty() ? "" : " at " + String.join(", ", fields);
        }
    }
}
