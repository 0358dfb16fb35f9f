package id.potret.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.potret.fal.FalException.Outcome;
import id.potret.sandbox.Answer;
import id.potret.sandbox.FalCall;
import id.potret.sandbox.FalSandbox;
import id.potret.sandbox.Fault;
import id.potret.sandbox.RecordedRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every call ends, and when it ends nothing of it is left. */
@Timeout(60)
class EndingTest {

    private static final FalRequest REQUEST = FalRequest.of("a red bag");
    private static final Duration TIMEOUT = Duration.ofSeconds(100);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FalSandbox sandbox = FalSandbox.start();
    private final ManualTime time = ManualTime.standing();

    @AfterEach
    void close() {
        sandbox.close();
    }

    private FalClient.Builder builder() {
        return FalClient.builder(FalCredentials.of("test-key"))
                .apiBase(sandbox.runUri())
                .timeout(TIMEOUT)
                .time(time, () -> 0.5);
    }

    private RecordedRequest first() throws Exception {
        return sandbox.awaitRequests(FalCall.RUN, 1, PATIENCE).get(0);
    }

    @Test
    void cancelClosesTheConnection() throws Exception {
        sandbox.on(FalCall.RUN).always(Answer.broken(Fault.STALLED_HEADERS));
        FalClient client = builder().build();
        CompletableFuture<FalImage> future = client.generateAsync(REQUEST);
        RecordedRequest request = first();

        assertThat(future.cancel(true)).isTrue();

        assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
        Eventually.await("the connection is closed", request::isClosedByClient);
        Eventually.await("the gate is free", () -> client.concurrency().inFlight() == 0);
        assertThat(time.pending()).isZero();
    }

    @Test
    void cancelOfAStageBehindTheFutureClosesTheConnection() throws Exception {
        sandbox.on(FalCall.RUN).always(Answer.broken(Fault.STALLED_HEADERS));
        CompletableFuture<String> derived = builder()
                .build()
                .generateAsync(REQUEST)
                .thenApply(FalImage::toString)
                .thenApply(String::strip);
        RecordedRequest request = first();

        derived.cancel(true);

        Eventually.await("the connection is closed", request::isClosedByClient);
    }

    @Test
    void cancelWithoutInterruptOfAStageLeavesTheCallAlone() throws Exception {
        sandbox.on(FalCall.RUN).always(Answer.broken(Fault.STALLED_HEADERS));
        FalClient client = builder().build();
        CompletableFuture<FalImage> future = client.generateAsync(REQUEST);
        first();

        future.thenApply(FalImage::toString).cancel(false);

        assertThat(future).isNotDone();
        assertThat(client.concurrency().inFlight()).isEqualTo(1);
        future.cancel(true);
    }

    @Test
    void whoeverElseEndsTheFutureEndsTheCall() throws Exception {
        sandbox.on(FalCall.RUN).always(Answer.broken(Fault.STALLED_HEADERS));
        CompletableFuture<FalImage> future =
                builder().build().generateAsync(REQUEST).orTimeout(1, TimeUnit.SECONDS);

        RecordedRequest request = first();

        assertThatThrownBy(future::get).hasCauseInstanceOf(TimeoutException.class);
        Eventually.await("the connection is closed", request::isClosedByClient);
    }

