package id.potret.fal;

import com.fasterxml.jackson.databind.JsonNode;
import id.potret.fal.FalException.Facts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the picture in an answer, in any of the shapes in which fal and its gateways send it. */
final class AnswerParser {

    private AnswerParser() {}

    /**
     * Reads an answer whose status is a success.
     *
     * @param tree the body of the reply
     * @param loopback whether a picture may be on this very machine
     * @param knownRequestId the id from an earlier answer; null to take this one's
     * @throws FalProtocolException if no picture is in it
     */
    static FalImage parse(Reply reply, JsonNode tree, boolean loopback, @Nullable String knownRequestId) {
        String headerId = requestId(reply.headers());
        String requestId = knownRequestId != null ? knownRequestId : headerId;
        JsonNode picture = picture(tree);
        JsonNode url = picture.path("url");
        if (!url.isTextual()) {
            throw unreadable(
                    tree.isContainerNode()
                            ? "no URL of a picture is in fal's answer"
                            : "fal's answer is not JSON (" + reply.body().length + " bytes)",
                    requestId);
        }
        JsonNode seed = tree.path("seed");
        return new FalImage(
                url(url.textValue(), loopback, requestId),
                isFlagged(tree.path("has_nsfw_concepts")),
                seed.isIntegralNumber() ? seed.bigIntegerValue() : textSeed(seed),
                requestId,
                billableUnits(reply.headers()),
                size(picture.path("width")),
                size(picture.path("height")),
                picture.path("content_type").textValue());
    }

    static boolean hasPicture(JsonNode tree) {
        return picture(tree).path("url").isTextual();
    }

    static @Nullable String requestId(HttpHeaders headers) {
        return Json.name(headers.firstValue("x-fal-request-id"));
    }

    private static JsonNode picture(JsonNode tree) {
        JsonNode first = tree.path("images").path(0);
        if (first.has("url")) {
            return first;
        }
        JsonNode single = tree.path("image");
        return single.has("url") ? single : tree;
    }

    private static URI url(String text, boolean loopback, @Nullable String requestId) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            // without the cause: its message repeats the URL
            throw unreadable("the picture's URL is not one", requestId);
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean good = switch (scheme) {
            case "data" -> text.regionMatches(true, 0, "data:image/", 0, 11);
            case "https" -> url.getHost() != null && url.getRawUserInfo() == null;
            case "http" -> loopback && FalHosts.isLoopback(url);
            default -> false;
        };
        if (!good) {
            throw unreadable("the picture's URL is neither https nor a data URI of an image", requestId);
        }
        return url;
    }

    /** fal sends an array here and a plain boolean elsewhere. */
    private static boolean isFlagged(JsonNode node) {
        if (!node.isArray()) {
            return node.asBoolean(false);
        }
        for (JsonNode item : node) {
            if (item.asBoolean(false)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable BigInteger textSeed(JsonNode node) {
        return node.isTextual() && node.textValue().matches("\\d{1,40}") ? new BigInteger(node.textValue()) : null;
    }

    private static @Nullable Integer size(JsonNode node) {
        return node.canConvertToInt() && node.intValue() > 0 ? node.intValue() : null;
    }

    private static @Nullable BigDecimal billableUnits(HttpHeaders headers) {
        return headers.firstValue("X-Fal-Billable-Units")
                .filter(value -> value.matches("\\d{1,15}(\\.\\d{1,15})?"))
                .map(BigDecimal::new)
                .orElse(null);
    }

    static FalProtocolException unreadable(String what, @Nullable String requestId) {
        return new FalProtocolException(
                what + (requestId == null ? "" : " (request " + requestId + ")")
                        + "; the picture may have been charged",
                Facts.unknown(requestId),
                null);
    }
}
