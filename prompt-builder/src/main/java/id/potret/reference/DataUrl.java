package id.potret.reference;

import id.potret.reference.InvalidReferenceImageException.Reason;
import java.util.Base64;
import java.util.Locale;

/** A base64 data URL (RFC 2397), taken apart in one pass over the text and one compact copy of its payload. */
final class DataUrl {

    /** A media type with its parameters is short; a text without a comma so far is something else. */
    private static final int MAX_HEADER_CHARS = 1024;

    private final String declaredType;
    private final byte[] bytes;

    private DataUrl(String declaredType, byte[] bytes) {
        this.declaredType = declaredType;
        this.bytes = bytes;
    }

    static DataUrl parse(ReferenceSlot slot, String url) {
        int start = 0;
        while (start < url.length() && isWhiteSpace(url.charAt(start))) {
            start++;
        }
        int comma = url.regionMatches(true, start, "data:", 0, 5) ? commaAfter(url, start + 5) : -1;
        if (comma < 0) {
            throw new InvalidReferenceImageException(
                    slot,
                    Reason.NOT_A_DATA_URL,
                    "expected a text of the form data:image/png;base64,... with the picture");
        }
        String header = url.substring(start + 5, comma).strip().toLowerCase(Locale.ROOT);
        int lastSemicolon = header.lastIndexOf(';');
        if (lastSemicolon < 0 || !header.substring(lastSemicolon + 1).strip().equals("base64")) {
            throw new InvalidReferenceImageException(
                    slot, Reason.NOT_A_DATA_URL, "only data URLs in base64 are read; put ;base64 before the comma");
        }
        String declaredType = header.substring(0, header.indexOf(';')).strip();
        return new DataUrl(declaredType, decode(slot, url, comma + 1));
    }

    String declaredType() {
        return declaredType;
    }

    byte[] bytes() {
        return bytes;
    }

    private static int commaAfter(String url, int from) {
        boolean quoted = false;
        int limit = Math.min(url.length(), from + MAX_HEADER_CHARS);
        for (int i = from; i < limit; i++) {
            char c = url.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] decode(ReferenceSlot slot, String url, int from) {
        int chars = 0;
        for (int i = from; i < url.length(); i++) {
            if (!isWhiteSpace(url.charAt(i))) {
                chars++;
            }
        }
        // four characters hold three bytes; the padding makes this too high by two at most
        ReferenceImage.requireAllowedSize(slot, chars / 4L * 3 - 2);
        byte[] base64 = new byte[chars];
        int length = 0;
        for (int i = from; i < url.length(); i++) {
            char c = url.charAt(i);
            if (!isWhiteSpace(c)) {
                // no character outside ASCII is base64, nor is '%' in its place
                base64[length++] = c < 0x80 ? (byte) c : (byte) '%';
            }
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // the cause would show a piece of the payload
            throw new InvalidReferenceImageException(
                    slot, Reason.NOT_BASE64, "the payload is not base64 (the standard alphabet, not percent-encoded)");
        }
    }

    private static boolean isWhiteSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
