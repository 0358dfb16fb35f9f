package id.potret.fal;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Clock and timer, so that tests need not wait. */
interface Time {

    /** A scheduled action that may be called off. */
    interface Alarm {
        void cancel();
    }

    long nanos();

    Instant now();

    /** Runs an action later, on a thread that it must not hold. */
    Alarm schedule(Duration delay, Runnable action);

    /** The real time, with one daemon thread that goes when it is idle. */
    static Time system() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Threads.daemon("potret-fal-timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(Threads.IDLE.toSeconds(), TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return new Time() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public Alarm schedule(Duration delay, Runnable action) {
                var task = timer.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> task.cancel(false);
            }
        };
    }
}
