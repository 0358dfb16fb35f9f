package id.potret.examples;

import static org.assertj.core.api.Assertions.assertThat;

import id.potret.BatchException;
import id.potret.BatchGenerator;
import id.potret.BatchListener;
import id.potret.BatchRequest;
import id.potret.BatchResult;
import id.potret.fal.FalClient;
import id.potret.fal.FalCredentials;
import id.potret.fal.FalException;
import id.potret.gemini.GeminiReferenceDescriber;
import id.potret.ledger.InMemoryCoinLedger;
import id.potret.prompt.Category;
import id.potret.prompt.PhotoOptions;
import id.potret.prompt.Prompt;
import id.potret.reference.ReferenceImage;
import id.potret.reference.ReferenceImages;
import id.potret.reference.ReferenceOutcome;
import id.potret.reference.ReferenceSlot;
import id.potret.sandbox.Answer;
import id.potret.sandbox.FalAnswers;
import id.potret.sandbox.FalCall;
import id.potret.sandbox.FalSandbox;
import id.potret.sandbox.GeminiAnswers;
import id.potret.sandbox.GeminiSandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches everything that is logged, thrown or shown for keys, prompts, descriptions and image bytes. */
@Timeout(120)
class SecretsTest {

    private static final String FAL_KEY = "test-key-of-fal:not-to-be-seen";
    private static final String GEMINI_KEY = "test-key-of-gemini-not-to-be-seen";
    private static final String OWN_TEXT = "velvet curtain not to be seen";
    private static final String DESCRIPTION = "oval face not to be seen";

