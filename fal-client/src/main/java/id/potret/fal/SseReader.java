package id.potret.fal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * Reads a stream of server-sent events as it arrives, in pieces of any size.
 *
 * <p>Only the data of events matters here; their names, ids and comments are passed over.
 */
final class SseReader {

    /** Longer than any status; what is longer is dropped. */
    private static final int MAX_EVENT = 256 * 1024;

    private final Predicate<String> onEvent;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean tooLong;
    private boolean afterCarriageReturn;
    private boolean done;

    /** @param onEvent takes the data of an event; false for no more */
    SseReader(Predicate<String> onEvent) {
        this.onEvent = onEvent;
    }

    /** Reads a piece; false once no more is wanted. */
    boolean read(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !done) {
            byte b = bytes.get();
            boolean lineFeedOfPair = b == '\n' && afterCarriageReturn;
            afterCarriageReturn = b == '\r';
            if (lineFeedOfPair) {
                continue;
            }
            if (b == '\n' || b == '\r') {
                endLine();
            } else if (line.size() + data.length() < MAX_EVENT) {
                line.write(b);
            } else {
                tooLong = true;
            }
        }
        return !done;
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.isEmpty()) {
            endEvent();
        } else if (text.startsWith("data:")) {
            if (hasData) {
                data.append('\n');
            }
            hasData = true;
            data.append(text, text.startsWith("data: ") ? 6 : 5, text.length());
        }
    }

    private void endEvent() {
        if (hasData && !tooLong) {
            done = !onEvent.test(data.toString());
        }
        data.setLength(0);
        hasData = false;
        tooLong = false;
    }
}