    @Test
    void anInterruptClosesTheConnection() throws Exception {
        sandbox.on(FalCall.RUN).always(Answer.broken(Fault.STALLED_BODY));
        FalClient client = builder().build();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            try {
                client.generate(REQUEST);
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        caller.start();
        RecordedRequest request = first();

        caller.interrupt();
        caller.join(PATIENCE.toMillis());

        assertThat(interrupted).isTrue();
        Eventually.await("the connection is closed", request::isClosedByClient);
    }

    @Test
    void aCancelledWaitForTheGateIsNeverSent() throws Exception {
        sandbox.on(FalCall.RUN).always(Answer.broken(Fault.STALLED_HEADERS));
        FalClient client = builder().concurrencyLimit(1).build();
        CompletableFuture<FalImage> running = client.generateAsync(REQUEST);
        first();
        CompletableFuture<FalImage> waiting = client.generateAsync(REQUEST);
        assertThat(client.concurrency()).isEqualTo(new FalConcurrency(1, 1, 1));

        waiting.cancel(true);
        assertThat(client.concurrency()).isEqualTo(new FalConcurrency(1, 1, 0));
        running.cancel(true);

        Eventually.await("the gate is free", () -> client.concurrency().inFlight() == 0);
        assertThat(sandbox.requestCount(FalCall.RUN)).isEqualTo(1);
    }

    @Test
    void theDeadlineEndsAWaitForTheGateAndNothingWasSent() throws Exception {
        sandbox.on(FalCall.RUN).always(Answer.broken(Fault.STALLED_HEADERS));
        FalClient client = builder().concurrencyLimit(1).build();
        CompletableFuture<FalImage> running = client.generateAsync(REQUEST);
        first();
        CompletableFuture<FalImage> waiting = client.generateAsync(REQUEST.withTimeout(Duration.ofSeconds(5)));

        time.advance(Duration.ofSeconds(5));

        assertThatThrownBy(waiting::get).cause().isInstanceOfSatisfying(FalTimeoutException.class, failure -> {
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.timeout()).isEqualTo(Duration.ofSeconds(5));
            assertThat(failure).hasMessageContaining("no picture within 5000 ms; the request was not sent");
        });
        assertThat(running).isNotDone();
        running.cancel(true);
    }

