package id.potret.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The complete classes in README.md and docs/ compile as they stand there. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Pattern JAVA = Pattern.compile("```java\\n(import .*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("^(?:public |final )*class (\\w+)", Pattern.MULTILINE);

    /** The pages that hold a complete class; a block without imports is a fragment. */
    static List<Path> pages() throws IOException {
        try (Stream<Path> pages =
                Files.find(ROOT, 2, (path, attributes) -> path.toString().endsWith(".md"))) {
            List<Path> withClasses =
                    pages.filter(page -> !classes(page).isEmpty()).sorted().toList();
            assertThat(withClasses).contains(ROOT.resolve("README.md"));
            return withClasses;
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void theExamplesCompile(Path page, @TempDir Path folder) throws IOException {
        Map<String, String> classes = classes(page);
        assertThat(classes).as("complete classes").isNotEmpty();
        List<String> arguments = new ArrayList<>(
                List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none"));
        for (Map.Entry<String, String> each : classes.entrySet()) {
            arguments.add(Files.writeString(folder.resolve(each.getKey() + ".java"), each.getValue())
                    .toString());
        }
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exit = ToolProvider.getSystemJavaCompiler().run(null, null, errors, arguments.toArray(new String[0]));

        assertThat(exit).as(errors.toString(StandardCharsets.UTF_8)).isZero();
    }

    private static Map<String, String> classes(Path page) {
        try {
            Map<String, String> classes = new LinkedHashMap<>();
            Matcher blocks = JAVA.matcher(Files.readString(page));
            while (blocks.find()) {
                Matcher name = CLASS.matcher(blocks.group(1));
                if (name.find()) {
                    classes.put(name.group(1), blocks.group(1));
                }
            }
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
