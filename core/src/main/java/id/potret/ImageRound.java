package id.potret;

import id.potret.fal.FalClient;
import id.potret.fal.FalException;
import id.potret.fal.FalImage;
import id.potret.fal.FalRequest;
import id.potret.prompt.Prompt;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The images of one batch, all requested at once and taken as they come. */
final class ImageRound {

    private final FalClient fal;
    private final SafeListener listener;
    private final String batchId;
    private final int count;

    private final List<BatchImage> images = new ArrayList<>();
    private final List<MissingImage> missing = new ArrayList<>();
    private boolean interrupted;

    ImageRound(FalClient fal, SafeListener listener, String batchId, int count) {
        this.fal = fal;
        this.listener = listener;
        this.batchId = batchId;
        this.count = count;
    }

    /** Returns when all images came or failed, when the deadline has passed, or when the thread is interrupted. */
    void run(Prompt prompt, Deadline deadline) {
        Duration timeout = deadline.remaining();
        if (timeout.isZero()) {
            for (int number = 1; number <= count; number++) {
                miss(new MissingImage(number, MissingImage.Reason.LATE, false, null));
            }
            return;
        }
        List<CompletableFuture<FalImage>> requests =
                fal.generateAll(FalRequest.of(prompt.text()).withTimeout(timeout), count);
        LinkedBlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
        for (int i = 0; i < count; i++) {
            int number = i + 1;
            var unused = requests.get(i).whenComplete((image, failure) -> ended.add(number));
        }
        List<Integer> open = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            open.add(number);
        }
        try {
            while (!open.isEmpty()) {
                Integer number = ended.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
                if (number == null) {
                    break;
                }
                open.remove(number);
                take(number, requests.get(number - 1));
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        for (int number : open) {
            requests.get(number - 1).cancel(true);
            take(number, requests.get(number - 1));
        }
        images.sort(Comparator.comparingInt(BatchImage::number));
        missing.sort(Comparator.comparingInt(MissingImage::number));
    }

    /** Of a request that has ended or was cancelled, so this does not wait. */
    private void take(int number, CompletableFuture<FalImage> request) {
        try {
            arrive(number, request.join());
        } catch (CancellationException late) {
            miss(new MissingImage(number, MissingImage.Reason.LATE, true, null));
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause();
            miss(new MissingImage(number, MissingImage.Reason.FAILED, maybePaid(cause), cause));
        }
    }

    private static boolean maybePaid(@Nullable Throwable cause) {
        return !(cause instanceof FalException failure) || failure.outcome() == FalException.Outcome.UNKNOWN;
    }

    private void arrive(int number, FalImage image) {
        if (image.flagged()) {
            miss(new MissingImage(number, MissingImage.Reason.FLAGGED, true, null));
            return;
        }
        BatchImage arrived = new BatchImage(number, image);
        images.add(arrived);
        BatchGenerator.LOG.log(
                Level.INFO,
                "Generated image " + number + "/" + count + " of batch " + batchId + " from fal: " + image.location());
        listener.tell(each -> each.onImage(batchId, arrived, count));
    }

    private void miss(MissingImage image) {
        missing.add(image);
        BatchGenerator.LOG.log(
                Level.WARNING,
                "Image " + image.number() + "/" + count + " of batch " + batchId + " is missing: "
                        + (image.cause() == null ? image.reason() : image.cause()));
        listener.tell(each -> each.onMissing(batchId, image, count));
    }

    /** The usable images, by number. */
    List<BatchImage> images() {
        return images;
    }

    /** The others, by number. */
    List<MissingImage> missing() {
        return missing;
    }

    /** Whether the round ended because its thread was interrupted. */
    boolean interrupted() {
        return interrupted;
    }

    /** How many images fal charged for, or may have. */
    int maybePaid() {
        return images.size()
                + (int) missing.stream().filter(MissingImage::maybePaid).count();
    }
}
