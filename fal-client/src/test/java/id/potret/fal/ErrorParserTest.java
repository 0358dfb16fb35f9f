package id.potret.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorParserTest {

    private static final String PROMPT = "a red leather bag on a wooden table";
    private static final String KEY = "test-key-4711-0815-secret";

    private static FalException parse(int status, String body, Map<String, List<String>> headers) {
        Reply reply = new Reply(
                status, HttpHeaders.of(headers, (name, value) -> true), body.getBytes(StandardCharsets.UTF_8));
        return ErrorParser.refusal(reply, ManualTime.START, PROMPT, KEY);
    }

    private static FalException parse(int status, String body) {
        return parse(status, body, Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7000",
        "1.5, 1500",
        "0.0001, 1",
        "'Sun, 01 Mar 2026 10:00:30 GMT', 30000",
        "'Sun, 01 Mar 2026 09:59:00 GMT', 0",
        "99999999, 86400000",
        "'Fri, 01 Mar 2999 10:00:00 GMT', 86400000",
        "soon,",
        "-5,",
        "'',",
        "1e9,"
    })
    void retryAfterIsReadAsSecondsOrDate(String header, @Nullable Long millis) {
        FalException failure = parse(503, "", Map.of("Retry-After", List.of(header)));

        assertThat(failure.retryAfter()).isEqualTo(Optional.ofNullable(millis).map(Duration::ofMillis));
    }

    @Test
    void theFieldsOfAModelErrorAreNamedAndItsInputIsNot() {
        FalException failure = parse(
                422,
                "{\"detail\":[{\"loc\":[\"body\",\"num_images\",0],\"msg\":\"too many\",\"type\":\"less_than\",\"input\":\""
                        + PROMPT + "\"},{\"loc\":[\"body\",\"" + PROMPT + "\"]},{\"loc\":[]},{}]}");

        assertThat(failure)
                .isInstanceOfSatisfying(
                        FalValidationException.class,
                        validation -> assertThat(validation.fields()).containsExactly("body.num_images.0", "body"));
        assertThat(failure.type()).contains("less_than");
        assertThat(failure)
                .hasMessage(
                        "fal refused the request as invalid at body.num_images.0, body (status 422, less_than): too many");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "could not draw " + PROMPT,
                "could not draw A RED  LEATHER BAG ON A WOODEN TABLE",
                "could not draw a&nbsp;red&nbsp;leather-bag on",
                "no user for " + KEY,
                "no user for test-key-4711-0815"
            })
    void anExcerptThatRepeatsPromptOrKeyIsWithheld(String text) {
        assertThat(parse(500, "{\"detail\":\"" + text + "\"}"))
                .hasMessageEndingWith(": [withheld: it repeats the request]");
        assertThat(parse(502, text)).hasMessageEndingWith(": [withheld: it repeats the request]");
    }

    @Test
    void anExcerptIsShortAndOnOneLine() {
        assertThat(parse(502, "<html>\n<title>Bad\tgateway</title>\u0007</html>"))
                .hasMessage("fal failed, and the picture may have been charged (status 502): Bad gateway");
        assertThat(parse(502, "x".repeat(200))).hasMessageEndingWith(": " + "x".repeat(200));
        assertThat(parse(502, "x".repeat(201))).hasMessageEndingWith(": " + "x".repeat(200) + "...");
        assertThat(parse(502, "x".repeat(199) + "\ud83d\ude00")).hasMessageEndingWith(": " + "x".repeat(199) + "...");
        assertThat(parse(502, "")).hasMessage("fal failed, and the picture may have been charged (status 502)");
        assertThat(parse(503, "{\"x\":\"" + PROMPT + "\"}")).hasMessage("fal failed, and charged nothing (status 503)");
    }

    @Test
    void theVendorsWordsOfALockedAccountAreNotShown() {
        FalException failure =
                parse(403, "{\"detail\":\"User is locked. Reason: Exhausted balance. Top up at fal.ai/x\"}");

        assertThat(failure)
                .hasMessage("the fal account is locked; top up its balance in fal's dashboard (status 403)")
                .isInstanceOf(FalAccountLockedException.class);
        assertThat(parse(403, "{\"detail\":\"insufficient BALANCE\"}")).isInstanceOf(FalAccountLockedException.class);
        assertThat(parse(403, "{\"detail\":\"Forbidden\"}"))
                .isInstanceOf(FalPermissionException.class)
                .hasMessageContaining("Forbidden");
    }

    @Test
    void everyMessageSaysWhatToDo() {
        assertThat(parse(401, "{\"detail\":\"no\"}"))
                .hasMessage("fal does not accept the key; check FAL_KEY (status 401): no");
        assertThat(parse(404, "")).hasMessageContaining("check the API base");
        assertThat(parse(429, "{\"error_type\":\"concurrent_requests_limit\"}"))
                .hasMessageContaining("lower the concurrency limit");
        assertThat(parse(429, "")).hasMessageContaining("fal is asked too often");
        assertThat(parse(418, "")).hasMessageContaining("unforeseen status (status 418)");
        assertThat(parse(422, "{\"detail\":[{\"type\":\"content_policy_violation\"}]}"))
                .hasMessageContaining("change the prompt");
        assertThat(parse(500, "", Map.of("x-fal-request-id", List.of("abc-1")))).hasMessageContaining("request abc-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"has space", "a/b", "ümlaut", "{}"})
    void aTypeOrIdThatIsNoneIsNotRepeated(String name) {
        FalException failure =
                parse(500, "{\"error_type\":\"" + name + "\"}", Map.of("x-fal-request-id", List.of(name)));

        assertThat(failure.type()).isEmpty();
        assertThat(failure.requestId()).isEmpty();
        assertThat(Json.name("x".repeat(128))).isNotNull();
        assertThat(Json.name("x".repeat(129))).isNull();
        assertThat(Json.name("aZ09_.:-")).isEqualTo("aZ09_.:-");
    }

    @Test
    void anEstimateIsThePriceTimesTheNumber() {
        assertThat(FalPrice.DEFAULT.estimate(3)).isEqualByComparingTo("0.003");
        assertThat(FalPrice.perImage(new BigDecimal("0.00315")).estimate(2)).isEqualByComparingTo("0.0063");
        assertThat(FalPrice.perImage(BigDecimal.ZERO).estimate(0)).isEqualByComparingTo("0");
        assertThatThrownBy(() -> FalPrice.DEFAULT.estimate(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FalPrice.perImage(new BigDecimal("-0.001")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textsShowNeitherKeyNorPrompt() {
        FalCredentials credentials = FalCredentials.of(" " + KEY + "\n");
        assertThat(credentials).hasToString("FalCredentials[redacted]");
        assertThat(credentials.authorization()).isEqualTo("Key " + KEY);
        assertThat(FalRequest.of(PROMPT).withTimeout(Duration.ofSeconds(5)))
                .hasToString("FalRequest[prompt of 35 characters, timeout PT5S]");
        assertThat(FalRequest.of(PROMPT)).hasToString("FalRequest[prompt of 35 characters]");
        assertThat(FalClient.builder(credentials))
                .hasToString(
                        "FalClient.Builder[https://fal.run, https://queue.fal.run, timeout PT3M, concurrency limit 10]");
        assertThat(new Settings(Map.of("FAL_KEY", KEY))).hasToString("Settings[redacted]");
        assertThat(new Reply(200, HttpHeaders.of(Map.of(), (n, v) -> true), new byte[3]))
                .hasToString("Reply[200, 3 bytes]");
        assertThat(Redaction.location(URI.create("https://user:pw@fal.run:443/a?b=c#d")))
                .isEqualTo("https://fal.run:443/a");
    }

    @ParameterizedTest
    @CsvSource({
        "FAL_TIMEOUT_SECONDS, soon",
        "FAL_TIMEOUT_SECONDS, 0",
        "FAL_CONCURRENCY_LIMIT, 0",
        "FAL_CONCURRENCY_LIMIT, many",
        "FAL_API_BASE, https://example.com",
        "FAL_QUEUE_BASE, not a url"
    })
    void aWrongSettingIsNamed(String name, String value) {
        assertThatThrownBy(() -> FalClient.fromSettings(Map.of("FAL_KEY", KEY, name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + " is wrong: ")
                .hasMessageNotContaining(KEY);
    }

    @Test
    void settingsReachTheClient() {
        FalClient client = FalClient.fromSettings(
                Map.of("FAL_KEY", KEY, "FAL_CONCURRENCY_LIMIT", "2", "FAL_QUEUE_BASE", "https://queue.falrun.com/"));

        assertThat(client.concurrency()).isEqualTo(new FalConcurrency(2, 0, 0));
        assertThat(FalClient.Builder.fromSettings(
                        Map.of("FAL_KEY", KEY, "FAL_QUEUE_BASE", "https://queue.falrun.com/")))
                .hasToString(
                        "FalClient.Builder[https://fal.run, https://queue.falrun.com, timeout PT3M, concurrency limit 10]");
    }
}
