package id.potret.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/** flux/schnell: checks its input and answers with pictures. */
final class FalModel {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final PictureShelf shelf;
    private final URI filesUri;
    private final Duration latency;
    private final AtomicLong runs = new AtomicLong();

    FalModel(PictureShelf shelf, URI filesUri, Duration latency) {
        this.shelf = shelf;
        this.filesUri = filesUri;
        this.latency = latency;
    }

    /** Returns the model's answer to a body, which takes the latency if the body is right. */
    Answer run(byte[] body) {
        FalInput input = new FalInput(body);
        if (!input.errors().isEmpty()) {
            ObjectNode refusal = JSON.objectNode();
            refusal.set("detail", input.errors());
            return Answer.json(422, refusal.toString()).header("X-Fal-Retryable", "false");
        }
        BigInteger seed = input.seedGiven().orElseGet(this::nextSeed);
        ObjectNode output = JSON.objectNode();
        ArrayNode images = output.putArray("images");
        ArrayNode concepts = JSON.arrayNode();
        for (int i = 0; i < input.images(); i++) {
            PictureShelf.Picture picture = new PictureShelf.Picture(
                    input.promptText(),
                    seed.add(BigInteger.valueOf(i)),
                    input.width(),
                    input.height(),
                    input.isPng(),
                    false);
            images.addObject()
                    .put("url", url(picture, input.isInline()))
                    .put("width", input.width())
                    .put("height", input.height())
                    .put("content_type", picture.contentType());
            concepts.add(false);
        }
        output.putObject("timings").put("inference", latency.toNanos() / 1e9);
        output.put("seed", seed);
        output.set("has_nsfw_concepts", concepts);
        output.put("prompt", input.promptText());
        return Answer.json(200, output.toString())
                .header("X-Fal-Billable-Units", megapixels(input).toPlainString())
                .after(latency);
    }

    private String url(PictureShelf.Picture picture, boolean inline) {
        if (inline) {
            String base64 = Base64.getEncoder().encodeToString(PictureStudio.render(picture));
            return "data:" + picture.contentType() + ";base64," + base64;
        }
        return filesUri + shelf.add(picture);
    }

    private static BigDecimal megapixels(FalInput input) {
        long pixels = (long) input.width() * input.height() * input.images();
        return BigDecimal.valueOf(pixels, 6).setScale(2, RoundingMode.HALF_UP);
    }

    /** fal's seeds do not fit into a signed long; these are the same in every sandbox. */
    private BigInteger nextSeed() {
        long run = runs.incrementAndGet();
        long mixed = (run ^ (run << 21)) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 29)) * 0xbf58476d1ce4e5b9L;
        return new BigInteger(Long.toUnsignedString(mixed ^ (mixed >>> 32))).setBit(63);
    }
}
