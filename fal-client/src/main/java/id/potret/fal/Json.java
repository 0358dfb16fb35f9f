package id.potret.fal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tolerant reading of what comes over the wire. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MAX_NAME = 128;

    private Json() {}

    /** Returns the tree, or a missing node if this is no JSON. */
    static JsonNode read(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            // the message would quote the body
            return MissingNode.getInstance();
        }
    }

    static JsonNode read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a type, a request id or a field's name; anything longer or stranger is not one and not repeated. */
    static @Nullable String name(@Nullable String text) {
        return text != null && isName(text) ? text : null;
    }

    static @Nullable String name(JsonNode node) {
        return node.isValueNode() ? name(node.asText()) : null;
    }

    static @Nullable String name(Optional<String> text) {
        return name(text.orElse(null));
    }

    private static boolean isName(String text) {
        // no regular expression: this runs for every picture
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && "_.:-".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_NAME;
    }
}
