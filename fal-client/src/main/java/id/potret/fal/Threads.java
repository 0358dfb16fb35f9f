package id.potret.fal;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a client: daemons, bounded, and gone when idle, so that nobody has to close anything. */
final class Threads {

    static final Duration IDLE = Duration.ofSeconds(30);

    /** Threads beyond the requests in flight: a deadline must be told also when every other thread waits for fal. */
    private static final int SPARE = 4;

    private Threads() {}

    static Executor pool(int concurrencyLimit) {
        int size = concurrencyLimit + SPARE;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemon("potret-fal"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    static ThreadFactory daemon(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
