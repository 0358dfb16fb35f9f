package id.potret;

import static org.assertj.core.api.Assertions.assertThat;

import id.potret.fal.FalClient;
import id.potret.fal.FalCredentials;
import id.potret.ledger.InMemoryCoinLedger;
import id.potret.prompt.Category;
import id.potret.prompt.PhotoOptions;
import id.potret.sandbox.FalCall;
import id.potret.sandbox.FalSandbox;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchOnTheWireTest {

    private final InMemoryCoinLedger ledger = new InMemoryCoinLedger();

    private static FalClient client(FalSandbox sandbox) {
        return FalClient.builder(FalCredentials.of("test-key"))
                .apiBase(sandbox.runUri())
                .build();
    }

    private static BatchRequest request(int images) {
        return BatchRequest.builder("seller", PhotoOptions.product(Category.BAG).build())
                .images(images)
                .build();
    }

    @Test
    void threeImagesAreRequestedAtOnceWithOneRequestEach() throws InterruptedException {
        ledger.grant("seller", 1);
        try (FalSandbox sandbox =
                FalSandbox.builder().latency(Duration.ofMillis(300)).start()) {
            BatchResult result =
                    BatchGenerator.builder(client(sandbox), ledger).build().generate(request(3));

            assertThat(result.images()).hasSize(3);
            assertThat(result.images().stream().map(image -> image.image().requestId()))
                    .doesNotHaveDuplicates();
            assertThat(result.billableUnits()).isPositive();
            assertThat(sandbox.requestCount(FalCall.RUN)).isEqualTo(3);
            assertThat(sandbox.peakConcurrency()).isEqualTo(3);
        }
    }

    @Test
    void sixtyFourThreadsWithThreeCoinsPayForThreeBatches() {
        ledger.grant("seller", 3);
        try (FalSandbox sandbox = FalSandbox.start()) {
            BatchGenerator generator =
                    BatchGenerator.builder(client(sandbox), ledger).build();

            long refused = java.util.stream.IntStream.range(0, 64)
                    .mapToObj(i -> generator.generateAsync(request(2)))
                    .toList()
                    .stream()
                    .map(batch -> batch.handle((result, failure) -> failure).join())
                    .filter(InsufficientCoinsException.class::isInstance)
                    .count();

            assertThat(refused).isEqualTo(61);
            assertThat(ledger.balance("seller")).isZero();
            assertThat(sandbox.requestCount(FalCall.RUN)).isEqualTo(6);
        }
    }
}
