package id.potret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import id.potret.fal.FalImage;
import id.potret.ledger.CoinLedger;
import id.potret.ledger.InMemoryCoinLedger;
import id.potret.ledger.Reservation;
import id.potret.prompt.Category;
import id.potret.prompt.ModelType;
import id.potret.prompt.PhotoOptions;
import id.potret.prompt.Prompt;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchGeneratorTest {

    private static final PhotoOptions OPTIONS =
            PhotoOptions.model(ModelType.WOMAN, Category.FASHION).build();

    private final InMemoryCoinLedger ledger = new InMemoryCoinLedger();

    BatchGeneratorTest() {
        ledger.grant("seller", 3);
    }

    private static BatchRequest.Builder request() {
        return BatchRequest.builder("seller", OPTIONS);
    }

    private static FakeFal failing(int... numbers) {
        List<Integer> failing = java.util.Arrays.stream(numbers).boxed().toList();
        return new FakeFal(
                0,
                number -> failing.contains(number)
                        ? CompletableFuture.failedFuture(new IllegalStateException("scripted"))
                        : CompletableFuture.completedFuture(FakeFal.image(number)));
    }

    @Test
    void aBatchTakesOneCoinWhateverTheNumberOfItsImages() throws InterruptedException {
        BatchResult result = BatchGenerator.builder(FakeFal.drawing(), ledger)
                .build()
                .generate(request().images(5).build());

        assertThat(result.images()).extracting(BatchImage::number).containsExactly(1, 2, 3, 4, 5);
        assertThat(result.isComplete()).isTrue();
        assertThat(result.charge()).isEqualTo(Charge.CONFIRMED);
        assertThat(result.remainingCoins()).isEqualTo(2);
        assertThat(ledger.balance("seller")).isEqualTo(2);
        assertThat(result.estimatedCostUsd()).isEqualByComparingTo("0.005");
    }

    @Test
    void twoImagesAreTheDefault() throws InterruptedException {
        FakeFal fal = FakeFal.drawing();
        BatchResult result =
                BatchGenerator.builder(fal, ledger).build().generate(request().build());

        assertThat(result.images()).hasSize(2);
        assertThat(fal.requests)
                .extracting(request -> request.prompt())
                .containsOnly("A Woman model for Fashion, photorealistic resolusi HD");
    }

    @Test
    void aReadyPromptGoesOutAsItIs() throws InterruptedException {
        FakeFal fal = FakeFal.drawing();
        BatchGenerator.builder(fal, ledger)
                .build()
                .generate(BatchRequest.builder("seller", Prompt.of("a red bag on a beach"))
                        .images(1)
                        .build());

        assertThat(fal.requests).extracting(request -> request.prompt()).containsExactly("a red bag on a beach");
    }

    @Test
    void tooFewCoinsEndBeforeAnyPaidCall() {
        FakeFal fal = FakeFal.drawing();
        BatchGenerator generator = BatchGenerator.builder(fal, ledger).build();

        InsufficientCoinsException refused = catchThrowableOfType(
                InsufficientCoinsException.class,
                () -> generator.generate(
                        BatchRequest.builder("poor", OPTIONS).batchId("b1").build()));

        assertThat(refused.balance()).isZero();
        assertThat(refused).hasMessageContaining("b1").hasMessageContaining("top up");
        assertThat(fal.requests).isEmpty();
    }

    @Test
    void theSameBatchIdWorksAfterATopUp() throws InterruptedException {
        BatchGenerator generator =
                BatchGenerator.builder(FakeFal.drawing(), ledger).build();
        BatchRequest request =
                BatchRequest.builder("poor", OPTIONS).batchId("b1").build();
        assertThatExceptionOfType(InsufficientCoinsException.class).isThrownBy(() -> generator.generate(request));

        ledger.grant("poor", 1);

        assertThat(generator.generate(request).images()).hasSize(2);
    }

    @Test
    void theSameBatchIdAgainReturnsItsPicturesAndPaysNothing() throws InterruptedException {
        FakeFal fal = FakeFal.drawing();
        BatchGenerator generator = BatchGenerator.builder(fal, ledger).build();
        BatchResult first = generator.generate(request().batchId("b1").build());

        BatchResult again = generator.generate(request().batchId("b1").build());

        assertThat(again.replayed()).isTrue();
        assertThat(again.images())
                .extracting(BatchImage::url)
                .containsExactlyElementsOf(
                        first.images().stream().map(BatchImage::url).toList());
        assertThat(again.remainingCoins()).isEqualTo(2);
        assertThat(again.estimatedCostUsd()).isZero();
        assertThat(fal.requests).hasSize(2);
    }

    @Test
    void theSameBatchIdWhileItRunsIsInProgress() throws Exception {
        FakeFal fal = FakeFal.hanging(2);
        BatchGenerator generator = BatchGenerator.builder(fal, ledger).build();
        CompletableFuture<BatchResult> running =
                generator.generateAsync(request().batchId("b1").build());
        fal.awaitRequests();

        assertThatExceptionOfType(BatchInProgressException.class)
                .isThrownBy(() -> generator.generate(request().batchId("b1").build()));

        fal.futures.forEach(future -> future.complete(FakeFal.image(1)));
        assertThat(running.get(30, TimeUnit.SECONDS).images()).hasSize(2);
        assertThat(fal.requests).hasSize(2);
    }

    @Test
    void theSameBatchIdOfAnotherAccountIsRefused() throws InterruptedException {
        FakeFal fal = FakeFal.drawing();
        ledger.grant("other", 1);
        BatchGenerator generator = BatchGenerator.builder(fal, ledger).build();
        generator.generate(request().batchId("b1").build());

        assertThatExceptionOfType(BatchConflictException.class)
                .isThrownBy(() -> generator.generate(
                        BatchRequest.builder("other", OPTIONS).batchId("b1").build()));

        assertThat(ledger.balance("other")).isEqualTo(1);
        assertThat(fal.requests).hasSize(2);
    }

    @Test
    void aBatchIdThatEndedWithoutPicturesIsClosed() {
        BatchGenerator generator = BatchGenerator.builder(failing(1, 2), ledger).build();
        BatchRequest request = request().batchId("b1").build();
        assertThatExceptionOfType(BatchFailedException.class).isThrownBy(() -> generator.generate(request));

        assertThatExceptionOfType(BatchClosedException.class)
                .isThrownBy(() -> generator.generate(request))
                .withMessageContaining("new id");
        assertThat(ledger.balance("seller")).isEqualTo(3);
    }

    @Test
    void aPartOfThePicturesIsASuccessThatNamesTheOthers() throws InterruptedException {
        BatchResult result = BatchGenerator.builder(failing(2), ledger)
                .build()
                .generate(request().images(3).build());

        assertThat(result.images()).extracting(BatchImage::number).containsExactly(1, 3);
        assertThat(result.missing()).singleElement().satisfies(missing -> {
            assertThat(missing.number()).isEqualTo(2);
            assertThat(missing.reason()).isEqualTo(MissingImage.Reason.FAILED);
            assertThat(missing.cause()).hasMessage("scripted");
        });
        assertThat(ledger.balance("seller")).isEqualTo(2);
    }

    @Test
    void noPictureCostsNoCoin() {
        BatchGenerator generator = BatchGenerator.builder(failing(1, 2), ledger).build();

        BatchFailedException failure = catchThrowableOfType(
                BatchFailedException.class,
                () -> generator.generate(request().batchId("b1").build()));

        assertThat(failure.missing()).hasSize(2);
        assertThat(failure.coinReturned()).isTrue();
        assertThat(failure).hasMessageContaining("2 failed").hasCauseInstanceOf(IllegalStateException.class);
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(ledger.balance("seller")).isEqualTo(3);
    }

    @Test
    void aFlaggedPictureIsNotUsable() throws InterruptedException {
        FakeFal fal = new FakeFal(
                0,
                number -> CompletableFuture.completedFuture(
                        number == 1
                                ? FalImage.of(URI.create("https://fal.media/black.jpg"), true)
                                : FakeFal.image(number)));

        BatchResult result =
                BatchGenerator.builder(fal, ledger).build().generate(request().build());

        assertThat(result.images()).extracting(BatchImage::number).containsExactly(2);
        assertThat(result.missing())
                .extracting(MissingImage::reason, MissingImage::maybePaid)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(MissingImage.Reason.FLAGGED, true));
    }

    @Test
    void onlyFlaggedPicturesCostNoCoin() {
        FakeFal fal = new FakeFal(
                0,
                number -> CompletableFuture.completedFuture(
                        FalImage.of(URI.create("https://fal.media/black.jpg"), true)));
        BatchGenerator generator = BatchGenerator.builder(fal, ledger).build();

        assertThatExceptionOfType(BatchFailedException.class)
                .isThrownBy(() -> generator.generate(request().build()))
                .withMessageContaining("2 flagged")
                .withMessageContaining("may have charged")
                .withNoCause();
        assertThat(ledger.balance("seller")).isEqualTo(3);
    }

    @Test
    void aCommitWhoseAnswerIsLostOnceIsConfirmed() throws InterruptedException {
        BatchResult result = BatchGenerator.builder(
                        FakeFal.drawing(), new FlakyLedger(ledger).doesNotAnswer("commit", 1))
                .build()
                .generate(request().build());

        assertThat(result.charge()).isEqualTo(Charge.CONFIRMED);
        assertThat(result.remainingCoins()).isEqualTo(2);
    }

    @Test
    void aCommitThatCannotBeConfirmedStillDeliversThePictures() throws InterruptedException {
        BatchResult result = BatchGenerator.builder(
                        FakeFal.drawing(), new FlakyLedger(ledger).doesNotReach("commit", 99))
                .build()
                .generate(request().build());

        assertThat(result.images()).hasSize(2);
        assertThat(result.charge()).isEqualTo(Charge.UNCONFIRMED);
        assertThat(result.remainingCoins()).isEqualTo(2);
    }

    @Test
    void picturesThatComeAfterTheHoldWasGivenBackAreDeliveredUncharged() throws InterruptedException {
        FakeFal fal = new FakeFal(0, number -> {
            ledger.release("b1");
            return CompletableFuture.completedFuture(FakeFal.image(number));
        });

        BatchResult result = BatchGenerator.builder(fal, ledger)
                .build()
                .generate(request().batchId("b1").build());

        assertThat(result.charge()).isEqualTo(Charge.EXPIRED);
        assertThat(result.remainingCoins()).isEqualTo(3);
    }

    @Test
    void theHoldOutlivesTheDeadline() {
        AtomicReference<Duration> ttl = new AtomicReference<>();
        CoinLedger watching = new CoinLedger() {
            @Override
            public Reservation reserve(String account, long coins, String key, Duration duration) {
                ttl.set(duration);
                return ledger.reserve(account, coins, key, duration);
            }

            @Override
            public Reservation commit(String key, String receipt) {
                return ledger.commit(key, receipt);
            }

            @Override
            public Reservation release(String key) {
                return ledger.release(key);
            }

            @Override
            public long balance(String account) {
                return ledger.balance(account);
            }
        };

        assertThat(BatchGenerator.builder(FakeFal.drawing(), watching)
                        .deadline(Duration.ofSeconds(30))
                        .build()
                        .generateAsync(request().build()))
                .succeedsWithin(Duration.ofSeconds(30));

        assertThat(ttl.get()).isEqualTo(Duration.ofSeconds(30).plus(BatchGenerator.HOLD_MARGIN));
    }

    @Test
    void aLedgerThatCannotBeReachedEndsBeforeAnyPaidCall() {
        FakeFal fal = FakeFal.drawing();
        BatchGenerator generator = BatchGenerator.builder(fal, new FlakyLedger(ledger).doesNotReach("reserve", 99))
                .build();

        assertThatExceptionOfType(LedgerUnavailableException.class)
                .isThrownBy(() -> generator.generate(request().build()))
                .withCauseInstanceOf(id.potret.ledger.LedgerException.class);
        assertThat(fal.requests).isEmpty();
    }

    @Test
    void aReservationThatDidNotReachTheLedgerIsTriedAgain() throws InterruptedException {
        BatchResult result = BatchGenerator.builder(
                        FakeFal.drawing(), new FlakyLedger(ledger).doesNotReach("reserve", 2))
                .build()
                .generate(request().build());

        assertThat(result.images()).hasSize(2);
    }

    @Test
    void aReservationWhoseAnswerWasLostPaysNothingAndGoesBackWhenItExpires() {
        MovableClock clock = new MovableClock();
        InMemoryCoinLedger real = new InMemoryCoinLedger(clock);
        real.grant("seller", 1);
        FakeFal fal = FakeFal.drawing();
        BatchGenerator generator = BatchGenerator.builder(fal, new FlakyLedger(real).doesNotAnswer("reserve", 1))
                .build();

        // nobody can tell this hold from that of the same batch on another machine
        assertThatExceptionOfType(BatchInProgressException.class)
                .isThrownBy(() -> generator.generate(request().build()));
        assertThat(fal.requests).isEmpty();

        clock.now = clock.now.plus(Duration.ofHours(1));
        real.expire();
        assertThat(real.balance("seller")).isEqualTo(1);
    }

    @Test
    void aReleaseThatCannotBeConfirmedIsTold() {
        BatchGenerator generator = BatchGenerator.builder(
                        failing(1, 2), new FlakyLedger(ledger).doesNotReach("release", 99))
                .build();

        BatchFailedException failure = catchThrowableOfType(
                BatchFailedException.class, () -> generator.generate(request().build()));

        assertThat(failure.coinReturned()).isFalse();
        assertThat(failure).hasMessageContaining("when its hold expires");
    }

    @Test
    void theDeadlineEndsABatchThatHangs() {
        FakeFal fal = FakeFal.hanging(2);
        BatchGenerator generator = BatchGenerator.builder(fal, ledger)
                .deadline(Duration.ofMillis(200))
                .build();

        assertThatExceptionOfType(BatchFailedException.class)
                .isThrownBy(() -> generator.generate(request().build()))
                .withMessageContaining("2 late");
        assertThat(fal.futures).allMatch(CompletableFuture::isCancelled);
        assertThat(ledger.balance("seller")).isEqualTo(3);
    }

    @Test
    void theDeadlineKeepsWhatHasCome() throws InterruptedException {
        FakeFal fal = new FakeFal(
                0,
                number -> number == 2
                        ? CompletableFuture.completedFuture(FakeFal.image(number))
                        : new CompletableFuture<>());

        BatchResult result = BatchGenerator.builder(fal, ledger)
                .deadline(Duration.ofMillis(200))
                .build()
                .generate(request().images(3).build());

        assertThat(result.images()).extracting(BatchImage::number).containsExactly(2);
        assertThat(result.missing()).extracting(MissingImage::number).containsExactly(1, 3);
        assertThat(result.missing()).extracting(MissingImage::reason).containsOnly(MissingImage.Reason.LATE);
    }

    @Test
    void everyRequestGetsTheRestOfTheDeadline() throws InterruptedException {
        FakeFal fal = FakeFal.drawing();
        BatchGenerator.builder(fal, ledger)
                .deadline(Duration.ofSeconds(30))
                .build()
                .generate(request().build());

        assertThat(fal.requests)
                .allSatisfy(request -> assertThat(request.timeout())
                        .hasValueSatisfying(timeout ->
                                assertThat(timeout).isBetween(Duration.ofMillis(1), Duration.ofSeconds(30))));
    }

    @Test
    void anInterruptAbortsWhatIsInFlightAndGivesTheCoinBack() throws Exception {
        FakeFal fal = FakeFal.hanging(2);
        BatchGenerator generator = BatchGenerator.builder(fal, ledger).build();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                generator.generate(request().build());
            } catch (InterruptedException e) {
                thrown.set(e);
            }
        });
        caller.start();
        fal.awaitRequests();

        caller.interrupt();
        caller.join(30_000);

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(fal.futures).allMatch(CompletableFuture::isCancelled);
        assertThat(ledger.balance("seller")).isEqualTo(3);
    }

    @Test
    void picturesThatCameBeforeAnInterruptAreKeptUnderTheBatchId() throws Exception {
        CountDownLatch cameFirst = new CountDownLatch(1);
        FakeFal fal = new FakeFal(
                0,
                number -> number == 1
                        ? CompletableFuture.completedFuture(FakeFal.image(number))
                        : new CompletableFuture<>());
        BatchGenerator generator = BatchGenerator.builder(fal, ledger)
                .listener(new BatchListener() {
                    @Override
                    public void onImage(String batchId, BatchImage image, int images) {
                        cameFirst.countDown();
                    }
                })
                .build();
        BatchRequest request = request().batchId("b1").build();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                generator.generate(request);
            } catch (InterruptedException e) {
                thrown.set(e);
            }
        });
        caller.start();
        assertThat(cameFirst.await(30, TimeUnit.SECONDS)).isTrue();

        caller.interrupt();
        caller.join(30_000);

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class).hasMessageContaining("send the same batch");
        BatchResult again = generator.generate(request);
        assertThat(again.replayed()).isTrue();
        assertThat(again.images())
                .extracting(BatchImage::url)
                .containsExactly(FakeFal.image(1).url());
        assertThat(ledger.balance("seller")).isEqualTo(2);
    }

    @Test
    void aThreadThatIsAlreadyInterruptedStartsNothing() {
        FakeFal fal = FakeFal.drawing();
        BatchGenerator generator = BatchGenerator.builder(fal, ledger).build();
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> generator.generate(request().build()));
        assertThat(ledger.balance("seller")).isEqualTo(3);
    }

    @Test
    void cancellingTheFutureAbortsTheBatch() throws Exception {
        FakeFal fal = FakeFal.hanging(2);
        BatchGenerator generator = BatchGenerator.builder(fal, ledger).build();
        CompletableFuture<BatchResult> future =
                generator.generateAsync(request().batchId("b1").build());
        fal.awaitRequests();

        future.cancel(true);

        awaitReleased("b1");
        assertThat(fal.futures).allMatch(CompletableFuture::isCancelled);
        assertThat(ledger.balance("seller")).isEqualTo(3);
    }

    @Test
    void aTimeoutOfTheFutureAbortsTheBatch() throws Exception {
        FakeFal fal = FakeFal.hanging(2);
        BatchGenerator generator = BatchGenerator.builder(fal, ledger).build();

        assertThat(generator.generateAsync(request().batchId("b1").build()).orTimeout(100, TimeUnit.MILLISECONDS))
                .failsWithin(Duration.ofSeconds(30));

        fal.awaitRequests();
        awaitReleased("b1");
        assertThat(fal.futures).allMatch(CompletableFuture::isCancelled);
    }

    /** The hold is given back on the batch's own thread, after the future has ended. */
    private void awaitReleased(String batchId) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (ledger.balance("seller") != 3) {
            assertThat(System.nanoTime())
                    .as("waiting for the coin of " + batchId)
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aFailureReachesTheFutureAsItIs() {
        BatchGenerator generator = BatchGenerator.builder(failing(1, 2), ledger).build();

        assertThat(generator.generateAsync(request().build()))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(BatchFailedException.class);
    }

    @Test
    void anExecutorThatIsFullRefusesBeforeAnythingIsPaid() {
        BatchGenerator generator = BatchGenerator.builder(FakeFal.drawing(), ledger)
                .executor(task -> {
                    throw new RejectedExecutionException("full");
                })
                .build();

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> generator.generateAsync(request().build()));
        assertThat(ledger.balance("seller")).isEqualTo(3);
    }

    @Test
    void whatAPluggedInPartThrowsGivesTheCoinBack() {
        BatchGenerator generator = BatchGenerator.builder(
                        request -> {
                            throw new IllegalStateException("broken client");
                        },
                        ledger)
                .build();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> generator.generate(request().build()));
        assertThat(ledger.balance("seller")).isEqualTo(3);
    }

    @Test
    void sixtyFourRacersWithThreeCoinsMakeThreeBatches() {
        FakeFal fal = FakeFal.drawing();
        BatchGenerator generator = BatchGenerator.builder(fal, ledger).build();

        List<CompletableFuture<BatchResult>> batches = java.util.stream.IntStream.range(0, 64)
                .mapToObj(i -> generator.generateAsync(request().images(3).build()))
                .toList();
        List<Throwable> refusals = batches.stream()
                .map(batch -> batch.handle((result, failure) -> failure).join())
                .filter(java.util.Objects::nonNull)
                .toList();

        assertThat(refusals).hasSize(61).allMatch(InsufficientCoinsException.class::isInstance);
        assertThat(ledger.balance("seller")).isZero();
        assertThat(fal.requests).hasSize(9);
    }

    @Test
    void aBatchHasOneToTenImages() {
        assertThatIllegalArgumentException().isThrownBy(() -> request().images(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request().images(11))
                .withMessageContaining("11");
        assertThat(request().images(10).build().images()).isEqualTo(10);
    }

    @Test
    void badInputFailsAtConstruction() {
        assertThatIllegalArgumentException().isThrownBy(() -> BatchRequest.builder(" ", OPTIONS));
        assertThatIllegalArgumentException().isThrownBy(() -> request().batchId(""));
        assertThatIllegalArgumentException().isThrownBy(() -> request().batchId("a\nb"));
        assertThatIllegalArgumentException().isThrownBy(() -> request().batchId("x".repeat(201)));
        BatchGenerator.Builder generator = BatchGenerator.builder(FakeFal.drawing(), ledger);
        assertThatIllegalArgumentException().isThrownBy(() -> generator.deadline(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> generator.describeTimeout(Duration.ofDays(2)));
    }

    @Test
    void aDataUriIsKeptWholeInTheReceiptAndShortInText() throws InterruptedException {
        URI data = URI.create("data:image/png;base64,AAAA");
        FakeFal fal = new FakeFal(0, number -> CompletableFuture.completedFuture(FalImage.of(data)));
        BatchGenerator generator = BatchGenerator.builder(fal, ledger).build();
        BatchRequest request = request().batchId("b1").build();
        generator.generate(request);

        BatchResult again = generator.generate(request);

        assertThat(again.images()).extracting(BatchImage::url).containsOnly(data);
        assertThat(again.images().get(0).toString()).doesNotContain("AAAA");
    }

    private static final class MovableClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
