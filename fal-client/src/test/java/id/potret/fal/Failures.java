package id.potret.fal;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for a call that must fail. */
final class Failures {

    private Failures() {}

    static FalException failure(CompletableFuture<FalImage> future) throws InterruptedException {
        try {
            throw new AssertionError("a picture came: " + future.get());
        } catch (ExecutionException e) {
            return requireNonNull((FalException) e.getCause());
        }
    }
}
