package id.potret.fal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import id.potret.fal.FalException.Facts;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the picture in an answer, in any of the shapes in which fal and its gateways send it: {@code images[0]},
 * {@code image}, or the answer itself.
 *
 * <p>Reads the answer as a stream, since this runs for every picture and a tree of it all would be the largest part of
 * what the client allocates.
 */
final class AnswerParser {

    private static final JsonFactory JSON = new JsonFactory();

    private final Picture first = new Picture();
    private final Picture single = new Picture();
    private final Picture bare = new Picture();
    private @Nullable BigInteger seed;
    private boolean flagged;

    /** What an answer says of a picture itself. */
    private static final class Picture {
        private @Nullable String url;
        private @Nullable String contentType;
        private @Nullable Integer width;
        private @Nullable Integer height;

        /** Takes a field, if it is one of a picture. */
        void take(String name, JsonParser json) throws IOException {
            JsonToken value = json.currentToken();
            switch (name) {
                case "url" -> url = value == JsonToken.VALUE_STRING ? json.getText() : null;
                case "content_type" -> contentType = value == JsonToken.VALUE_STRING ? json.getText() : null;
                case "width" -> width = size(json);
                case "height" -> height = size(json);
                default -> {}
            }
            json.skipChildren();
        }

        private static @Nullable Integer size(JsonParser json) throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && json.getNumberType() == JsonParser.NumberType.INT
                    && json.getIntValue() > 0) {
                return json.getIntValue();
            }
            return null;
        }
    }

    private AnswerParser() {}

    /**
     * Reads an answer whose status is a success; null if it is of another kind.
     *
     * @param loopback whether a picture may be on this very machine
     * @param knownRequestId the id from an earlier answer; null to take this one's
     * @throws FalProtocolException if it is no JSON, or its picture's address is not acceptable
     */
    static @Nullable FalImage parse(
            byte[] body, HttpHeaders headers, boolean loopback, @Nullable String knownRequestId) {
        String requestId = knownRequestId != null ? knownRequestId : requestId(headers);
        AnswerParser answer = new AnswerParser();
        try (JsonParser json = JSON.createParser(body)) {
            answer.read(json);
        } catch (IOException e) {
            // without the cause: its message repeats the answer
            throw unreadable("fal's answer of " + body.length + " bytes is not JSON", requestId);
        }
        Picture picture =
                answer.first.url != null ? answer.first : answer.single.url != null ? answer.single : answer.bare;
        if (picture.url == null) {
            return null;
        }
        return new FalImage(
                url(picture.url, loopback, requestId),
                answer.flagged,
                answer.seed,
                requestId,
                billableUnits(headers),
                picture.width,
                picture.height,
                picture.contentType);
    }

    private void read(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "images" -> readFirst(json);
                case "image" -> readPicture(json, single);
                case "seed" -> seed = seed(json);
                case "has_nsfw_concepts" -> readFlags(json);
                default -> bare.take(name, json);
            }
        }
    }

    private void readFirst(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_ARRAY && json.nextToken() != JsonToken.END_ARRAY) {
            readPicture(json, first);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                json.skipChildren();
            }
        } else {
            json.skipChildren();
        }
    }

    private static void readPicture(JsonParser json, Picture picture) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            picture.take(name, json);
        }
    }

    /** fal sends an array here and a plain boolean elsewhere. */
    private void readFlags(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                flagged |= json.currentToken() == JsonToken.VALUE_TRUE;
                json.skipChildren();
            }
        } else {
            flagged = json.currentToken() == JsonToken.VALUE_TRUE;
            json.skipChildren();
        }
    }

    private static @Nullable BigInteger seed(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return json.getBigIntegerValue();
        }
        if (json.currentToken() == JsonToken.VALUE_STRING && json.getText().matches("\\d{1,40}")) {
            return new BigInteger(json.getText());
        }
        json.skipChildren();
        return null;
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

    static @Nullable String requestId(HttpHeaders headers) {
        return Json.name(header(headers, "x-fal-request-id"));
    }

    private static @Nullable BigDecimal billableUnits(HttpHeaders headers) {
        String value = header(headers, "X-Fal-Billable-Units");
        return value != null && value.matches("\\d{1,15}(\\.\\d{1,15})?") ? new BigDecimal(value) : null;
    }

    /** Not by firstValue, which makes a stream of the values: this runs for every picture. */
    private static @Nullable String header(HttpHeaders headers, String name) {
        List<String> values = headers.allValues(name);
        return values.isEmpty() ? null : values.get(0);
    }

    static FalProtocolException noPicture(@Nullable String requestId) {
        return unreadable("no URL of a picture is in fal's answer", requestId);
    }

    static FalProtocolException unreadable(String what, @Nullable String requestId) {
        return new FalProtocolException(
                what + (requestId == null ? "" : " (request " + requestId + ")")
                        + "; the picture may have been charged",
                Facts.unknown(requestId),
                null);
    }
}
