package id.potret;

import id.potret.fal.FalClient;
import id.potret.fal.FalPrice;
import id.potret.ledger.Reservation;
import id.potret.prompt.Prompt;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One batch on its way: hold the coin, compose the prompt, request the images, settle the coin. */
final class BatchRun {

    private final BatchRequest request;
    private final String batchId;
    private final Coin coin;
    private final Composer composer;
    private final ReferencePolicy policy;
    private final FalClient fal;
    private final FalPrice price;
    private final Deadline deadline;
    private final SafeListener listener;

    BatchRun(
            BatchRequest request,
            Coin coin,
            Composer composer,
            ReferencePolicy policy,
            FalClient fal,
            FalPrice price,
            Deadline deadline,
            SafeListener listener) {
        this.request = request;
        this.batchId = request.batchId();
        this.coin = coin;
        this.composer = composer;
        this.policy = policy;
        this.fal = fal;
        this.price = price;
        this.deadline = deadline;
        this.listener = listener;
    }

    BatchResult run() throws InterruptedException {
        try {
            BatchResult result = resultOrFailure();
            listener.tell(each -> each.onFinished(result));
            return result;
        } catch (BatchException failure) {
            listener.tell(each -> each.onFailed(failure));
            throw failure;
        }
    }

    private BatchResult resultOrFailure() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the batch began; nothing was paid");
        }
        Reservation hold = coin.reserve();
        return switch (hold.state()) {
            case COMMITTED -> replay(hold);
            case INSUFFICIENT -> throw new InsufficientCoinsException(batchId, Coin.PRICE, hold.balance());
            case CONFLICT -> throw new BatchConflictException(batchId);
            case RELEASED -> throw new BatchClosedException(batchId);
            case HELD -> {
                if (!hold.fresh()) {
                    throw new BatchInProgressException(batchId);
                }
                yield generate(hold);
            }
            case NOT_FOUND -> throw new IllegalStateException("the ledger answered NOT_FOUND to a reservation");
        };
    }

    private BatchResult generate(Reservation hold) throws InterruptedException {
        long coins = hold.balance() + Coin.PRICE;
        BatchGenerator.LOG.log(
                Level.INFO,
                "Generating " + request.images() + " images for batch " + batchId
                        + " using fal flux/schnell. Current coins: " + coins);
        listener.tell(each -> each.onStarted(batchId, request.images(), coins));

        ImageRound round = new ImageRound(fal, listener, batchId, request.images());
        Composition composition;
        boolean ended = false;
        try {
            composition = composer.compose(request, deadline, listener);
            if (policy == ReferencePolicy.CONTINUE || composition.allDescribed()) {
                Prompt prompt = composition.prompt();
                listener.tell(each -> each.onPrompt(batchId, prompt));
                round.run(prompt, deadline);
                logRound(round);
            }
            ended = true;
        } finally {
            // an interrupt, or whatever a plugged-in part throws
            if (!ended) {
                coin.release();
            }
        }
        return round.images().isEmpty() ? giveBack(composition, round) : commit(hold, composition, round);
    }

    private BatchResult giveBack(Composition composition, ImageRound round) throws InterruptedException {
        boolean returned = coin.release();
        if (round.interrupted()) {
            throw new InterruptedException(
                    "batch " + batchId + " was interrupted without a picture; " + BatchFailedException.coin(returned));
        }
        if (policy == ReferencePolicy.FAIL && !composition.allDescribed()) {
            throw new ReferencesFailedException(batchId, composition.references(), returned);
        }
        throw new BatchFailedException(batchId, round.missing(), returned);
    }

    private BatchResult commit(Reservation hold, Composition composition, ImageRound round)
            throws InterruptedException {
        Optional<Reservation> settled = coin.commit(Receipt.of(round.images()));
        Charge charge = settled.map(BatchRun::charge).orElse(Charge.UNCONFIRMED);
        long remaining = settled.filter(reservation -> charge != Charge.UNCONFIRMED)
                .map(Reservation::balance)
                .orElse(hold.balance());
        BatchGenerator.LOG.log(
                charge == Charge.CONFIRMED ? Level.INFO : Level.WARNING,
                (charge == Charge.CONFIRMED
                                ? "Coins deducted by " + Coin.PRICE + " for batch " + batchId
                                : "The coin of batch " + batchId + " is " + charge)
                        + ". Remaining coins: " + remaining);
        if (round.interrupted()) {
            throw new InterruptedException("batch " + batchId + " was interrupted with "
                    + round.images().size() + " pictures; send the same batch again to get them");
        }
        return new BatchResult(
                batchId,
                round.images(),
                round.missing(),
                composition.prompt(),
                composition.references(),
                composition.translations(),
                charge,
                remaining,
                false,
                billableUnits(round.images()),
                price.estimate(round.maybePaid()));
    }

    private static Charge charge(Reservation settled) {
        return switch (settled.state()) {
            case COMMITTED -> Charge.CONFIRMED;
            case RELEASED -> Charge.EXPIRED;
            default -> Charge.UNCONFIRMED;
        };
    }

    private BatchResult replay(Reservation committed) {
        String receipt = Objects.requireNonNull(committed.receipt(), "the ledger keeps a receipt with every commit");
        List<BatchImage> images = Receipt.images(receipt);
        BatchGenerator.LOG.log(
                Level.INFO,
                "Batch " + batchId + " was generated before: " + images.size()
                        + " images from its receipt, nothing paid. Remaining coins: " + committed.balance());
        return new BatchResult(
                batchId,
                images,
                List.of(),
                null,
                List.of(),
                List.of(),
                Charge.CONFIRMED,
                committed.balance(),
                true,
                null,
                price.estimate(0));
    }

    private void logRound(ImageRound round) {
        int came = round.images().size();
        BatchGenerator.LOG.log(
                came == request.images() ? Level.INFO : Level.WARNING,
                "Successfully generated " + came + "/" + request.images() + " images of batch " + batchId
                        + " from fal");
    }

    private static @Nullable BigDecimal billableUnits(List<BatchImage> images) {
        return images.stream()
                .flatMap(image -> image.image().billableUnits().stream())
                .reduce(BigDecimal::add)
                .orElse(null);
    }
}
