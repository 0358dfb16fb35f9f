package id.potret.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The parts of a generateContent request that the sandbox looks at. */
final class GeminiRequest {
    private final JsonNode body;
    private final List<String> texts = new ArrayList<>();
    private final List<byte[]> images = new ArrayList<>();
    private final List<String> imageTypes = new ArrayList<>();
    private boolean base64Broken;

    GeminiRequest(byte[] bytes) {
        body = Json.parse(bytes);
        readParts(either(body, "systemInstruction", "system_instruction"));
        for (JsonNode content : body.path("contents")) {
            readParts(content);
        }
    }

    private void readParts(JsonNode content) {
        for (JsonNode part : content.path("parts")) {
            if (part.path("text").isTextual()) {
                texts.add(part.path("text").asText());
            }
            JsonNode image = either(part, "inlineData", "inline_data");
            if (image.isObject()) {
                readImage(image);
            }
        }
    }

    private void readImage(JsonNode image) {
        try {
            images.add(Base64.getDecoder().decode(image.path("data").asText()));
            imageTypes.add(either(image, "mimeType", "mime_type").asText());
        } catch (IllegalArgumentException notBase64) {
            base64Broken = true;
        }
    }

    /** Google reads both spellings. */
    private static JsonNode either(JsonNode node, String camelCase, String snakeCase) {
        return node.has(camelCase) ? node.path(camelCase) : node.path(snakeCase);
    }

    boolean isJson() {
        return body.isObject();
    }

    boolean hasContents() {
        return !body.path("contents").isEmpty();
    }

    boolean isBase64Broken() {
        return base64Broken;
    }

    List<String> texts() {
        return texts;
    }

    String allText() {
        return String.join("\n", texts);
    }

    List<byte[]> images() {
        return images;
    }

    List<String> imageTypes() {
        return imageTypes;
    }

    boolean wantsJson() {
        JsonNode config = either(body, "generationConfig", "generation_config");
        return either(config, "responseMimeType", "response_mime_type").asText().equals("application/json");
    }

    int maxOutputTokens() {
        JsonNode config = either(body, "generationConfig", "generation_config");
        return either(config, "maxOutputTokens", "max_output_tokens").asInt(Integer.MAX_VALUE);
    }
}
