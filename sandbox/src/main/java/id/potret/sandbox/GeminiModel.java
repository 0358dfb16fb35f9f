package id.potret.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.Set;

/** Gemini's side: looks at pictures, and translates lists of texts. */
final class GeminiModel {
    private static final Set<String> IMAGE_TYPES =
            Set.of("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif");
    private static final int TOKENS_PER_IMAGE = 1120;
    private static final int CHARACTERS_PER_TOKEN = 4;

    private GeminiModel() {}

    /** Returns the answer to a body. */
    static Answer generate(String model, byte[] body) {
        GeminiRequest request = new GeminiRequest(body);
        Optional<String> mistake = mistake(request);
        if (mistake.isPresent()) {
            return GeminiAnswers.error(400, "INVALID_ARGUMENT", mistake.get());
        }
        String text = reply(request);
        String finishReason = "STOP";
        int longest = (int) Math.min(Integer.MAX_VALUE, (long) request.maxOutputTokens() * CHARACTERS_PER_TOKEN);
        if (text.length() > longest) {
            text = text.substring(0, longest);
            finishReason = "MAX_TOKENS";
        }
        int promptTokens = request.allText().length() / CHARACTERS_PER_TOKEN
                + request.images().size() * TOKENS_PER_IMAGE;
        return Answer.json(
                200,
                GeminiAnswers.answer(model, text, finishReason, promptTokens).toString());
    }

    private static Optional<String> mistake(GeminiRequest request) {
        if (!request.isJson()) {
            return Optional.of("Invalid JSON payload received.");
        }
        if (!request.hasContents()) {
            return Optional.of("* GenerateContentRequest.contents: contents is not specified");
        }
        if (request.isBase64Broken()) {
            return Optional.of(
                    "Invalid value at 'contents[0].parts[0].inline_data.data' (TYPE_BYTES), Base64 decoding failed");
        }
        for (String type : request.imageTypes()) {
            if (!IMAGE_TYPES.contains(type)) {
                return Optional.of("Unsupported MIME type: " + type);
            }
        }
        if (!request.images().stream().allMatch(ImageObserver::isReadable)) {
            return Optional.of("Unable to process input image. Please retry or report in"
                    + " https://developers.generativeai.google/guide/troubleshooting");
        }
        return Optional.empty();
    }

    private static String reply(GeminiRequest request) {
        if (!request.images().isEmpty()) {
            String text = String.join(
                    "; ",
                    request.images().stream()
                            .map(image -> ImageObserver.describe(image, request.allText()))
                            .toList());
            return request.wantsJson() ? TextNode.valueOf(text).toString() : text;
        }
        return lastListOfTexts(request)
                .map(GeminiModel::translate)
                .orElse("the sandbox sees neither a picture nor a JSON array of texts in this request");
    }

    private static String translate(JsonNode texts) {
        ArrayNode translated = JsonNodeFactory.instance.arrayNode();
        texts.forEach(text -> translated.add(WordList.translate(text.asText())));
        return translated.toString();
    }

    /** Finds the last JSON array of strings: examples in an instruction stand before what is to be translated. */
    private static Optional<JsonNode> lastListOfTexts(GeminiRequest request) {
        String text = request.allText();
        for (int start = text.lastIndexOf('['); start >= 0; start = text.lastIndexOf('[', start - 1)) {
            JsonNode node = Json.parseStart(text.substring(start));
            if (node.isArray() && !node.isEmpty() && isAllText(node)) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    private static boolean isAllText(JsonNode array) {
        for (JsonNode item : array) {
            if (!item.isTextual()) {
                return false;
            }
        }
        return true;
    }
}
