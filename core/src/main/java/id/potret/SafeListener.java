package id.potret;

import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/** Keeps what a listener throws away from the batch. */
final class SafeListener {

    private final BatchListener listener;
    private final String batchId;

    SafeListener(BatchListener listener, String batchId) {
        this.listener = listener;
        this.batchId = batchId;
    }

    void tell(Consumer<BatchListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException e) {
            // its message may quote a prompt, so only its class is logged
            BatchGenerator.LOG.log(
                    Level.WARNING,
                    "The listener of batch " + batchId + " threw "
                            + e.getClass().getName());
        }
    }
}
