package id.potret.gemini;

import id.potret.reference.ReferenceOutcome.FailureReason;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * How long a piece of work may live: until its deadline or until it is cancelled, whichever comes first.
 *
 * <p>Interrupting a thread does not end an OkHttp call, cancelling the call does; so the call that is under way is kept
 * here. Thread-safe.
 */
final class Lifeline {

    static final Answer.Failed CANCELLED =
            new Answer.Failed(FailureReason.CANCELLED, "given up before it was answered");
    private static final Answer.Failed TIMED_OUT = new Answer.Failed(FailureReason.TIMED_OUT, "no answer in time");

    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private volatile long endNanos;
    private volatile @Nullable Call call;

    private Lifeline(long endNanos) {
        this.endNanos = endNanos;
    }

    static Lifeline of(Duration timeout) {
        return new Lifeline(in(timeout));
    }

    /** The clock's value after this time, or after a century. */
    private static long in(Duration timeout) {
        return System.nanoTime() + Math.min(Long.MAX_VALUE / 3, TimeUnit.NANOSECONDS.convert(timeout));
    }

    /** Brings the deadline forward if it is further away than this. */
    void limit(Duration timeout) {
        if (remaining().compareTo(timeout) > 0) {
            endNanos = in(timeout);
        }
    }

    Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    boolean isCancelled() {
        return cancelled.isDone();
    }

    boolean isOver() {
        return isCancelled() || remaining().isZero();
    }

    void cancel() {
        cancelled.complete(null);
        Call underWay = call;
        if (underWay != null) {
            underWay.cancel();
        }
    }

    /** Lets {@link #cancel} end this call, also if the cancel came first. */
    void attach(Call call) throws IOException {
        this.call = call;
        if (isCancelled()) {
            throw new IOException("cancelled before it was sent");
        }
    }

    /** What becomes of the work if this is over. */
    Answer.Failed end() {
        return isCancelled() ? CANCELLED : TIMED_OUT;
    }

    /** Waits, and returns whether there is life left afterwards; at once if there cannot be. */
    boolean pause(Duration duration) {
        return duration.compareTo(remaining()) < 0 && !isDone(cancelled, duration) && !isOver();
    }

    /** Waits for what another thread is to bring; empty if this is over first. */
    <T> Optional<T> await(CompletableFuture<T> promise) {
        CompletableFuture<Object> first = CompletableFuture.anyOf(promise, cancelled);
        return isDone(first, remaining()) && promise.isDone() ? Optional.of(promise.join()) : Optional.empty();
    }

    private static boolean isDone(CompletableFuture<?> promise, Duration timeout) {
        try {
            promise.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
