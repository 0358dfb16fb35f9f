package id.potret.gemini;

import id.potret.reference.ReferenceOutcome.BlockReason;
import id.potret.reference.ReferenceOutcome.FailureReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one question to Gemini. */
sealed interface Answer {

    /** The model answered, and finished its answer. */
    record Text(String text) implements Answer {
        /** Without the text: it may describe a face. */
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }

    /** Gemini or the model refused. */
    record Blocked(BlockReason reason, String detail) implements Answer {}

    /**
     * There is no usable answer.
     *
     * @param detail never a word of what the server wrote, because servers echo keys
     * @param retryIn after what time asking again may help; null if it cannot
     */
    record Failed(
            FailureReason reason, String detail, @Nullable Duration retryIn) implements Answer {

        Failed(FailureReason reason, String detail) {
            this(reason, detail, null);
        }
    }
}
