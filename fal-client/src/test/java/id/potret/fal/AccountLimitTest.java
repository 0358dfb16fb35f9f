package id.potret.fal;

import static org.assertj.core.api.Assertions.assertThat;

import id.potret.sandbox.Answer;
import id.potret.sandbox.FalAnswers;
import id.potret.sandbox.FalCall;
import id.potret.sandbox.FalSandbox;
import id.potret.sandbox.Fault;
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
    private static final Duration PATIENCE = Duration.ofSeconds(20);

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

    /** Whoever is refused because of our own requests waits for one of them to end, however often that happens. */
    @Test
    void refusalsForOurOwnRequestsUseUpNoAttempt() throws Exception {
        try (FalSandbox sandbox = FalSandbox.start()) {
            FalClient client = client(sandbox);
            sandbox.on(FalCall.RUN).next(stalled(), stalled(), stalled(), stalled(), stalled());
            List<CompletableFuture<FalImage>> running = client.generateAll(REQUEST, 5);
            sandbox.awaitRequests(FalCall.RUN, 5, PATIENCE);
            sandbox.on(FalCall.RUN).next(crowded(), crowded(), crowded()).next(Answer.normal());

            CompletableFuture<FalImage> picture = client.generateAsync(REQUEST);
            int refused = 0;
            // the limit falls from 10 to 5, 2 and 1: so many have to end until there is room again
            for (int ending : List.of(1, 3, 1)) {
                int sent = 5 + ++refused;
                Eventually.await(
                        "it is refused and waits",
                        () -> sandbox.requestCount(FalCall.RUN) == sent
                                && client.concurrency().waiting() == 1);
                running.subList(0, ending).forEach(future -> future.cancel(true));
                running = running.subList(ending, running.size());
            }

            assertThat(picture).succeedsWithin(PATIENCE);
            assertThat(events)
                    .filteredOn("retry 1 concurrent_requests_limit"::equals)
                    .hasSize(3);
            assertThat(events).filteredOn("attempt 1"::equals).hasSize(5 + 4);
        }
    }

    private static Answer stalled() {
        return Answer.broken(Fault.STALLED_HEADERS);
    }

    private static Answer crowded() {
        return FalAnswers.concurrentRequestsLimit();
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
