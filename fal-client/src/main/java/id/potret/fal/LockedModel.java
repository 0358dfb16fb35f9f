package id.potret.fal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

/** The one model, and the only four fields that go over the wire. */
final class LockedModel {

    static final String ENDPOINT = "fal-ai/flux/schnell";
    /** What the queue calls the model once a request has been submitted: the full id without its last part. */
    static final String QUEUE_APP = "fal-ai/flux";

    private static final String IMAGE_SIZE = "square_hd";
    private static final BigDecimal NUM_INFERENCE_STEPS = new BigDecimal("4");
    private static final BigDecimal GUIDANCE_SCALE = new BigDecimal("3.5");

    private static final JsonFactory JSON = new JsonFactory();

    private LockedModel() {}

    static void requireEndpoint(String value) {
        require("endpoint", value.strip(), ENDPOINT);
    }

    static void requireImageSize(String value) {
        require("image_size", value.strip(), IMAGE_SIZE);
    }

    static void requireNumInferenceSteps(String value) {
        requireNumber("num_inference_steps", value, NUM_INFERENCE_STEPS);
    }

    static void requireGuidanceScale(String value) {
        requireNumber("guidance_scale", value, GUIDANCE_SCALE);
    }

    private static void require(String parameter, String value, String allowed) {
        if (!value.equals(allowed)) {
            throw new LockedParameterException(parameter, value, allowed);
        }
    }

    private static void requireNumber(String parameter, String value, BigDecimal allowed) {
        BigDecimal number;
        try {
            number = new BigDecimal(value.strip());
        } catch (NumberFormatException e) {
            throw new LockedParameterException(parameter, value, allowed.toPlainString());
        }
        // 4.0 in a settings file means 4
        if (number.compareTo(allowed) != 0) {
            throw new LockedParameterException(parameter, value, allowed.toPlainString());
        }
    }

    /** The body of every paid request. */
    static byte[] body(String prompt) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(512);
                JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("prompt", prompt);
            json.writeStringField("image_size", IMAGE_SIZE);
            json.writeNumberField("num_inference_steps", NUM_INFERENCE_STEPS);
            json.writeNumberField("guidance_scale", GUIDANCE_SCALE);
            json.writeEndObject();
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
