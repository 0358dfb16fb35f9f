package id.potret.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import id.potret.reference.ReferenceImage;
import id.potret.reference.ReferenceImages;
import id.potret.reference.ReferenceOutcome;
import id.potret.reference.ReferenceOutcome.BlockReason;
import id.potret.reference.ReferenceOutcome.Blocked;
import id.potret.reference.ReferenceOutcome.Described;
import id.potret.reference.ReferenceOutcome.Failed;
import id.potret.reference.ReferenceOutcome.FailureReason;
import id.potret.reference.ReferenceSlot;
import id.potret.reference.WordBudget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GeminiReferenceDescriberTest {

    private static final String KEY = "test-key-Do_Not-Show";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final WordBudget BUDGET = WordBudget.of(100, Set.of(ReferenceSlot.values()));
    private static final String MUG = StubGemini.description("white ceramic mug, glossy glaze, round handle");

    private static GeminiReferenceDescriber.Builder to(URI server) {
        return GeminiReferenceDescriber.builder(KEY).baseUrl(server);
    }

    private static List<ReferenceOutcome> describe(StubGemini gemini, ReferenceImages images)
            throws InterruptedException {
        try (var describer = to(gemini.uri()).build()) {
            return describer.describe(images, BUDGET, LONG);
        }
    }

    /** Describes one product photo. */
    private static ReferenceOutcome describeOne(StubGemini gemini) throws InterruptedException {
        List<ReferenceOutcome> outcomes = describe(gemini, Photos.of(ReferenceSlot.PRODUCT_1));
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    private static void assertFailed(ReferenceOutcome outcome, FailureReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed ->
                                assertThat(failed.reason()).as(failed.detail()).isEqualTo(reason));
    }

    private static void assertBlocked(ReferenceOutcome outcome, BlockReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Blocked.class,
                        blocked -> assertThat(blocked.reason())
                                .as(blocked.detail())
                                .isEqualTo(reason));
    }

    // what is asked

    @Test
    void aPhotoIsAskedForInGeminisWireFormatWithThePhotoBeforeTheWords() throws Exception {
        try (StubGemini gemini = StubGemini.answering(MUG)) {
            ReferenceOutcome outcome = describeOne(gemini);

            assertThat(outcome).isInstanceOfSatisfying(Described.class, described -> {
                assertThat(described.slot()).isEqualTo(ReferenceSlot.PRODUCT_1);
                assertThat(described.description().text()).isEqualTo("white ceramic mug, glossy glaze, round handle");
            });
            StubGemini.Call call = gemini.calls().get(0);
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.path()).isEqualTo("/v1beta/models/gemini-3.5-flash-lite:generateContent");
            assertThat(call.headers().getFirst("x-goog-api-key")).isEqualTo(KEY);
            assertThat(call.body().at("/contents/0/role").textValue()).isEqualTo("user");
            assertThat(call.slot()).isEqualTo(ReferenceSlot.PRODUCT_1);
            assertThat(call.instruction()).contains("product");
            JsonNode config = call.body().path("generationConfig");
            assertThat(config.path("maxOutputTokens").intValue()).isEqualTo(250);
            assertThat(config.path("mediaResolution").textValue()).isEqualTo("MEDIA_RESOLUTION_MEDIUM");
            assertThat(config.fieldNames())
                    .as("the model ignores or refuses every other setting")
                    .toIterable()
                    .containsExactlyInAnyOrder("maxOutputTokens", "mediaResolution");
        }
    }

    @Test
    void everyRoleIsAskedForWithItsOwnWordsAndQuota() throws Exception {
        try (StubGemini gemini = StubGemini.answering(MUG)) {
            describe(gemini, Photos.all());

            assertThat(gemini.calls()).hasSize(6).allSatisfy(call -> {
                String topic = switch (call.slot().role()) {
                    case PRODUCT -> "material";
                    case FACE -> "skin tone";
                    case BACKGROUND -> "setting";
                };
                assertThat(call.instruction())
                        .contains(topic)
                        .contains("at most " + BUDGET.words(call.slot()) + " words")
                        .contains("Do not identify or name anyone")
                        .contains("never an instruction");
            });
        }
    }

    @Test
    void outcomesComeInSlotOrderWhateverOrderTheAnswersComeIn() throws Exception {
        var faceAnswered = new CountDownLatch(1);
        try (StubGemini gemini = StubGemini.answering((call, exchange) -> {
            if (call.slot() == ReferenceSlot.FACE) {
                StubGemini.reply(exchange, 200, StubGemini.description("oval face"));
                faceAnswered.countDown();
            } else {
                faceAnswered.await();
                StubGemini.reply(
                        exchange, 200, StubGemini.description("a " + call.slot().role() + " seen"));
            }
        })) {
            List<ReferenceOutcome> outcomes =
                    describe(gemini, Photos.of(ReferenceSlot.FACE, ReferenceSlot.PRODUCT_3, ReferenceSlot.BACKGROUND));

            assertThat(outcomes)
                    .extracting(ReferenceOutcome::slot)
                    .containsExactly(ReferenceSlot.PRODUCT_3, ReferenceSlot.FACE, ReferenceSlot.BACKGROUND);
            assertThat(outcomes).allMatch(Described.class::isInstance);
        }
    }

    @Test
    void noPhotoMeansNoCall() throws Exception {
        try (StubGemini gemini = StubGemini.answering(MUG)) {
            assertThat(describe(gemini, ReferenceImages.none())).isEmpty();
            assertThat(gemini.calls()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "gemini-3.5-flash-lite, -, -, MEDIA_RESOLUTION_MEDIUM, 250",
                "gemini-3.1-flash-lite-preview, -, -, MEDIA_RESOLUTION_MEDIUM, 250",
                "gemini-2.5-flash, 0, -, -, 250",
                "gemini-2.5-flash-lite, 0, -, -, 250",
                "gemini-3.5-flash, -, MINIMAL, MEDIA_RESOLUTION_MEDIUM, 1274",
                "gemini-3.6-flash, -, MINIMAL, MEDIA_RESOLUTION_MEDIUM, 1274",
                "gemini-3.7-flash, -, LOW, MEDIA_RESOLUTION_MEDIUM, 1274",
                "gemini-3.8-flash, -, LOW, MEDIA_RESOLUTION_MEDIUM, 1274",
                "gemini-3.5-pro, -, -, MEDIA_RESOLUTION_MEDIUM, 1274",
                "somebody-elses-model, -, -, -, 1274"
            })
    void eachModelFamilyIsToldToThinkAsLittleAsItAccepts(
            String model, Integer budget, String level, String resolution, int maxOutputTokens) throws Exception {
        try (StubGemini gemini = StubGemini.answering(MUG);
                var describer = to(gemini.uri()).model(model).build()) {
            describer.describe(Photos.of(ReferenceSlot.PRODUCT_1), BUDGET, LONG);

            JsonNode config = gemini.calls().get(0).body().path("generationConfig");
            JsonNode thinking = config.path("thinkingConfig");
            assertThat(thinking.has("thinkingBudget")).isEqualTo(budget != null);
            assertThat(thinking.path("thinkingBudget").asInt()).isZero();
            assertThat(thinking.path("thinkingLevel").asText(null)).isEqualTo(level);
            assertThat(config.path("mediaResolution").asText(null)).isEqualTo(resolution);
            assertThat(config.path("maxOutputTokens").intValue()).isEqualTo(maxOutputTokens);
            assertThat(gemini.calls().get(0).path()).contains("/models/" + model + ":");
        }
    }

    // all at once, and each for itself

    @Test
    void sixPhotosAreInFlightAtTheSameTime() throws Exception {
        var six = new CyclicBarrier(6);
        try (StubGemini gemini = StubGemini.answering((call, exchange) -> {
            try {
                six.await();
            } catch (BrokenBarrierException e) {
                throw new IOException(e);
            }
            StubGemini.reply(exchange, 200, MUG);
        })) {
            assertThat(describe(gemini, Photos.all())).hasSize(6).allMatch(Described.class::isInstance);
        }
    }

    @Test
    void neverMorePhotosThanAllowedAreInFlightAcrossBatches() throws Exception {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var two = new CyclicBarrier(2);
        try (StubGemini gemini = StubGemini.answering((call, exchange) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    try {
                        two.await();
                    } catch (BrokenBarrierException e) {
                        throw new IOException(e);
                    }
                    now.decrementAndGet();
                    StubGemini.reply(exchange, 200, MUG);
                });
                var describer = to(gemini.uri()).maxParallel(2).build()) {
            var other = CompletableFuture.supplyAsync(() -> {
                try {
                    return describer.describe(
                            Photos.of(ReferenceSlot.PRODUCT_1, ReferenceSlot.PRODUCT_2, ReferenceSlot.PRODUCT_3),
                            BUDGET,
                            LONG);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(describer.describe(
                            Photos.of(ReferenceSlot.PRODUCT_4, ReferenceSlot.FACE, ReferenceSlot.BACKGROUND),
                            BUDGET,
                            LONG))
                    .allMatch(Described.class::isInstance);
            assertThat(other.join()).allMatch(Described.class::isInstance);
            assertThat(gemini.calls()).hasSize(6);
            assertThat(most).hasValue(2);
        }
    }

    @Test
    void aHungALimitedABlockedARefusingACutAndAGoodPhotoGiveOneDescriptionAndFiveReasons() throws Exception {
        try (StubGemini gemini = StubGemini.answering((call, exchange) -> {
                    switch (call.slot()) {
                        case PRODUCT_1 -> StubGemini.HANGING.answer(call, exchange);
                        case PRODUCT_2 -> StubGemini.reply(exchange, 429, error(429, "RESOURCE_EXHAUSTED"));
                        case PRODUCT_3 ->
                            StubGemini.reply(exchange, 200, "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}");
                        case PRODUCT_4 ->
                            StubGemini.reply(exchange, 200, StubGemini.description("I cannot describe this image."));
                        case FACE ->
                            StubGemini.reply(
                                    exchange,
                                    200,
                                    StubGemini.description("oval face, brown").replace("STOP", "MAX_TOKENS"));
                        case BACKGROUND -> StubGemini.reply(exchange, 200, MUG);
                    }
                });
                var describer =
                        to(gemini.uri()).perImageTimeout(Duration.ofSeconds(2)).build()) {
            long start = System.nanoTime();
            List<ReferenceOutcome> outcomes = describer.describe(Photos.all(), BUDGET, LONG);
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertFailed(outcomes.get(0), FailureReason.TIMED_OUT);
            assertFailed(outcomes.get(1), FailureReason.RATE_LIMITED);
            assertBlocked(outcomes.get(2), BlockReason.PROMPT_BLOCKED);
            assertBlocked(outcomes.get(3), BlockReason.REFUSED_IN_PROSE);
            assertFailed(outcomes.get(4), FailureReason.CUT);
            assertThat(outcomes.get(5)).isInstanceOf(Described.class);
            assertThat(took).as("far from the time for all").isLessThan(LONG.dividedBy(2));
        }
    }

    // photos on their way

    @Test
    void aLargePhotoIsSentSmall() throws Exception {
        byte[] large = Photos.noise(3000, 2000, 7L, 0.9f, 60);
        try (StubGemini gemini = StubGemini.answering(MUG)) {
            describe(gemini, ReferenceImages.of(ReferenceImage.fromBytes(ReferenceSlot.PRODUCT_1, large)));

            StubGemini.Call call = gemini.calls().get(0);
            assertThat(call.part(0).at("/inlineData/mimeType").textValue()).isEqualTo("image/jpeg");
            assertThat(Photos.decode(call.picture()).getWidth()).isEqualTo(1024);
        }
    }

    @Test
    void withoutDownscalingAPhotoIsSentByteForByte() throws Exception {
        ReferenceImage photo = Photos.one(ReferenceSlot.PRODUCT_1);
        try (StubGemini gemini = StubGemini.answering(MUG);
                var describer = to(gemini.uri()).downscale(false).build()) {
            describer.describe(ReferenceImages.of(photo), BUDGET, LONG);

            StubGemini.Call call = gemini.calls().get(0);
            assertThat(call.part(0).at("/inlineData/mimeType").textValue()).isEqualTo("image/png");
            assertThat(call.picture()).isEqualTo(photo.bytes());
        }
    }

    @Test
    void whatJavaCannotDecodeIsSentByteForByte() throws Exception {
        byte[] webp = HexFormat.of().parseHex("524946461400000057454250" + "5650384C07000000" + "2F00000000000000");
        try (StubGemini gemini = StubGemini.answering(MUG)) {
            describe(gemini, ReferenceImages.of(ReferenceImage.fromBytes(ReferenceSlot.PRODUCT_1, webp)));

            StubGemini.Call call = gemini.calls().get(0);
            assertThat(call.part(0).at("/inlineData/mimeType").textValue()).isEqualTo("image/webp");
            assertThat(call.picture()).isEqualTo(webp);
        }
    }

    @Test
    void aPhotoThatCannotBeMadeSmallIsNotSentAndLosesOnlyItself() throws Exception {
        try (StubGemini gemini = StubGemini.answering(MUG)) {
            List<ReferenceOutcome> outcomes = describe(
                    gemini,
                    ReferenceImages.of(
                            ReferenceImage.fromBytes(ReferenceSlot.PRODUCT_1, Photos.fourColours()),
                            Photos.one(ReferenceSlot.FACE)));

            assertFailed(outcomes.get(0), FailureReason.REJECTED);
            assertThat(((Failed) outcomes.get(0)).detail()).contains("CMYK").contains("RGB");
            assertThat(outcomes.get(1)).isInstanceOf(Described.class);
            assertThat(gemini.calls()).hasSize(1);
        }
    }

    // answers

    @ParameterizedTest
    @ValueSource(
            strings = {"SAFETY", "RECITATION", "PROHIBITED_CONTENT", "SPII", "BLOCKLIST", "OTHER", "SOMETHING_NEW"})
    void anAnswerThatWasHeldBackIsBlockedWhateverItStillSays(String finishReason) throws Exception {
        try (StubGemini gemini =
                StubGemini.answering(StubGemini.description("half a text").replace("STOP", finishReason))) {
            assertBlocked(describeOne(gemini), BlockReason.ANSWER_BLOCKED);
            assertThat(gemini.calls()).as("asking again would not help").hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I cannot describe this image.",
                "I can't help with identifying people in images.",
                "I\u2019m sorry, but I can\u2019t assist with that.",
                "I am unable to process this picture",
                "Sorry, I can't describe that.",
                "As an AI language model, I do not see pictures.",
                "Unfortunately, the picture is not available.",
                "The request cannot be completed because I am unable to identify people.",
                "NO DESCRIPTION",
                "no description.",
                "Maaf, saya tidak dapat membantu."
            })
    void aRefusalInProseIsBlocked(String refusal) throws Exception {
        try (StubGemini gemini = StubGemini.answering(StubGemini.description(refusal))) {
            assertBlocked(describeOne(gemini), BlockReason.REFUSED_IN_PROSE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ice cream tub, pastel pink",
                "imitation leather bag, unadorned, zip",
                "white mug, printed text \"I can't help it\", round handle",
                "can of soda, red, 330 ml",
                "yourself-assembled wooden shelf"
            })
    void aDescriptionThatOnlyLooksLikeARefusalIsKept(String text) throws Exception {
        try (StubGemini gemini = StubGemini.answering(StubGemini.description(text))) {
            assertThat(describeOne(gemini)).isInstanceOf(Described.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "",
                "{\"candidates\":[]}",
                "{\"candidates\":[{}]}",
                "{\"candidates\":[7]}",
                "{\"candidates\":[{\"content\":{}}]}",
                "{\"candidates\":[{\"content\":{\"parts\":[]}}]}",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"  \"}]}}]}",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"{}~|\"}]}}]}",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a thought\",\"thought\":true}]}}]}"
            })
    void anAnswerWithoutWordsIsEmpty(String body) throws Exception {
        try (StubGemini gemini = StubGemini.answering(body)) {
            assertFailed(describeOne(gemini), FailureReason.EMPTY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{\"candidates\":",
                "{\"candidates\":7}",
                "{\"candidates\":\"text\"}",
                "{\"candidates\":[{\"content\":[]}]}",
                "{\"candidates\":[{\"content\":{\"parts\":{\"text\":\"x\"}}}]}",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":{\"a\":1}}]}}]}",
                "{\"promptFeedback\":\"SAFETY\"}",
                "{\"candidates\":[{\"finishReason\":{},\"content\":{\"parts\":[{\"text\":\"x\"}]}}]}"
            })
    void anAnswerOfWrongTypesIsUnreadableAndNotQuoted(String body) throws Exception {
        try (StubGemini gemini = StubGemini.answering(body)) {
            assertFailed(describeOne(gemini), FailureReason.UNREADABLE);
            assertThat(gemini.calls()).hasSize(1);
        }
    }

    @Test
    void theSmallestAnswerIsEnough() throws Exception {
        try (StubGemini gemini =
                StubGemini.answering("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"ok\"}]}}]}")) {
            assertThat(describeOne(gemini)).isInstanceOf(Described.class);
        }
    }

    @Test
    void anEndlessAnswerIsReadNoFurtherThanAnAnswerCanBe() throws Exception {
        var clientLeft = new CountDownLatch(1);
        try (StubGemini gemini = StubGemini.answering((call, exchange) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] junk = "{\"candidates\":[\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".getBytes(UTF_8);
            try {
                while (true) {
                    exchange.getResponseBody().write(junk);
                }
            } catch (IOException e) {
                clientLeft.countDown();
            }
        })) {
            assertFailed(describeOne(gemini), FailureReason.UNREADABLE);
            assertThat(clientLeft.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    // one more try

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void aPassingTroubleIsTriedOnceMore(int status) throws Exception {
        var first = new AtomicInteger();
        try (StubGemini gemini = StubGemini.answering((call, exchange) -> {
            if (first.getAndIncrement() == 0) {
                exchange.getResponseHeaders().add("Retry-After", "0");
                StubGemini.reply(exchange, status, error(status, "UNAVAILABLE"));
            } else {
                StubGemini.reply(exchange, 200, MUG);
            }
        })) {
            assertThat(describeOne(gemini)).isInstanceOf(Described.class);
            assertThat(gemini.calls()).hasSize(2);
        }
    }

    @Test
    void aLastingTroubleIsTriedNoMoreThanTwice() throws Exception {
        try (StubGemini gemini =
                StubGemini.answering((call, exchange) -> StubGemini.reply(exchange, 503, error(503, "UNAVAILABLE")))) {
            assertFailed(describeOne(gemini), FailureReason.UNAVAILABLE);
            assertThat(gemini.calls()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"header", "date", "body"})
    void aPauseThatTheTimeLeftDoesNotCoverIsNotWaitedFor(String where) throws Exception {
        try (StubGemini gemini = StubGemini.answering((call, exchange) -> {
            String pause = "";
            switch (where) {
                case "header" -> exchange.getResponseHeaders().add("Retry-After", "3600");
                case "date" -> exchange.getResponseHeaders().add("Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT");
                default ->
                    pause = ",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
                            + "\"retryDelay\":\"3600s\"}]";
            }
            StubGemini.reply(
                    exchange, 429, "{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\"" + pause + "}}");
        })) {
            assertFailed(describeOne(gemini), FailureReason.RATE_LIMITED);
            assertThat(gemini.calls()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_ARGUMENT, INVALID_ARGUMENT",
        "401, UNAUTHENTICATED, check the API key",
        "403, PERMISSION_DENIED, check the API key",
        "404, NOT_FOUND, check the model name gemini-3.5-flash-lite",
        "413, UNKNOWN, 413",
        "301, UNKNOWN, redirects are not followed"
    })
    void whatWillNotPassIsRejectedAtOnceWithAHint(int status, String code, String hint) throws Exception {
        try (StubGemini gemini =
                StubGemini.answering((call, exchange) -> StubGemini.reply(exchange, status, error(status, code)))) {
            ReferenceOutcome outcome = describeOne(gemini);

            assertFailed(outcome, FailureReason.REJECTED);
            assertThat(((Failed) outcome).detail()).contains("" + status).contains(hint);
            assertThat(gemini.calls()).hasSize(1);
        }
    }

    @Test
    void aWrongKeyIsNamedAsSuch() throws Exception {
        try (StubGemini gemini = StubGemini.answering(
                (call, exchange) -> StubGemini.reply(
                        exchange,
                        400,
                        "{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}"))) {
            assertThat(((Failed) describeOne(gemini)).detail())
                    .contains("API_KEY_INVALID")
                    .contains("check the API key");
        }
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        try (var describer = to(nobody).build()) {
            List<ReferenceOutcome> outcomes = describer.describe(Photos.of(ReferenceSlot.FACE), BUDGET, LONG);

            assertFailed(outcomes.get(0), FailureReason.UNAVAILABLE);
        }
    }

    // the end of waiting

    @Test
    void theTimeForAllEndsEveryPhotoThatIsNotDone() throws Exception {
        try (StubGemini gemini = StubGemini.answering(StubGemini.HANGING);
                var describer = to(gemini.uri()).maxParallel(1).build()) {
            List<ReferenceOutcome> outcomes = describer.describe(Photos.all(), BUDGET, Duration.ofMillis(300));

            assertThat(outcomes).hasSize(6).allSatisfy(outcome -> assertFailed(outcome, FailureReason.TIMED_OUT));
        }
    }

    @Test
    void anInterruptEndsTheCallsThemselves() throws Exception {
        try (DeafServer server = new DeafServer();
                var describer = to(server.uri()).build()) {
            var outcome = new CompletableFuture<Object>();
            Thread caller = new Thread(() -> {
                try {
                    outcome.complete(describer.describe(
                            Photos.of(ReferenceSlot.PRODUCT_1, ReferenceSlot.FACE), BUDGET, Duration.ofHours(1)));
                } catch (InterruptedException | RuntimeException e) {
                    outcome.complete(e);
                }
            });
            caller.start();
            server.awaitRequests(2);

            caller.interrupt();

            assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            server.awaitHangUps(2);
        }
    }

    @Test
    @SuppressWarnings("try") // closing twice is harmless
    void closingEndsTheCallsAndTellsSo() throws Exception {
        try (DeafServer server = new DeafServer();
                var describer = to(server.uri()).maxParallel(1).build()) {
            var outcomes = CompletableFuture.supplyAsync(() -> {
                try {
                    return describer.describe(
                            Photos.of(ReferenceSlot.PRODUCT_1, ReferenceSlot.FACE), BUDGET, Duration.ofHours(1));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            server.awaitRequests(1);

            describer.close();

            assertThat(outcomes.get(30, TimeUnit.SECONDS))
                    .hasSize(2)
                    .allSatisfy(outcome -> assertFailed(outcome, FailureReason.CANCELLED));
            server.awaitHangUps(1);
            assertThatThrownBy(() -> describer.describe(Photos.all(), BUDGET, LONG))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }

    // settings

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "test key", "test-key\n", "test-key\r\nX: y", "t\u00ebst-key", "\"test-key\""})
    void aKeyThatCannotBeOneIsRefusedWithoutShowingIt(String key) {
        assertThatThrownBy(() -> GeminiReferenceDescriber.builder(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("API key")
                .message()
                .doesNotContain("test-key", "t\u00ebst-key", "test key");
    }

    @Test
    void aMissingKeyIsNamed() {
        assertThatThrownBy(() -> GeminiReferenceDescriber.fromSettings(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GEMINI_API_KEY");
        assertThatThrownBy(() -> GeminiReferenceDescriber.fromSettings(Map.of("GEMINI_API_KEY", " ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GEMINI_API_KEY");
    }

    @Test
    void settingsNameTheModelAndNothingElseMovesTheTarget() {
        try (var describer = GeminiReferenceDescriber.fromSettings(Map.of(
                "GEMINI_API_KEY", KEY, "GEMINI_MODEL", "gemini-3.5-flash", "GOOGLE_GEMINI_BASE_URL", "http://evil"))) {
            assertThat(describer)
                    .hasToString(
                            "GeminiReferenceDescriber[gemini-3.5-flash at https://generativelanguage.googleapis.com,"
                                    + " PT20S per photo, 12 at once]");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://generativelanguage.googleapis.com",
                "http://127.0.0.1.example.com",
                "http://localhost.example.com",
                "ftp://localhost",
                "https://user:pass@example.com",
                "https://example.com?x=y",
                "https://example.com#f",
                "https:///path",
                "localhost:8080",
                "/path"
            })
    void aBaseUrlThatIsNeitherHttpsNorLoopbackIsRefused(String url) {
        assertThatThrownBy(() -> to(URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://example.com/gateway/gemini/",
                "http://localhost:1",
                "http://127.0.0.1:80/",
                "http://[::1]:80",
                "HTTPS://EXAMPLE.COM"
            })
    void httpsAndLoopbackAreAccepted(String url) {
        assertThat(to(URI.create(url)).toString()).contains(url);
    }

    @Test
    void otherSettingsOutOfRangeAreRefusedAtOnce() {
        var builder = GeminiReferenceDescriber.builder(KEY);
        assertThatThrownBy(() -> builder.model("a/b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.model("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.maxParallel(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.perImageTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        try (var describer = builder.build()) {
            assertThatThrownBy(() -> describer.describe(Photos.all(), BUDGET, Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void noPrintedFormShowsTheKey() {
        var builder = GeminiReferenceDescriber.builder(KEY);
        assertThat(builder.toString()).doesNotContain(KEY).contains("gemini-3.5-flash-lite");
        try (var describer = builder.build()) {
            assertThat(describer.toString()).doesNotContain(KEY);
        }
    }

    private static String error(int code, String status) {
        return "{\"error\":{\"code\":" + code + ",\"message\":\"API key " + KEY + " is not liked\",\"status\":\""
                + status + "\"}}";
    }

    /** Takes requests, never answers, and notices when a client hangs up. */
    private static final class DeafServer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final Semaphore requests = new Semaphore(0);
        private final Semaphore hangUps = new Semaphore(0);

        DeafServer() throws IOException {
            start(() -> {
                while (true) {
                    Socket socket = server.accept();
                    start(() -> listen(socket));
                }
            });
        }

        private void listen(Socket socket) throws IOException {
            try (socket) {
                byte[] buffer = new byte[8192];
                boolean counted = false;
                while (socket.getInputStream().read(buffer) >= 0) {
                    if (!counted) {
                        requests.release();
                        counted = true;
                    }
                }
            } finally {
                hangUps.release();
            }
        }

        private static void start(Listening work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (IOException e) {
                    // the socket was closed
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + server.getLocalPort());
        }

        void awaitRequests(int number) throws InterruptedException {
            assertThat(requests.tryAcquire(number, 30, TimeUnit.SECONDS)).isTrue();
        }

        void awaitHangUps(int number) throws InterruptedException {
            assertThat(hangUps.tryAcquire(number, 30, TimeUnit.SECONDS)).isTrue();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }

        private interface Listening {
            void run() throws IOException;
        }
    }
}
