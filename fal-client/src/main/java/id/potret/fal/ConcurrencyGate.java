package id.potret.fal;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many requests through at once as the account seems to allow; the others wait in line, without a thread.
 *
 * <p>First come, first served; who was refused for concurrency comes back to the head of the line.
 */
final class ConcurrencyGate {

    /** How a request went, as far as the gate is concerned. */
    enum Result {
        SUCCESS,
        /** Refused because too many were in flight. */
        CROWDED,
        OTHER
    }

    /** One in line. */
    static final class Visitor {
        private final Runnable onAdmitted;
        private int era;

        Visitor(Runnable onAdmitted) {
            this.onAdmitted = onAdmitted;
        }
    }

    private final int max;
    private final Deque<Visitor> line = new ArrayDeque<>();
    private int limit;
    private int inFlight;
    private int successes;
    /** Counts the halvings: refusals of requests that were admitted before the last one say nothing new. */
    private int era;

    ConcurrencyGate(int max) {
        this.max = max;
        this.limit = max;
    }

    /** Joins the line; {@code onAdmitted} runs at once or on the thread that makes room, and must be short. */
    void enter(Visitor visitor) {
        synchronized (this) {
            line.addLast(visitor);
        }
        admit();
    }

    /** Joins the line at its head. */
    void enterFirst(Visitor visitor) {
        synchronized (this) {
            line.addFirst(visitor);
        }
        admit();
    }

    /** Leaves the line; false if the visitor was admitted before. */
    synchronized boolean giveUp(Visitor visitor) {
        return line.remove(visitor);
    }

    /** Makes room after a request; true if others are still in flight. */
    boolean leave(Visitor visitor, Result result) {
        boolean others;
        synchronized (this) {
            inFlight--;
            others = inFlight > 0;
            if (result == Result.SUCCESS) {
                grow();
            } else if (result == Result.CROWDED) {
                shrink(visitor);
            }
        }
        admit();
        return others;
    }

    private void grow() {
        if (limit < max && ++successes >= limit) {
            limit++;
            successes = 0;
        }
    }

    private void shrink(Visitor visitor) {
        successes = 0;
        if (visitor.era == era) {
            limit = Math.max(1, limit / 2);
            era++;
        }
        // what is in flight now is the most that the account can be taking
        limit = Math.min(limit, Math.max(1, inFlight));
    }

    private void admit() {
        for (Visitor visitor = next(); visitor != null; visitor = next()) {
            visitor.onAdmitted.run();
        }
    }

    private synchronized @Nullable Visitor next() {
        if (inFlight >= limit || line.isEmpty()) {
            return null;
        }
        inFlight++;
        Visitor visitor = line.removeFirst();
        visitor.era = era;
        return visitor;
    }

    synchronized FalConcurrency state() {
        return new FalConcurrency(limit, inFlight, line.size());
    }
}
