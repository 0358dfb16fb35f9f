package id.potret.examples;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import id.potret.prompt.PhotoOptions;
import id.potret.prompt.PromptBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads options as JSON objects from standard input, one a line, and prints the prompt of each on a line.
 *
 * <p>A bad line gives {@code error: ...} in its place, and exit code 1 at the end. Nothing is sent anywhere.
 */
public final class PromptPreview {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PromptPreview() {}

    /**
     * Runs the program.
     *
     * @param args none are taken
     * @throws IOException if standard input cannot be read
     */
    public static void main(String[] args) throws IOException {
        boolean allGood = run(System.in, new PrintStream(System.out, true, StandardCharsets.UTF_8));
        if (!allGood) {
            System.exit(1);
        }
    }

    static boolean run(InputStream in, PrintStream out) throws IOException {
        boolean allGood = true;
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                out.print(PromptBuilder.build(PhotoOptions.fromLabels(labels(line)))
                                .text() + "\n");
            } catch (IllegalArgumentException bad) {
                allGood = false;
                out.print("error: " + String.valueOf(bad.getMessage()).replaceAll("\\s+", " ") + "\n");
            }
        }
        out.flush();
        return allGood;
    }

    private static Map<String, @Nullable String> labels(String line) {
        JsonNode object;
        try {
            object = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
        if (!object.isObject()) {
            throw new IllegalArgumentException("not a JSON object such as {\"content_type\": \"Non Model\", ...}");
        }
        Map<String, @Nullable String> labels = new LinkedHashMap<>();
        object.properties().forEach(entry -> labels.put(entry.getKey(), text(entry.getKey(), entry.getValue())));
        return labels;
    }

    private static @Nullable String text(String key, JsonNode value) {
        if (!value.isTextual() && !value.isNull()) {
            throw new IllegalArgumentException(
                    key + " must be text, not " + value.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
        }
        return value.textValue();
    }
}
