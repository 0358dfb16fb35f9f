package id.potret.gemini;

import id.potret.reference.ReferenceOutcome.FailureReason;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The threads on which questions are asked: a bounded number of daemons that end when idle.
 *
 * <p>Who asks waits on another thread than the one that calls, because a thread inside a call does not see that it is
 * interrupted.
 */
final class Workers implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final ThreadPoolExecutor pool;

    Workers(int maxParallel) {
        AtomicInteger number = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                maxParallel, maxParallel, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "potret-gemini-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * Starts a piece of work as soon as a thread is free.
     *
     * @param timeout for all of it, waiting for a thread included
     * @throws IllegalStateException if the workers are closed
     */
    <T> Work<T> start(Duration timeout, Function<Lifeline, T> task) {
        Work<T> work = new Work<>(timeout, task);
        try {
            pool.execute(work.answer);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("this object is closed; build one and share it as long as it is needed", e);
        }
        return work;
    }

    int maxParallel() {
        return pool.getMaximumPoolSize();
    }

    @Override
    public void close() {
        pool.shutdownNow().forEach(waiting -> ((Future<?>) waiting).cancel(false));
    }

    /** A piece of work that was started. */
    final class Work<T> {
        private final Lifeline whole;
        private final Lifeline lifeline;
        private final FutureTask<T> answer;

        private Work(Duration timeout, Function<Lifeline, T> task) {
            whole = Lifeline.of(timeout);
            lifeline = Lifeline.of(timeout);
            answer = new FutureTask<>(() -> task.apply(lifeline));
        }

        /**
         * Waits for the answer, at most until the timeout.
         *
         * @param otherwise makes an answer of a failure
         */
        T await(Function<Answer.Failed, T> otherwise) throws InterruptedException {
            try {
                return answer.get(whole.remaining().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return otherwise.apply(whole.end());
            } catch (CancellationException e) {
                return otherwise.apply(Lifeline.CANCELLED);
            } catch (ExecutionException e) {
                // nothing that is known to happen; memory may have run out
                String name =
                        Objects.requireNonNullElse(e.getCause(), e).getClass().getName();
                return otherwise.apply(new Answer.Failed(FailureReason.UNREADABLE, "an unexpected " + name));
            }
        }

        /** Ends the work and the call that it may be in; nothing happens if it is done. */
        void cancel() {
            lifeline.cancel();
            answer.cancel(false);
            // a photo that waits in the queue for its turn would stay in memory
            pool.remove(answer);
        }
    }
}
