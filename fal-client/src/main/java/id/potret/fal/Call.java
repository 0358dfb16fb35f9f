package id.potret.fal;

import id.potret.fal.FalException.Facts;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call from its beginning to its only end, which is a picture, a failure, the deadline, or a cancel.
 *
 * <p>A call either works on a thread, or waits without one: for the gate or for a timer. Whatever it does at its end is
 * called off: the wait is undone, the thread interrupted, and with that the connection closed.
 */
final class Call<T> {

    /** Blocking work; what it throws ends the call. */
    interface Work {
        void run() throws InterruptedException;
    }

    private final Engine engine;
    private final @Nullable FalRequest request;
    private final Duration timeout;
    private final long begun;
    private final Time.Alarm alarm;
    private final CallFuture<T> future = new CallFuture<>(this::end);

    /** What a timeout would have to say. */
    private volatile Supplier<Facts> standing = Facts::notSent;

    // guarded by this
    private boolean over;
    private boolean interrupted;
    private @Nullable Thread worker;
    private @Nullable Runnable pending;

    /** @param request what to draw; null for a call about a request of before, of which only the id is known */
    Call(Engine engine, @Nullable FalRequest request) {
        this.engine = engine;
        this.request = request;
        this.timeout = request == null ? engine.timeout() : request.timeout().orElse(engine.timeout());
        this.begun = engine.time().nanos();
        synchronized (this) {
            // an alarm of a very short timeout may go off before it is assigned, and waits here until it is
            this.alarm = engine.time().schedule(timeout, this::expire);
        }
    }

    CallFuture<T> future() {
        return future;
    }

    /** What must not appear in a message. */
    String prompt() {
        return request == null ? "" : request.prompt();
    }

    /** Tells the listener, who knows calls by their requests. */
    void report(BiConsumer<FalListener, FalRequest> event) {
        if (request != null) {
            event.accept(engine.listener(), request);
        }
    }

    Duration timeout() {
        return timeout;
    }

    Duration remaining() {
        return timeout.minus(elapsed());
    }

    Duration elapsed() {
        return Duration.ofNanos(engine.time().nanos() - begun);
    }

    void standing(Supplier<Facts> facts) {
        standing = facts;
    }

    /** Waits for a time, then continues on the timer's thread. */
    synchronized void later(Duration delay, Runnable next) {
        if (!over) {
            pending = engine.time().schedule(delay, next)::cancel;
        }
    }

    /** Waits for the gate, at the head of its line if it was there before. */
    void await(ConcurrencyGate gate, ConcurrencyGate.Visitor visitor, boolean first) {
        synchronized (this) {
            if (over) {
                return;
            }
            pending = () -> gate.giveUp(visitor);
        }
        if (first) {
            gate.enterFirst(visitor);
        } else {
            gate.enter(visitor);
        }
    }

    /**
     * Works on a thread.
     *
     * @param otherwise runs in place of the work if the call has ended by then
     */
    void work(Work work, Runnable otherwise) {
        try {
            engine.executor().execute(() -> {
                if (occupy()) {
                    try {
                        work.run();
                    } catch (FalException e) {
                        fail(e);
                    } catch (InterruptedException e) {
                        failInterrupted();
                    } catch (RuntimeException | Error e) {
                        failUnexpectedly(e);
                        throw e;
                    } finally {
                        vacate();
                    }
                } else {
                    otherwise.run();
                }
            });
        } catch (RejectedExecutionException e) {
            otherwise.run();
            fail(new FalConnectionException(
                    "the executor that the client was given takes no more work", standing.get(), e));
        }
    }

    private synchronized boolean occupy() {
        if (over) {
            return false;
        }
        pending = null;
        worker = Thread.currentThread();
        return true;
    }

    private synchronized void vacate() {
        if (worker == Thread.currentThread()) {
            worker = null;
            if (interrupted) {
                // ours, and meant for this work only; the thread goes back to its pool
                Thread.interrupted();
            }
        }
    }

    void succeed(T value) {
        if (end()) {
            if (value instanceof FalImage image) {
                report((listener, asked) -> listener.onSuccess(asked, image, elapsed()));
            }
            future.complete(value);
        }
    }

    void fail(FalException failure) {
        if (end()) {
            report((listener, asked) -> listener.onFailure(asked, failure, elapsed()));
            future.completeExceptionally(failure);
        }
    }

    private void failInterrupted() {
        // after a deadline or a cancel the call has ended already, and this does nothing
        fail(new FalConnectionException(
                "the thread of the request was interrupted from outside" + mayBeCharged(standing.get()),
                standing.get(),
                null));
    }

    private void failUnexpectedly(Throwable failure) {
        if (end()) {
            future.completeExceptionally(failure);
        }
    }

    private void expire() {
        Facts facts = standing.get();
        if (!end()) {
            return;
        }
        FalTimeoutException failure = new FalTimeoutException(
                "no picture within " + timeout.toMillis() + " ms" + mayBeCharged(facts), facts, timeout);
        Runnable tell = () -> {
            report((listener, asked) -> listener.onFailure(asked, failure, elapsed()));
            future.completeExceptionally(failure);
        };
        try {
            // not on the timer's thread: what the caller hangs on the future may take its time
            engine.executor().execute(tell);
        } catch (RejectedExecutionException e) {
            tell.run();
        }
    }

    private static String mayBeCharged(Facts facts) {
        return switch (facts.outcome()) {
            case NOT_SENT -> "; the request was not sent";
            case REFUSED ->
                "; fal had refused the request so far"
                        + (facts.status() == null ? "" : " (status " + facts.status() + ")");
            case UNKNOWN ->
                "; the request was on its way, and the picture may have been charged"
                        + (facts.requestId() == null ? "" : " (request " + facts.requestId() + ")");
        };
    }

    /** Ends the call; true for the one who did. */
    private boolean end() {
        Runnable undo;
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            undo = pending;
            pending = null;
            if (worker != null && worker != Thread.currentThread()) {
                interrupted = true;
                worker.interrupt();
            }
        }
        alarm.cancel();
        if (undo != null) {
            undo.run();
        }
        return true;
    }
}
