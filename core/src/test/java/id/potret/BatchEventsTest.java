package id.potret;

import static org.assertj.core.api.Assertions.assertThat;

import id.potret.fal.FalImage;
import id.potret.ledger.InMemoryCoinLedger;
import id.potret.prompt.Category;
import id.potret.prompt.PhotoOptions;
import id.potret.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a host sees of a batch on its way: log lines and listener calls. */
class BatchEventsTest {

    private static final PhotoOptions OPTIONS = PhotoOptions.product(Category.BAG)
            .additionalPrompt("velvet-prompt-secret")
            .build();

    private final InMemoryCoinLedger ledger = new InMemoryCoinLedger();
    private final List<String> lines = new ArrayList<>();
    private final Logger logger = Logger.getLogger("id.potret.BatchGenerator");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    BatchEventsTest() {
        ledger.grant("seller@example.com", 3);
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    private static BatchRequest request() {
        return BatchRequest.builder("seller@example.com", OPTIONS).batchId("b1").build();
    }

    private static final FakeFal secondFails() {
        return new FakeFal(
                0,
                number -> number == 2
                        ? CompletableFuture.<FalImage>failedFuture(new IllegalStateException("scripted"))
                        : CompletableFuture.completedFuture(FakeFal.image(number)));
    }

    @Test
    void theLogTellsTheBatchAsTheOriginalApplicationDid() throws InterruptedException {
        BatchGenerator.builder(FakeFal.drawing(), ledger).build().generate(request());

        assertThat(lines)
                .containsExactly(
                        "INFO Generating 2 images for batch b1 using fal flux/schnell. Current coins: 3",
                        "INFO Generated image 1/2 of batch b1 from fal: https://v3.fal.media/files/1.jpg",
                        "INFO Generated image 2/2 of batch b1 from fal: https://v3.fal.media/files/2.jpg",
                        "INFO Successfully generated 2/2 images of batch b1 from fal",
                        "INFO Coins deducted by 1 for batch b1. Remaining coins: 2");
    }

    @Test
    void theLogNeverHoldsThePromptTheAccountOrAUrlsQuery() throws InterruptedException {
        BatchGenerator generator = BatchGenerator.builder(secondFails(), ledger).build();
        BatchResult result = generator.generate(request());

        assertThat(lines).isNotEmpty();
        assertThat(String.join("\n", lines) + result + request() + result.images())
                .doesNotContain("velvet-prompt-secret")
                .doesNotContain("seller@example.com")
                .doesNotContain("signature");
    }

    @Test
    void aMissingImageIsAWarning() throws InterruptedException {
        BatchGenerator.builder(secondFails(), ledger).build().generate(request());

        assertThat(lines)
                .contains(
                        "WARNING Image 2/2 of batch b1 is missing: java.lang.IllegalStateException: scripted",
                        "WARNING Successfully generated 1/2 images of batch b1 from fal");
    }

    @Test
    void theListenerHearsEveryStepInOrder() throws InterruptedException {
        List<String> events = new ArrayList<>();
        BatchListener listener = new BatchListener() {
            @Override
            public void onStarted(String batchId, int images, long coins) {
                events.add("started " + batchId + " " + images + " " + coins);
            }

            @Override
            public void onPrompt(String batchId, Prompt prompt) {
                events.add("prompt " + prompt.text());
            }

            @Override
            public void onImage(String batchId, BatchImage image, int images) {
                events.add("image " + image.number() + "/" + images);
            }

            @Override
            public void onMissing(String batchId, MissingImage image, int images) {
                events.add("missing " + image.number() + "/" + images);
            }

            @Override
            public void onFinished(BatchResult result) {
                events.add("finished " + result.images().size());
            }

            @Override
            public void onFailed(BatchException failure) {
                events.add("failed " + failure.getClass().getSimpleName());
            }
        };
        BatchGenerator generator =
                BatchGenerator.builder(secondFails(), ledger).listener(listener).build();

        generator.generate(request());

        assertThat(events)
                .containsExactly(
                        "started b1 2 3",
                        "prompt Product photography for Bag, velvet-prompt-secret, photorealistic resolusi HD",
                        "image 1/2",
                        "missing 2/2",
                        "finished 1");
    }

    @Test
    void theListenerHearsOfARefusal() {
        List<BatchException> failures = new ArrayList<>();
        BatchGenerator generator = BatchGenerator.builder(FakeFal.drawing(), new InMemoryCoinLedger())
                .listener(new BatchListener() {
                    @Override
                    public void onFailed(BatchException failure) {
                        failures.add(failure);
                    }
                })
                .build();

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> generator.generate(request())))
                .isSameAs(failures.get(0))
                .isInstanceOf(InsufficientCoinsException.class);
    }

    @Test
    void aListenerThatThrowsHarmsNobody() throws InterruptedException {
        BatchGenerator generator = BatchGenerator.builder(FakeFal.drawing(), ledger)
                .listener(new BatchListener() {
                    @Override
                    public void onPrompt(String batchId, Prompt prompt) {
                        throw new IllegalStateException(prompt.text());
                    }
                })
                .build();

        assertThat(generator.generate(request()).images()).hasSize(2);
        assertThat(lines).contains("WARNING The listener of batch b1 threw java.lang.IllegalStateException");
        assertThat(String.join("\n", lines)).doesNotContain("velvet-prompt-secret");
    }
}
