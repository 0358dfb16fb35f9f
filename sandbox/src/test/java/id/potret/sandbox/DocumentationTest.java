package id.potret.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentationTest {
    private static final Path SOURCES = Path.of("src");

    /** Puts text on one line, without the marks of a comment, so that only words count. */
    private static String words(String text) {
        return text.replaceAll("(?m)^ \\*", " ").replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../docs/sandbox.md", "src/main/java/id/potret/sandbox/FalSandbox.java"})
    void theExampleIsTheOneThatIsCompiledAndRun(String page) throws IOException {
        String test = Files.readString(SOURCES.resolve("test/java/id/potret/sandbox/ShopTest.java"));
        String example = test.substring(test.indexOf("// example") + "// example".length(), test.indexOf("// end"));

        assertThat(words(Files.readString(Path.of(page))))
                .contains(words(example).strip());
    }
}
