package id.potret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a batch in a JVM of its own, with the packaged jars on the module path and nothing on the class path. */
class ModulePathIT {

    private static final String MODULE = """
            module smoke {
                requires id.potret;
                requires id.potret.sandbox;
            }
            """;

    private static final String MAIN = """
            package smoke;

            import id.potret.*;
            import id.potret.fal.*;
            import id.potret.ledger.InMemoryCoinLedger;
            import id.potret.prompt.*;
            import id.potret.sandbox.FalSandbox;

            public class Main {
                public static void main(String[] args) throws Exception {
                    InMemoryCoinLedger ledger = new InMemoryCoinLedger();
                    ledger.grant("seller", 1);
                    try (FalSandbox sandbox = FalSandbox.start()) {
                        FalClient fal = FalClient.builder(FalCredentials.of("test-key"))
                                .apiBase(sandbox.runUri())
                                .build();
                        PhotoOptions options = PhotoOptions.product(Category.BAG).build();
                        BatchResult result = BatchGenerator.builder(fal, ledger).build()
                                .generate(BatchRequest.builder("seller", options).images(3).build());
                        System.out.println(result.images().size() + " images by module "
                                + BatchGenerator.class.getModule().getName() + ", coins " + result.remainingCoins());
                    }
                }
            }
            """;

    @Test
    void aBatchRunsOnARealModulePath(@TempDir Path folder) throws IOException, InterruptedException {
        List<String> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> entry.contains("potret-") || entry.contains("jackson-") || entry.contains("jspecify"))
                .toList();
        assertThat(jars).as("the packaged jars").anyMatch(jar -> jar.contains("potret-core"));
        String modulePath = String.join(File.pathSeparator, jars);

        Path sources = Files.createDirectories(folder.resolve("src/smoke"));
        Path main = Files.writeString(sources.resolve("Main.java"), MAIN);
        Path module = Files.writeString(folder.resolve("src/module-info.java"), MODULE);
        Path classes = folder.resolve("classes");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-p", modulePath, "-d", classes.toString(), module.toString(), main.toString());
        assertThat(compiled).as("exit code of javac").isZero();

        Path output = folder.resolve("output");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-p",
                        classes + File.pathSeparator + modulePath,
                        "-m",
                        "smoke/smoke.Main")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = java.waitFor(60, TimeUnit.SECONDS);
        java.destroyForcibly();

        String printed =
                Files.readAllLines(output, StandardCharsets.UTF_8).stream().collect(Collectors.joining("\n"));
        assertThat(ended).as("ended, having printed:\n" + printed).isTrue();
        assertThat(printed).contains("3 images by module id.potret, coins 0");
    }
}
