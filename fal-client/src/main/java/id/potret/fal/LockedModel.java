package id.potret.fal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.math.BigDecimal;

/** The one model, and the only four fields that go over the wire. */
final class LockedModel {

    static final String ENDPOINT = "fal-ai/flux/schnell";
    /** What the queue calls the model once a request has been submitted: the full id without its last part. */
    static final String QUEUE_APP = "fal-ai/flux";

    private static final String IMAGE_SIZE = "square_hd";
    private static final BigDecimal NUM_INFERENCE_STEPS = new BigDecimal("4");
    private static final BigDecimal GUIDANCE_SCALE = new BigDecimal("3.5");

    private static final byte[] BEFORE_PROMPT = "{\"prompt\":\"".getBytes(UTF_8);
    private static final byte[] AFTER_PROMPT = ("\",\"image_size\":\"" + IMAGE_SIZE + "\",\"num_inference_steps\":"
                    + NUM_INFERENCE_STEPS + ",\"guidance_scale\":" + GUIDANCE_SCALE + "}")
            .getBytes(UTF_8);

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
        byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(prompt);
        byte[] body = new byte[BEFORE_PROMPT.length + quoted.length + AFTER_PROMPT.length];
        System.arraycopy(BEFORE_PROMPT, 0, body, 0, BEFORE_PROMPT.length);
        System.arraycopy(quoted, 0, body, BEFORE_PROMPT.length, quoted.length);
        System.arraycopy(AFTER_PROMPT, 0, body, BEFORE_PROMPT.length + quoted.length, AFTER_PROMPT.length);
        return body;
    }
}
