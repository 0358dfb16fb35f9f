package id.potret.gemini;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.potret.reference.ReferenceOutcome.FailureReason;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** An HTTP status other than success. Of the body only code words and a pause are kept, because servers echo keys. */
final class HttpRefusal extends IOException {

    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration DEFAULT_PAUSE = Duration.ofMillis(500);
    private static final Set<Integer> WORTH_ANOTHER_TRY = Set.of(408, 429, 500, 502, 503, 504);

    /** The code words that are repeated: those of google.rpc.Code and google.api.ErrorReason which an API key can meet. */
    private static final Set<String> CODE_WORDS = Set.of(
            "ABORTED",
            "API_KEY_ANDROID_APP_BLOCKED",
            "API_KEY_HTTP_REFERRER_BLOCKED",
            "API_KEY_INVALID",
            "API_KEY_IOS_APP_BLOCKED",
            "API_KEY_IP_ADDRESS_BLOCKED",
            "API_KEY_SERVICE_BLOCKED",
            "BILLING_DISABLED",
            "CONSUMER_INVALID",
            "CONSUMER_SUSPENDED",
            "DEADLINE_EXCEEDED",
            "FAILED_PRECONDITION",
            "INTERNAL",
            "INVALID_ARGUMENT",
            "NOT_FOUND",
            "OUT_OF_RANGE",
            "PERMISSION_DENIED",
            "RATE_LIMIT_EXCEEDED",
            "RESOURCE_EXHAUSTED",
            "RESOURCE_QUOTA_EXCEEDED",
            "SERVICE_DISABLED",
            "UNAUTHENTICATED",
            "UNAVAILABLE",
            "UNIMPLEMENTED",
            "UNKNOWN");

    /** A duration in Google's JSON, such as 3s or 0.5s. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?s?");

    private final int status;
    private final String words;
    private final @Nullable Duration retryAfter;

    private HttpRefusal(int status, String words, @Nullable Duration retryAfter) {
        super("HTTP " + status);
        this.status = status;
        this.words = words;
        this.retryAfter = retryAfter;
    }

    static HttpRefusal of(Response response, byte[] body) throws IOException {
        JsonNode error = error(body);
        StringBuilder words = new StringBuilder();
        append(words, error.path("status"));
        Duration pause = seconds(response.header("Retry-After"));
        for (JsonNode detail : error.path("details")) {
            append(words, detail.path("reason"));
            if (pause == null) {
                pause = seconds(detail.path("retryDelay").asText(null));
            }
        }
        return new HttpRefusal(response.code(), words.toString(), pause);
    }

    Answer.Failed toAnswer(String model) {
        Duration retryIn = WORTH_ANOTHER_TRY.contains(status) ? retryAfter == null ? DEFAULT_PAUSE : retryAfter : null;
        return new Answer.Failed(reason(), "Gemini answered " + status + words + hint(model), retryIn);
    }

    private FailureReason reason() {
        if (status == 429) {
            return FailureReason.RATE_LIMITED;
        }
        return status == 408 || status >= 500 ? FailureReason.UNAVAILABLE : FailureReason.REJECTED;
    }

    private String hint(String model) {
        if (status < 400) {
            return "; redirects are not followed, because they would carry the key elsewhere";
        }
        if (words.contains("API_KEY_INVALID")) {
            return "; check the API key";
        }
        return switch (status) {
            case 401, 403 -> "; check the API key and what it may be used for";
            case 404 -> "; check the model name " + model;
            case 429 -> "; the limit is per project, so another key of the same project does not help";
            default -> "";
        };
    }

    private static JsonNode error(byte[] body) throws IOException {
        try {
            return JSON.readTree(body).path("error");
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    private static void append(StringBuilder words, JsonNode word) {
        if (word.isTextual() && CODE_WORDS.contains(word.textValue())) {
            words.append(' ').append(word.textValue());
        }
    }

    /** Reads seconds, or an HTTP date; null for anything else. */
    private static @Nullable Duration seconds(@Nullable String value) {
        if (value == null) {
            return null;
        }
        if (SECONDS.matcher(value).matches()) {
            double seconds = Double.parseDouble(value.replace("s", ""));
            return Duration.ofMillis((long) Math.ceil(seconds * 1000));
        }
        try {
            Instant then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration pause = Duration.between(Instant.now(), then);
            return pause.isNegative() ? Duration.ZERO : pause;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