    private final StringWriter seen = new StringWriter();
    private final Logger root = Logger.getLogger("");
    private final Handler[] console = root.getHandlers();
    private final Level level = root.getLevel();
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord line) {
            see(new SimpleFormatter().format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listenToEveryLogger() {
        for (Handler handler : console) {
            root.removeHandler(handler);
        }
        recorder.setLevel(Level.ALL);
        root.addHandler(recorder);
        Logger.getLogger("id.potret").setLevel(Level.ALL);
    }

    @AfterEach
    void stopListening() {
        root.removeHandler(recorder);
        for (Handler handler : console) {
            root.addHandler(handler);
        }
        root.setLevel(level);
        Logger.getLogger("id.potret").setLevel(null);
    }

    private synchronized void see(@Nullable Object shown) {
        if (shown instanceof Throwable thrown) {
            thrown.printStackTrace(new PrintWriter(seen, true));
        } else {
            seen.append(String.valueOf(shown)).append('\n');
        }
    }

    static List<Answer> falFailures() {
        return List.of(
                FalAnswers.wrongKey(),
                FalAnswers.noPermission(),
                FalAnswers.exhaustedBalance(),
                FalAnswers.contentPolicyViolation(),
                FalAnswers.modelError(422, "greater_than", FAL_KEY + " " + OWN_TEXT, "body", "prompt"),
                FalAnswers.platformError(500, "internal_server_error", "Authorization: Key " + FAL_KEY),
                FalAnswers.plain(400, FAL_KEY),
                FalAnswers.html(502));
    }

    @ParameterizedTest
    @MethodSource("falFailures")
    void aFailureOfFalShowsNeitherKeyNorPrompt(Answer failure) throws Exception {
        try (FalSandbox fal = FalSandbox.start()) {
            fal.on(FalCall.RUN).always(failure);
            FalClient client = client(fal);
            see(client);
            try {
                generator(client, null).generate(request(ReferenceImages.none()));
            } catch (BatchException expected) {
                see(expected);
                see(((FalException) Objects.requireNonNull(expected.getCause())).type());
            }
        }

        assertThat(seen.toString()).contains("no usable image of 2");
        assertNothingSecretWasSeen();
    }

    static List<Answer> geminiFailures() {
        return List.of(
                GeminiAnswers.suspended(GEMINI_KEY),
                GeminiAnswers.invalidKey(),
                GeminiAnswers.quotaExceeded(Duration.ofHours(1)),
                GeminiAnswers.blockedPrompt("SAFETY"),
                GeminiAnswers.refusalInProse(),
                GeminiAnswers.wrongTypes(),
                GeminiAnswers.error(400, "INVALID_ARGUMENT", "key " + GEMINI_KEY + " " + DESCRIPTION));
    }

    @ParameterizedTest
    @MethodSource("geminiFailures")
    void aFailureOfGeminiShowsNeitherKeyNorDescriptionNorBytes(Answer failure) throws Exception {
        try (FalSandbox fal = FalSandbox.start();
                GeminiSandbox gemini = GeminiSandbox.start();
                GeminiReferenceDescriber describer = describer(gemini)) {
            gemini.script().always(failure);
            see(describer);
            BatchResult result = generator(client(fal), describer).generate(request(face()));
            see(result);
            assertThat(result.references())
                    .singleElement()
                    .isNotInstanceOf(ReferenceOutcome.Described.class)
                    .satisfies(this::see);
        }

        assertNothingSecretWasSeen();
    }

    @Test
    void aBatchThatSucceedsShowsNeitherKeyNorPromptNorDescriptionNorBytes() throws Exception {
        try (FalSandbox fal = FalSandbox.start();
                GeminiSandbox gemini = GeminiSandbox.start();
                GeminiReferenceDescriber describer = describer(gemini)) {
            gemini.script().always(GeminiAnswers.text(DESCRIPTION));
            BatchGenerator generator = generator(client(fal), describer);
            BatchRequest request = request(face());
            see(request);
            see(request.references());
            see(request.references().get(ReferenceSlot.FACE));
            see(request.options());
            see(request.basePrompt());
            BatchResult result = generator.generate(request);
            see(result);
            see(result.images());
            see(result.references());
            see(result.prompt());

            assertThat(fal.requests(FalCall.RUN))
                    .isNotEmpty()
                    .allSatisfy(sent ->
                            assertThat(sent.bodyText()).contains(OWN_TEXT).contains(DESCRIPTION));
        }

        assertThat(seen.toString()).contains("Successfully generated 2/2 images");
        assertNothingSecretWasSeen();
    }

    private void assertNothingSecretWasSeen() throws IOException {
        String base64 = Base64.getEncoder().encodeToString(sampleFace());
        assertThat(seen.toString())
                .doesNotContain(FAL_KEY)
                .doesNotContain("not-to-be-seen")
                .doesNotContain(GEMINI_KEY)
                .doesNotContain(OWN_TEXT)
                .doesNotContain(DESCRIPTION)
                .doesNotContain(base64.substring(0, 40));
    }

    private static FalClient client(FalSandbox fal) {
        return FalClient.builder(FalCredentials.of(FAL_KEY))
                .apiBase(fal.runUri())
                .build();
    }

    private static GeminiReferenceDescriber describer(GeminiSandbox gemini) {
        return GeminiReferenceDescriber.builder(GEMINI_KEY)
                .baseUrl(gemini.uri())
                .build();
    }

    private BatchGenerator generator(FalClient fal, @Nullable GeminiReferenceDescriber describer) {
        InMemoryCoinLedger ledger = new InMemoryCoinLedger();
        ledger.grant("seller", 1);
        BatchGenerator.Builder builder = BatchGenerator.builder(fal, ledger).listener(new BatchListener() {
            @Override
            public void onPrompt(String batchId, Prompt prompt) {
                see(prompt);
            }

            @Override
            public void onReferences(String batchId, List<ReferenceOutcome> outcomes) {
                see(outcomes);
            }
        });
        if (describer != null) {
            builder.describer(describer);
        }
        return builder.build();
    }

    private static BatchRequest request(ReferenceImages references) {
        PhotoOptions options =
                PhotoOptions.product(Category.BAG).customBackground(OWN_TEXT).build();
        return BatchRequest.builder("seller", options).references(references).build();
    }

    private static ReferenceImages face() throws IOException {
        return ReferenceImages.of(ReferenceImage.fromBytes(ReferenceSlot.FACE, sampleFace()));
    }

    private static byte[] sampleFace() throws IOException {
        try (InputStream in = SecretsTest.class.getResourceAsStream("samples/face.jpg")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
