package id.potret.prompt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Files beside the tests. */
final class Resources {

    private Resources() {}

    static String read(String name) {
        try (InputStream in = Objects.requireNonNull(Resources.class.getResourceAsStream("/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of a table, each with its columns. */
    static List<List<String>> rows(String name) {
        return read(name).lines().map(line -> List.of(line.split("\t", -1))).toList();
    }
}
