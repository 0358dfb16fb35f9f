package id.potret.fal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whatever a server sends is read or refused, and never repeated.
 *
 * <p>In the normal build these run on the recorded inputs; with {@code JAZZER_FUZZ=1} one of them at a time looks for new
 * ones.
 */
class ParserFuzzTest {

    private static final String PROMPT = "a red leather bag on a wooden table";
    private static final String KEY = "test-key-4711-0815-secret";

    private static HttpHeaders headers(String... pairs) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            headers.put(pairs[i], List.of(pairs[i + 1]));
        }
        return HttpHeaders.of(headers, (name, value) -> true);
    }

    @FuzzTest
    void anyAnswerIsAPictureOrAProtocolFailure(byte[] body) {
        try {
            FalImage image = AnswerParser.parse(body, headers("X-Fal-Billable-Units", "1"), true, null);
            if (image != null) {
                assertThat(image.url().getScheme().toLowerCase(Locale.ROOT)).isIn("https", "http", "data");
                assertThat(image.toString()).hasSizeLessThan(body.length + 300);
            }
        } catch (FalProtocolException failure) {
            assertThat(failure.outcome()).isEqualTo(FalException.Outcome.UNKNOWN);
            assertThat(failure.getCause()).isNull();
        }
    }

    @FuzzTest
    void anyErrorIsClassifiedAndTheRequestNeverRepeated(FuzzedDataProvider data) {
        int status = data.consumeInt(300, 599);
        String retryAfter = data.consumeAsciiString(40).replaceAll("\\p{Cntrl}", "");
        String type = data.consumeAsciiString(40).replaceAll("\\p{Cntrl}", "");
        byte[] body = (data.consumeRemainingAsString() + KEY + PROMPT).getBytes(StandardCharsets.UTF_8);
        Reply reply = new Reply(status, headers("Retry-After", retryAfter, "X-Fal-Error-Type", type), body);

        FalException failure = ErrorParser.refusal(reply, ManualTime.START, PROMPT, KEY);

        assertThat(failure.getMessage()).doesNotContain(KEY, PROMPT).hasSizeLessThan(5000);
        assertThat(failure.isRetryable() && failure.outcome() == FalException.Outcome.UNKNOWN)
                .isFalse();
        failure.retryAfter().ifPresent(wait -> assertThat(wait).isBetween(Duration.ZERO, Duration.ofDays(1)));
    }

    @FuzzTest
    void aStreamIsReadAlikeHoweverItIsCut(FuzzedDataProvider data) {
        int piece = data.consumeInt(1, 64);
        byte[] bytes = data.consumeRemainingAsBytes();
        List<String> whole = new ArrayList<>();
        new SseReader(whole::add).read(ByteBuffer.wrap(bytes));
        List<String> pieces = new ArrayList<>();
        SseReader reader = new SseReader(pieces::add);
        for (int i = 0; i < bytes.length; i += piece) {
            reader.read(ByteBuffer.wrap(bytes, i, Math.min(piece, bytes.length - i)));
        }

        assertThat(pieces).isEqualTo(whole);
    }
}
