package id.potret.fal;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The future of a call; whoever else completes or cancels it ends the call.
 *
 * <p>As with the futures of {@code java.net.http}, {@code cancel(true)} of a derived stage cancels the call, too.
 */
final class CallFuture<T> extends CompletableFuture<T> {

    private final CompletableFuture<?> root;
    private final @Nullable Runnable onAbandon;

    /** @param onAbandon runs before dependent stages do, so that none of them delays it */
    CallFuture(Runnable onAbandon) {
        this.root = this;
        this.onAbandon = onAbandon;
    }

    private CallFuture(CompletableFuture<?> root) {
        this.root = root;
        this.onAbandon = null;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CallFuture<>(root);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        abandon();
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled && mayInterruptIfRunning && root != this) {
            root.cancel(true);
        }
        return cancelled;
    }

    @Override
    public boolean complete(T value) {
        abandon();
        return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        abandon();
        return super.completeExceptionally(failure);
    }

    private void abandon() {
        if (onAbandon != null && !isDone()) {
            onAbandon.run();
        }
    }
}
