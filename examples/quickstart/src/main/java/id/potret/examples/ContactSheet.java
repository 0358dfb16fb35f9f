package id.potret.examples;

import id.potret.BatchImage;
import id.potret.BatchResult;
import id.potret.MissingImage;
import id.potret.prompt.DroppedPhrase;
import id.potret.prompt.Prompt;
import id.potret.reference.ReferenceImage;
import id.potret.reference.ReferenceImages;
import id.potret.reference.ReferenceOutcome;
import id.potret.reference.ReferenceSlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One page that shows a batch: its pictures, its prompt, what became of each reference photo, and the coins. */
final class ContactSheet {

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Batch %1$s</title>
            <style>
              :root { color-scheme: light; --ink: #2b2622; --soft: #7a7068; --line: #e6ded5; --card: #fff; }
              * { box-sizing: border-box; }
              body { margin: 0; background: #f7f3ee; color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
              main { max-width: 1120px; margin: 0 auto; padding: 32px 20px 64px; }
              h1 { font-size: 1.6rem; margin: 0 0 4px; }
              h2 { font-size: 1.1rem; margin: 40px 0 12px; }
              p { margin: 0; }
              .soft { color: var(--soft); }
              .grid { display: grid; gap: 16px; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); margin-top: 24px; }
              figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
              figure img { display: block; width: 100%%; aspect-ratio: 1; object-fit: cover; }
              figcaption { padding: 10px 14px; font-size: .9rem; overflow-wrap: anywhere; }
              .missing { display: grid; place-content: center; aspect-ratio: 1; padding: 24px; text-align: center; color: var(--soft); }
              .prompt { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px 18px; overflow-wrap: anywhere; }
              table { width: 100%%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
              td, th { padding: 10px 14px; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
              tr:first-child td, tr:first-child th { border-top: 0; }
              td img { display: block; width: 88px; height: 88px; object-fit: cover; border-radius: 8px; }
              .coins { display: flex; flex-wrap: wrap; gap: 12px; }
              .coins div { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 12px 20px; min-width: 120px; }
              .coins b { display: block; font-size: 1.5rem; }
            </style>
            </head>
            <body>
            <main>
            <h1>%2$s</h1>
            <p class="soft">Batch %1$s &middot; %3$s</p>
            <div class="grid">
            %4$s</div>
            <h2>Prompt</h2>
            <div class="prompt">%5$s</div>
            %6$s
            <h2>Coins</h2>
            <div class="coins">
            <div><b>%7$d</b>before</div>
            <div><b>%8$d</b>after</div>
            <div><b>%9$s</b>charge</div>
            <div><b>$%10$s</b>estimated cost</div>
            </div>
            </main>
            </body>
            </html>
            """;

    private final Path folder;

    ContactSheet(Path folder) {
        this.folder = folder;
    }

    /** Writes the page and copies of the reference photos beside it. */
    Path write(
            String source, ReferenceImages references, BatchResult result, Map<Integer, Path> files, long coinsBefore)
            throws IOException {
        int asked = result.images().size() + result.missing().size();
        String title = result.images().size() + " of " + asked + (asked == 1 ? " picture" : " pictures");
        Path page = folder.resolve("index.html");
        Files.writeString(
                page,
                PAGE.formatted(
                        escape(result.batchId()),
                        title,
                        escape(source),
                        pictures(result, files),
                        prompt(result),
                        references(references, result),
                        coinsBefore,
                        result.remainingCoins(),
                        result.charge().name().toLowerCase(Locale.ROOT),
                        result.estimatedCostUsd().toPlainString()));
        return page;
    }

    private static String pictures(BatchResult result, Map<Integer, Path> files) {
        StringBuilder html = new StringBuilder();
        for (BatchImage image : result.images()) {
            Path file = files.get(image.number());
            String source = file == null ? image.url().toString() : Objects.toString(file.getFileName());
            String seed = image.image()
                    .seed()
                    .map(number -> " &middot; seed " + number)
                    .orElse("");
            html.append("<figure><img src=\"%s\" alt=\"Picture %d\"><figcaption>Picture %d%s</figcaption></figure>\n"
                    .formatted(escape(source), image.number(), image.number(), seed));
        }
        for (MissingImage image : result.missing()) {
            html.append("<figure><div class=\"missing\">Picture %d is missing: %s</div></figure>\n"
                    .formatted(image.number(), image.reason().name().toLowerCase(Locale.ROOT)));
        }
        return html.toString();
    }

    private static String prompt(BatchResult result) {
        Prompt prompt = result.prompt();
        if (prompt == null) {
            return "<p class=\"soft\">From the receipt of an earlier run.</p>";
        }
        return "<p>%s</p><p class=\"soft\">about %d of %d tokens</p>"
                .formatted(escape(prompt.text()), prompt.estimatedTokens(), Prompt.MAX_TOKENS);
    }

    private String references(ReferenceImages references, BatchResult result) throws IOException {
        if (references.isEmpty()) {
            return "";
        }
        StringBuilder rows = new StringBuilder("<h2>Reference photos</h2>\n<table>\n");
        for (ReferenceOutcome outcome : result.references()) {
            ReferenceSlot slot = outcome.slot();
            rows.append("<tr><td>%s</td><th>%s</th><td>%s</td></tr>\n"
                    .formatted(
                            references.get(slot).isPresent()
                                    ? thumbnail(references.get(slot).get())
                                    : "",
                            escape(slot.promptLabel()),
                            became(outcome, result.prompt())));
        }
        return rows.append("</table>").toString();
    }

    private String thumbnail(ReferenceImage photo) throws IOException {
        String type = photo.mimeType().substring(photo.mimeType().indexOf('/') + 1);
        String name =
                "reference-" + photo.slot().name().toLowerCase(Locale.ROOT).replace('_', '-') + "." + type;
        Files.write(folder.resolve(name), photo.bytes());
        return "<img src=\"%s\" alt=\"%s\">".formatted(name, escape(photo.slot().promptLabel()));
    }

    private static String became(ReferenceOutcome outcome, @Nullable Prompt prompt) {
        if (outcome instanceof ReferenceOutcome.Described described) {
            String dropped = prompt == null
                    ? ""
                    : prompt.dropped().stream()
                            .filter(phrase -> phrase.slot() == described.slot())
                            .map(DroppedPhrase::phrase)
                            .collect(Collectors.joining(", "));
            return escape(described.description().text())
                    + (dropped.isEmpty()
                            ? ""
                            : "<p class=\"soft\">Left out of the prompt: " + escape(dropped) + "</p>");
        }
        if (outcome instanceof ReferenceOutcome.Blocked blocked) {
            return "Blocked (" + escape(blocked.reason().name().toLowerCase(Locale.ROOT)) + "): "
                    + escape(blocked.detail());
        }
        ReferenceOutcome.Failed failed = (ReferenceOutcome.Failed) outcome;
        return "Not described (" + escape(failed.reason().name().toLowerCase(Locale.ROOT)) + "): "
                + escape(failed.detail());
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
