package id.potret.fal;

import static org.assertj.core.api.Assertions.assertThat;

import id.potret.sandbox.Answer;
import id.potret.sandbox.FalCall;
import id.potret.sandbox.FalSandbox;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An account that allows 2 requests at once, and clients that do not know it. */
@Timeout(60)
class AccountLimitTest {

    private static final FalRequest REQUEST = FalRequest.of("a red bag");

    private final List<String> events = new CopyOnWriteArrayList<>();

    private FalClient client(FalSandbox sandbox) {
        return FalClient.builder(FalCredentials.of("test-key"))
                .apiBase(sandbox.runUri())
                .listener(new FalListener() {
                    @Override
                    public void onAttempt(FalRequest request, int attempt) {
                        events.add("attempt " + attempt);
                    }

                    @Override
                    public void onResponse(FalRequest request, int attempt, int status, Duration duration) {
                        events.add("response " + status);
                        assertThat(duration).isPositive();
                    }

                    @Override
                    public void onRetry(FalRequest request, int attempt, Duration delay, FalException reason) {
                        events.add("retry " + attempt + " " + reason.type().orElse(""));
                    }

                    @Override
                    public void onSuccess(FalRequest request, FalImage image, Duration duration) {
                        assertThat(request).isSameAs(REQUEST);
                        assertThat(duration).isPositive();
                        events.add("success");
                    }

                    @Override
                    public void onFailure(FalRequest request, FalException failure, Duration duration) {
                        assertThat(duration).isPositive();
                        events.add("failure " + failure.status().orElse(0));
                        throw new IllegalStateException("a listener that fails");
                    }
                })
                .build();
    }

    private static void join(List<CompletableFuture<FalImage>> images) {
        images.forEach(CompletableFuture::join);
    }

    @Test
    void thirtyPicturesAllSucceedWithFewRefusals() {
        try (FalSandbox sandbox = FalSandbox.builder()
                .concurrencyLimit(2)
                .latency(Duration.ofMillis(20))
                .start()) {
            FalClient client = client(sandbox);

            join(client.generateAll(REQUEST, 30));

            assertThat(events).filteredOn("success"::equals).hasSize(30);
            long refused = events.stream().filter("response 429"::equals).count();
            assertThat(refused).isBetween(1L, 30L);
            assertThat(sandbox.requestCount(FalCall.RUN)).isEqualTo(30 + (int) refused);
            assertThat(sandbox.peakConcurrency()).isLessThanOrEqualTo(2);
            assertThat(client.concurrency().limit()).isLessThanOrEqualTo(4);
            assertThat(client.concurrency().inFlight()).isZero();
        }
    }

    @Test
    void batchesOfThreeNeverFail() {
        try (FalSandbox sandbox = FalSandbox.builder()
                .concurrencyLimit(2)
                .latency(Duration.ofMillis(10))
                .start()) {
            FalClient client = client(sandbox);
            for (int batch = 0; batch < 10; batch++) {
                join(client.generateAll(REQUEST, 3));
            }

            assertThat(events).filteredOn("success"::equals).hasSize(30);
            assertThat(events).noneMatch(event -> event.startsWith("failure"));
        }
    }

    @Test
    void aListenerSeesEveryStepAndItsOwnFailureHarmsNobody() {
        try (FalSandbox sandbox = FalSandbox.start()) {
            sandbox.on(FalCall.RUN)
                    .next(Answer.json(503, "{\"detail\":\"x\",\"error_type\":\"runner_scheduling_failure\"}")
                            .header("Retry-After", "0"))
                    .next(Answer.normal())
                    .next(Answer.json(401, "{\"detail\":\"no\"}"));
            FalClient client = client(sandbox);
            client.generateAsync(REQUEST).join();

            assertThat(client.generateAsync(REQUEST))
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withCauseInstanceOf(FalAuthenticationException.class);

            assertThat(events)
                    .containsExactly(
                            "attempt 1",
                            "response 503",
                            "retry 1 runner_scheduling_failure",
                            "attempt 2",
                            "response 200",
                            "success",
                            "attempt 1",
                            "response 401",
                            "failure 401");
        }
    }
}
