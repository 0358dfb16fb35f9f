package id.potret.fal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** A clock that stands still until a test moves it, or that jumps over every wait but deadlines. */
final class ManualTime implements Time {

    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private record Entry(long at, Runnable action) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<Duration> jumped = new ArrayList<>();
    private final Duration deadline;
    private final boolean jumping;
    private final Executor timer = Executors.newSingleThreadExecutor(Threads.daemon("manual-time"));
    private long nanos;

    private ManualTime(boolean jumping, Duration deadline) {
        this.jumping = jumping;
        this.deadline = deadline;
    }

    /** Moves only with {@link #advance}. */
    static ManualTime standing() {
        return new ManualTime(false, Duration.ZERO);
    }

    /** Jumps to the end of every wait that is shorter than the deadline of the client under test. */
    static ManualTime jumping(Duration deadline) {
        return new ManualTime(true, deadline);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public synchronized Alarm schedule(Duration delay, Runnable action) {
        if (jumping && delay.compareTo(deadline) < 0) {
            nanos += delay.toNanos();
            jumped.add(delay);
            timer.execute(action);
            return () -> {};
        }
        Entry entry = new Entry(nanos + delay.toNanos(), action);
        entries.add(entry);
        return () -> cancel(entry);
    }

    private synchronized void cancel(Entry entry) {
        entries.remove(entry);
    }

    /** Lets time pass, and runs what is due. */
    void advance(Duration duration) {
        List<Entry> due;
        synchronized (this) {
            nanos += duration.toNanos();
            due = entries.stream()
                    .filter(entry -> entry.at <= nanos)
                    .sorted(Comparator.comparingLong(Entry::at))
                    .toList();
            entries.removeAll(due);
        }
        due.forEach(entry -> entry.action.run());
    }

    /** The waits that were jumped over. */
    synchronized List<Duration> jumped() {
        return List.copyOf(jumped);
    }

    /** How many alarms are set. */
    synchronized int pending() {
        return entries.size();
    }
}
