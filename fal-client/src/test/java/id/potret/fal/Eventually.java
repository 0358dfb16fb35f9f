package id.potret.fal;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is about to do. */
final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Eventually() {}

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited in vain for: " + what);
            }
            Thread.onSpinWait();
        }
    }
}
