package id.potret.fal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {

    private final List<String> events = new ArrayList<>();

    private List<String> read(String text, int piece) {
        SseReader reader = new SseReader(event -> {
            events.add(event);
            return !event.equals("last");
        });
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i += piece) {
            reader.read(ByteBuffer.wrap(bytes, i, Math.min(piece, bytes.length - i)));
        }
        return events;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void eventsArriveWholeHoweverTheyAreCut(int piece) {
        String text = ": ping\n\ndata: {\"a\":1}\n\nevent: x\nid: 7\ndata: é\ndata:b\n\n\n\ndata\n\ndata: cut";

        assertThat(read(text, piece)).containsExactly("{\"a\":1}", "é\nb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyKindOfLineEndIsUnderstood(String end) {
        assertThat(read("data: a" + end + "data: b" + end + end + "data: c" + end + end, 1))
                .containsExactly("a\nb", "c");
    }

    @Test
    void onlyOneSpaceIsDropped() {
        assertThat(read("data:  a \n\ndata:\n\n", 100)).containsExactly(" a ", "");
    }

    @Test
    void nothingIsReadOnceNoMoreIsWanted() {
        assertThat(read("data: last\n\ndata: more\n\n", 1000)).containsExactly("last");
        SseReader reader = new SseReader(event -> false);
        assertThat(reader.read(ByteBuffer.wrap("data: a\n".getBytes(StandardCharsets.UTF_8))))
                .isTrue();
        assertThat(reader.read(ByteBuffer.wrap("\n".getBytes(StandardCharsets.UTF_8))))
                .isFalse();
    }

    @Test
    void anEndlessEventIsDroppedAndTheNextOneRead() {
        assertThat(read("data: " + "x".repeat(300_000) + "\n\ndata: next\n\n", 8192))
                .containsExactly("next");
        events.clear();
        assertThat(read("data: x\n".repeat(200_000) + "\ndata: next\n\n", 8192)).containsExactly("next");
        events.clear();
        String largest = "x".repeat(256 * 1024 - 6);
        assertThat(read("data: " + largest + "\n\n", 8192)).containsExactly(largest);
    }
}
