package id.potret.examples;

import id.potret.BatchException;
import id.potret.BatchGenerator;
import id.potret.BatchImage;
import id.potret.BatchListener;
import id.potret.BatchRequest;
import id.potret.BatchResult;
import id.potret.MissingImage;
import id.potret.ledger.InMemoryCoinLedger;
import id.potret.prompt.Prompt;
import id.potret.reference.ReferenceOutcome;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The main job: options and reference photos in, a batch of pictures and a contact sheet out, one coin taken. */
public final class Quickstart {

    private static final String ACCOUNT = "demo-seller";
    private static final long COINS = 10;

    private Quickstart() {}

    /**
     * Runs the program.
     *
     * @param args see {@code --help}
     * @throws Exception if the pictures cannot be fetched or written
     */
    public static void main(String[] args) throws Exception {
        // the sandbox draws; a display that does not answer must not stop it
        System.setProperty("java.awt.headless", "true");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (Arrays.asList(args).contains("--help")) {
            out.print(Arguments.HELP);
            return;
        }
        try {
            run(Arguments.parse(args), System.getenv(), out);
        } catch (IllegalArgumentException | BatchException refused) {
            System.err.println("error: " + refused.getMessage());
            System.exit(1);
        }
    }

    /** Returns the contact sheet. */
    static Path run(Arguments arguments, Map<String, String> environment, PrintStream out) throws Exception {
        try (Services services = Services.from(environment)) {
            out.println(services.name());

            InMemoryCoinLedger ledger = new InMemoryCoinLedger();
            ledger.grant(ACCOUNT, COINS);
            BatchGenerator generator = BatchGenerator.builder(services.fal(), ledger)
                    .describer(services.describer())
                    .listener(new Progress(out))
                    .build();
            BatchRequest request = BatchRequest.builder(ACCOUNT, arguments.options())
                    .references(arguments.references())
                    .images(arguments.images())
                    .build();

            BatchResult result = generator.generate(request);

            Path folder = Files.createDirectories(arguments.out());
            Map<Integer, Path> files = download(result, services, folder);
            Path page = new ContactSheet(folder).write(services.name(), arguments.references(), result, files, COINS);
            out.println("Contact sheet: " + page.toAbsolutePath().normalize());
            return page;
        }
    }

    private static Map<Integer, Path> download(BatchResult result, Services services, Path folder)
            throws IOException, InterruptedException {
        Map<Integer, Path> files = new TreeMap<>();
        for (BatchImage image : result.images()) {
            boolean png =
                    image.image().contentType().filter("image/png"::equals).isPresent();
            Path file = folder.resolve("image-" + image.number() + (png ? ".png" : ".jpg"));
            files.put(image.number(), services.downloader().download(image.image(), file));
        }
        return files;
    }

    /** Tells the user how the batch proceeds. */
    private record Progress(PrintStream out) implements BatchListener {

        @Override
        public void onStarted(String batchId, int images, long coins) {
            out.println("Generating " + images + " images; coins: " + coins);
        }

        @Override
        public void onReferences(String batchId, List<ReferenceOutcome> outcomes) {
            for (ReferenceOutcome outcome : outcomes) {
                out.println("  " + outcome.slot().promptLabel() + ": "
                        + outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT));
            }
        }

        @Override
        public void onPrompt(String batchId, Prompt prompt) {
            out.println("Prompt, about " + prompt.estimatedTokens() + " of " + Prompt.MAX_TOKENS + " tokens: "
                    + prompt.text());
        }

        @Override
        public void onImage(String batchId, BatchImage image, int images) {
            out.println("  image " + image.number() + "/" + images + " is there");
        }

        @Override
        public void onMissing(String batchId, MissingImage image, int images) {
            out.println("  image " + image.number() + "/" + images + " is missing: "
                    + image.reason().name().toLowerCase(Locale.ROOT));
        }

        @Override
        public void onFinished(BatchResult result) {
            out.println(result.images().size() + " images; one coin taken, coins left: " + result.remainingCoins());
        }
    }
}
