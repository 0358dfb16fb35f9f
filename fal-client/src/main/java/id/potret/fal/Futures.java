package id.potret.fal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waiting for a call on the caller's own thread. */
final class Futures {

    private Futures() {}

    /** Waits; an interrupt cancels what is waited for. */
    static <T> T await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FalException failure) {
                throw failure;
            }
            throw new IllegalStateException("the client failed with something else than a FalException", e.getCause());
        }
    }
}
