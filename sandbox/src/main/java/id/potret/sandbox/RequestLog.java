package id.potret.sandbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The newest requests, bounded in number and bytes, with a count of all. */
final class RequestLog {
    private static final int MAX_REQUESTS = 20_000;
    private static final long MAX_BYTES = 32L << 20;

    private final Deque<RecordedRequest> newest = new ArrayDeque<>();
    private long bytes;
    private int count;

    synchronized void add(RecordedRequest request) {
        newest.add(request);
        bytes += request.content().length;
        // the newest one stays, however large it is
        while (newest.size() > MAX_REQUESTS || (bytes > MAX_BYTES && newest.size() > 1)) {
            bytes -= newest.remove().content().length;
        }
        count++;
        notifyAll();
    }

    synchronized int count() {
        return count;
    }

    synchronized List<RecordedRequest> newest() {
        return List.copyOf(newest);
    }

    synchronized List<RecordedRequest> await(int expected, Duration timeout)
            throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (count < expected) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new TimeoutException(
                        "expected " + expected + " requests within " + timeout + ", but saw " + count + ": " + newest);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return List.copyOf(newest);
    }
}
