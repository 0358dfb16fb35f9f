package id.potret.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The input of flux/schnell, checked as fal checks it. */
final class FalInput {
    /** Larger pictures are refused, unlike at fal, to keep memory small. */
    private static final int MAX_SIDE = 2048;

    private static final Map<String, int[]> SIZES = Map.of(
            "square_hd", new int[] {1024, 1024},
            "square", new int[] {512, 512},
            "portrait_4_3", new int[] {768, 1024},
            "portrait_16_9", new int[] {576, 1024},
            "landscape_4_3", new int[] {1024, 768},
            "landscape_16_9", new int[] {1024, 576});
    /** As fal lists them in its message. */
    private static final List<String> SIZE_NAMES =
            List.of("square_hd", "square", "portrait_4_3", "portrait_16_9", "landscape_4_3", "landscape_16_9");

    private final JsonNode body;
    private final ArrayNode errors = JsonNodeFactory.instance.arrayNode();
    private final String prompt;
    private final int[] size;
    private final int images;
    private final boolean png;
    private final boolean inline;
    private final Optional<BigInteger> seed;

    FalInput(byte[] bytes) {
        body = Json.parse(bytes);
        if (!body.isObject()) {
            refuse(
                    FalAnswers.error(
                            body.isMissingNode() ? "json_invalid" : "model_attributes_type",
                            body.isMissingNode() ? "JSON decode error" : "Input should be a valid dictionary",
                            "body"),
                    JsonNodeFactory.instance.objectNode());
        }
        prompt = prompt();
        size = size();
        number("num_inference_steps", 1, 12, true);
        number("guidance_scale", 1, 20, false);
        images = number("num_images", 1, 4, true).map(BigDecimal::intValue).orElse(1);
        png = "png".equals(choice("output_format", List.of("jpeg", "png")));
        choice("acceleration", List.of("none", "regular", "high"));
        inline = flag("sync_mode");
        flag("enable_safety_checker");
        seed = seed();
    }

    /** Says what is wrong, one entry for each field; empty if nothing is. */
    ArrayNode errors() {
        return errors;
    }

    String promptText() {
        return prompt;
    }

    int width() {
        return size[0];
    }

    int height() {
        return size[1];
    }

    int images() {
        return images;
    }

    boolean isPng() {
        return png;
    }

    /** Whether pictures are wanted as data URIs. */
    boolean isInline() {
        return inline;
    }

    Optional<BigInteger> seedGiven() {
        return seed;
    }

    private String prompt() {
        JsonNode value = body.path("prompt");
        if (value.isMissingNode() && body.isObject()) {
            refuse(FalAnswers.error("missing", "Field required", "body", "prompt"), body);
        } else if (body.isObject() && !value.isTextual()) {
            refuse(FalAnswers.error("string_type", "Input should be a valid string", "body", "prompt"), value);
        }
        return value.asText("");
    }

    private int[] size() {
        JsonNode value = body.path("image_size");
        if (value.isObject()) {
            return new int[] {side(value, "width"), side(value, "height")};
        }
        // the server's default differs from what most clients want
        int[] known = SIZES.get(value.asText(value.isMissingNode() ? "landscape_4_3" : ""));
        if (known != null) {
            return known;
        }
        refuseChoice("image_size", SIZE_NAMES, value);
        return new int[] {1, 1};
    }

    private int side(JsonNode size, String name) {
        JsonNode value = size.path(name);
        if (value.isMissingNode()) {
            return 512;
        }
        if (value.isIntegralNumber() && value.asLong() >= 1 && value.asLong() <= MAX_SIDE) {
            return value.asInt();
        }
        ObjectNode error = FalAnswers.error(
                "less_than_equal",
                "Input should be less than or equal to " + MAX_SIDE,
                "body",
                "image_size",
                "ImageSize",
                name);
        error.putObject("ctx").put("le", MAX_SIDE);
        refuse(error, value);
        return 1;
    }

    private Optional<BigDecimal> number(String field, int least, int most, boolean whole) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isNumber()
                || (whole && value.decimalValue().stripTrailingZeros().scale() > 0)) {
            refuse(
                    FalAnswers.error(
                            whole ? "int_type" : "float_type",
                            "Input should be a valid " + (whole ? "integer" : "number"),
                            "body",
                            field),
                    value);
            return Optional.empty();
        }
        BigDecimal number = value.decimalValue();
        if (number.compareTo(BigDecimal.valueOf(least)) < 0) {
            ObjectNode error = FalAnswers.error(
                    "greater_than_equal", "Input should be greater than or equal to " + least, "body", field);
            error.putObject("ctx").put("ge", least);
            refuse(error, value);
        } else if (number.compareTo(BigDecimal.valueOf(most)) > 0) {
            ObjectNode error =
                    FalAnswers.error("less_than_equal", "Input should be less than or equal to " + most, "body", field);
            error.putObject("ctx").put("le", most);
            refuse(error, value);
        }
        return Optional.of(number);
    }

    private String choice(String field, List<String> allowed) {
        JsonNode value = body.path(field);
        if (!value.isMissingNode() && !allowed.contains(value.asText())) {
            refuseChoice(field, allowed, value);
        }
        return value.asText();
    }

    private boolean flag(String field) {
        JsonNode value = body.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            refuse(FalAnswers.error("bool_type", "Input should be a valid boolean", "body", field), value);
        }
        return value.asBoolean(false);
    }

    private Optional<BigInteger> seed() {
        JsonNode value = body.path("seed");
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber()) {
            refuse(FalAnswers.error("int_type", "Input should be a valid integer", "body", "seed"), value);
        }
        return Optional.of(value.bigIntegerValue());
    }

    private void refuseChoice(String field, List<String> allowed, JsonNode value) {
        String expected = "'" + String.join("', '", allowed) + "'";
        ObjectNode error = FalAnswers.error("literal_error", "Input should be " + expected, "body", field);
        error.putObject("ctx").put("expected", expected);
        refuse(error, value);
    }

    private void refuse(ObjectNode error, JsonNode input) {
        errors.add(error.set("input", input));
    }
}
