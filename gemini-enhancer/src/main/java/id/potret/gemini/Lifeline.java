package id.potret.gemini;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * How long a piece of work may live: until its deadline or until it is cancelled, whichever comes first.
 *
 * <p>Interrupting a thread does not end an OkHttp call, cancelling the call does; so the call that is under way is kept
 * here. Thread-safe.
 */
final class Lifeline {

    private final CountDownLatch cancelled = new CountDownLatch(1);
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
        return cancelled.getCount() == 0;
    }

    boolean isOver() {
        return isCancelled() || remaining().isZero();
    }

    void cancel() {
        cancelled.countDown();
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

    /** Waits, and returns whether there is life left afterwards; at once if there cannot be. */
    boolean pause(Duration duration) {
        if (duration.compareTo(remaining()) >= 0) {
            return false;
        }
        try {
            return !cancelled.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
