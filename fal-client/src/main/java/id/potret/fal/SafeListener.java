package id.potret.fal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Keeps what a listener throws away from the calls that it watches. */
final class SafeListener implements FalListener {

    private static final Logger LOG = System.getLogger("id.potret.fal");

    private final FalListener listener;

    SafeListener(FalListener listener) {
        this.listener = listener;
    }

    @Override
    public void onAttempt(FalRequest request, int attempt) {
        guard(() -> listener.onAttempt(request, attempt));
    }

    @Override
    public void onResponse(FalRequest request, int attempt, int status, Duration duration) {
        guard(() -> listener.onResponse(request, attempt, status, duration));
    }

    @Override
    public void onRetry(FalRequest request, int attempt, Duration delay, FalException reason) {
        guard(() -> listener.onRetry(request, attempt, delay, reason));
    }

    @Override
    public void onQueued(FalRequest request, String requestId) {
        guard(() -> listener.onQueued(request, requestId));
    }

    @Override
    public void onSuccess(FalRequest request, FalImage image, Duration duration) {
        guard(() -> listener.onSuccess(request, image, duration));
    }

    @Override
    public void onFailure(FalRequest request, FalException failure, Duration duration) {
        guard(() -> listener.onFailure(request, failure, duration));
    }

    private static void guard(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            // the message of a stranger's exception could hold anything
            LOG.log(Level.WARNING, "the FalListener threw {0}", e.getClass().getName());
        }
    }
}