    @Test
    void theDeadlineEndsAWaitForTheNextAttempt() throws Exception {
        sandbox.on(FalCall.RUN).always(Answer.json(503, "{\"detail\":\"x\"}").header("Retry-After", "60"));
        FalClient client = builder().build();
        CompletableFuture<FalImage> future = client.generateAsync(REQUEST);
        Eventually.await("the wait has begun", () -> time.pending() == 2);

        time.advance(Duration.ofSeconds(59));
        assertThat(sandbox.requestCount(FalCall.RUN)).isEqualTo(1);
        time.advance(Duration.ofSeconds(1));
        sandbox.awaitRequests(FalCall.RUN, 2, PATIENCE);

        // the second wait would end after the deadline, so it never begins
        assertThatThrownBy(future::get).cause().isInstanceOfSatisfying(FalServerException.class, failure -> {
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(60));
            assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        });
        assertThat(time.pending()).isZero();
    }

    @Test
    void aTimeoutAfterARefusalSaysSo() throws Exception {
        sandbox.on(FalCall.RUN)
                .next(Answer.json(503, "{\"detail\":\"x\"}").header("Retry-After", "60"))
                .always(Answer.broken(Fault.STALLED_HEADERS));
        FalClient client = builder().concurrencyLimit(1).build();
        CompletableFuture<FalImage> refused = client.generateAsync(REQUEST);
        Eventually.await("the wait has begun", () -> time.pending() == 2);
        CompletableFuture<FalImage> running = client.generateAsync(REQUEST.withTimeout(TIMEOUT.multipliedBy(2)));
        sandbox.awaitRequests(FalCall.RUN, 2, PATIENCE);
        time.advance(Duration.ofSeconds(60));
        Eventually.await("it is back in line", () -> client.concurrency().waiting() == 1);

        time.advance(Duration.ofSeconds(40));

        assertThatThrownBy(refused::get).cause().isInstanceOfSatisfying(FalTimeoutException.class, failure -> {
            assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(failure).hasMessageEndingWith("fal had refused the request so far (status 503)");
        });
        running.cancel(true);
    }

    @Test
    void aCancelEndsAWaitForTheNextAttempt() throws Exception {
        sandbox.on(FalCall.RUN).always(Answer.json(503, "{\"detail\":\"x\"}").header("Retry-After", "60"));
        CompletableFuture<FalImage> future = builder().build().generateAsync(REQUEST);
        Eventually.await("the wait has begun", () -> time.pending() == 2);

        future.cancel(true);

        assertThat(time.pending()).isZero();
        assertThat(sandbox.requestCount(FalCall.RUN)).isEqualTo(1);
    }

    @Test
    void aDeadlineIsToldAlsoWhenEveryThreadWaitsForFal() throws Exception {
        sandbox.on(FalCall.RUN).always(Answer.broken(Fault.STALLED_HEADERS));
        FalClient client = builder().concurrencyLimit(2).build();
        List<CompletableFuture<FalImage>> stuck = client.generateAll(REQUEST, 2);
        sandbox.awaitRequests(FalCall.RUN, 2, PATIENCE);
        CompletableFuture<FalImage> waiting = client.generateAsync(REQUEST.withTimeout(Duration.ofSeconds(1)));

        time.advance(Duration.ofSeconds(1));

        assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(FalTimeoutException.class);
        stuck.forEach(future -> future.cancel(true));
    }

    @Test
    void theShortestDeadlineEndsEveryCall() {
        FalClient client = FalClient.builder(FalCredentials.of("test-key"))
                .apiBase(sandbox.runUri())
                .build();
        FalRequest hopeless = REQUEST.withTimeout(Duration.ofNanos(1));
        for (int i = 0; i < 300; i++) {
            // on a busy machine a picture may be faster than the alarm; what matters is that every call ends
            assertThat(client.generateAsync(hopeless)
                            .handle((image, failure) -> image != null || failure instanceof FalTimeoutException))
                    .succeedsWithin(Duration.ofSeconds(20))
                    .isEqualTo(true);
        }
        Eventually.await("the gate is free", () -> client.concurrency().inFlight() == 0);
    }

    @Test
    void anExecutorThatTakesNothingFailsTheCallAndFreesTheGate() {
        FalClient client = builder()
                .executor(task -> {
                    throw new RejectedExecutionException("closed");
                })
                .build();

        assertThatThrownBy(() -> client.generate(REQUEST))
                .isInstanceOfSatisfying(
                        FalConnectionException.class,
                        failure -> assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT));
        assertThat(client.concurrency().inFlight()).isZero();
        assertThat(time.pending()).isZero();
    }

    @Test
    void aStrangersInterruptOfTheWorkerIsReportedAsUnknown() throws Exception {
        sandbox.on(FalCall.RUN).always(Answer.broken(Fault.STALLED_HEADERS));
        List<Thread> workers = new ArrayList<>();
        FalClient client = builder()
                .executor(task -> {
                    Thread thread = new Thread(task);
                    workers.add(thread);
                    thread.start();
                })
                .build();
        CompletableFuture<FalImage> future = client.generateAsync(REQUEST);
        first();

        workers.get(0).interrupt();

        assertThatThrownBy(future::get)
                .cause()
                .isInstanceOf(FalConnectionException.class)
                .hasMessageContaining("interrupted from outside; the request was on its way")
                .satisfies(failure ->
                        assertThat(((FalException) failure).outcome()).isEqualTo(Outcome.UNKNOWN));
    }

    @Test
    void aTimeoutIsToldToTheListenerAndItsInterruptStaysInTheCall() {
        List<Object> told = new ArrayList<>();
        FalClient client = builder()
                .executor(Runnable::run)
                .listener(new FalListener() {
                    @Override
                    public void onResponse(FalRequest request, int attempt, int status, Duration duration) {
                        // the deadline passes while the answer is being read
                        Thread clock = new Thread(() -> time.advance(TIMEOUT));
                        clock.start();
                        while (clock.isAlive()) {
                            Thread.onSpinWait();
                        }
                    }

                    @Override
                    public void onSuccess(FalRequest request, FalImage image, Duration duration) {
                        told.add(image);
                    }

                    @Override
                    public void onFailure(FalRequest request, FalException failure, Duration duration) {
                        assertThat(duration).isEqualTo(TIMEOUT);
                        told.add(failure);
                    }
                })
                .build();

        CompletableFuture<FalImage> future = client.generateAsync(REQUEST);

        assertThat(Thread.interrupted()).as("interrupted").isFalse();
        assertThatThrownBy(future::join).cause().isInstanceOf(FalTimeoutException.class);
        assertThat(told).singleElement().isInstanceOf(FalTimeoutException.class);
        assertThat(client.concurrency().inFlight()).isZero();
    }

    @Test
    void aDeadlineIsToldAlsoWhenTheExecutorTakesNothingAnyMore() throws Exception {
        sandbox.on(FalCall.RUN).always(Answer.broken(Fault.STALLED_HEADERS));
        AtomicBoolean closed = new AtomicBoolean();
        FalClient client = builder()
                .executor(task -> {
                    if (closed.get()) {
                        throw new RejectedExecutionException("closed");
                    }
                    new Thread(task).start();
                })
                .build();
        CompletableFuture<FalImage> future = client.generateAsync(REQUEST);
        first();
        closed.set(true);

        time.advance(TIMEOUT);

        assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(FalTimeoutException.class);
    }

    @Test
    void aCallThatWaitsHasLeftItsThreadToOthers() throws Exception {
        sandbox.on(FalCall.STATUS).always(Answer.json(202, "{\"status\":\"IN_PROGRESS\"}"));
        sandbox.on(FalCall.RUN).always(Answer.normal().after(Duration.ofMillis(200)));
        ExecutorService single = Executors.newSingleThreadExecutor();
        try {
            FalQueue queue =
                    builder().queueBase(sandbox.queueUri()).executor(single).buildQueue();
            CompletableFuture<FalImage> waiting = queue.generateAsync(REQUEST);
            Eventually.await("it waits to poll again", () -> time.pending() == 2);
            CompletableFuture<FalImage> working =
                    builder().executor(single).build().generateAsync(REQUEST);
            first();

            waiting.cancel(true);

            assertThat(working).succeedsWithin(PATIENCE);
        } finally {
            single.shutdownNow();
        }
    }

    @Test
    void whatNobodyExpectedEndsTheCallToo() {
        LinkageError failure = new LinkageError("a listener of another version");
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        FalClient client = builder()
                .executor(task -> {
                    Thread thread = new Thread(task);
                    thread.setUncaughtExceptionHandler((where, what) -> uncaught.add(what));
                    thread.start();
                })
                .listener(new FalListener() {
                    @Override
                    public void onAttempt(FalRequest request, int attempt) {
                        throw failure;
                    }
                })
                .build();

        assertThatThrownBy(() -> client.generate(REQUEST))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(failure);

        Eventually.await("the thread's owner sees it, too", () -> uncaught.equals(List.of(failure)));
        assertThat(client.concurrency().inFlight()).isZero();
        assertThat(time.pending()).isZero();
    }

    @Test
    void dependentStagesMayBlockWithoutHoldingTheGate() throws Exception {
        FalClient client = builder().concurrencyLimit(1).build();
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Boolean> blocked = client.generateAsync(REQUEST).thenApply(image -> {
            try {
                return release.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });

        assertThat(client.generate(REQUEST).flagged()).isFalse();
        release.countDown();
        assertThat(blocked.get()).isTrue();
    }

    @Test
    void manyCallsOfEveryKindLeaveNothingBehind() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int limit = 8;
        List<Fault> faults = List.of(Fault.values());
        FalClient client = builder().concurrencyLimit(limit).build();
        for (int round = 0; round < 500; round++) {
            List<CompletableFuture<FalImage>> futures = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                if (random.nextInt(5) == 0) {
                    Fault fault = faults.get(random.nextInt(faults.size()));
                    sandbox.on(FalCall.RUN)
                            .next(
                                    fault == Fault.TRICKLED_BODY
                                            ? Answer.empty(500)
                                            : Answer.normal().fault(fault));
                }
                futures.add(client.generateAsync(REQUEST));
            }
            futures.forEach(future -> {
                if (random.nextInt(4) == 0) {
                    future.cancel(true);
                }
            });
            while (!futures.stream().allMatch(CompletableFuture::isDone)) {
                // what stalls is ended by the deadline; what does not has long been answered
                if (client.concurrency().inFlight() < limit || random.nextInt(1000) == 0) {
                    time.advance(TIMEOUT);
                }
                Thread.onSpinWait();
            }
        }

        Eventually.await("the gate is free", () -> client.concurrency().inFlight() == 0);
        assertThat(client.concurrency().waiting()).isZero();
        assertThat(time.pending()).isZero();
        Eventually.await("connections are closed", () -> sandbox.openConnections() <= limit + 4);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("potret-fal-") && thread.isAlive())
                .allMatch(Thread::isDaemon);
    }

    @Test
    void aFakeThatFailsWithSomethingElseIsToldApart() {
        FalClient fake = request -> CompletableFuture.failedFuture(new IllegalArgumentException("fake"));

        assertThatThrownBy(() -> fake.generate(REQUEST))
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fake.generateAll(REQUEST, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(fake.concurrency()).isEqualTo(new FalConcurrency(Integer.MAX_VALUE, 0, 0));
        assertThatThrownBy(() -> fake.generateAsync(REQUEST).get()).isInstanceOf(ExecutionException.class);
    }
}
