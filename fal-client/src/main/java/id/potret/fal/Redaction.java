package id.potret.fal;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Makes what strangers sent fit for logs and messages. */
final class Redaction {

    private static final int EXCERPT = 200;
    /** So many letters and digits in a row are taken for a piece of the prompt. */
    private static final int ECHO = 12;

    private Redaction() {}

    /** An address without user, query and data. */
    static String location(URI uri) {
        if (uri.isOpaque()) {
            return uri.getScheme() + ":...";
        }
        String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + (uri.getRawPath() == null ? "" : uri.getRawPath());
    }

    /**
     * The beginning of an answer, on one line.
     *
     * <p>Servers and proxies like to repeat what they were sent, in any escaping. An excerpt that seems to hold a piece
     * of the prompt or the key is withheld as a whole.
     */
    static String excerpt(String text, String prompt, String key) {
        String line = text.replaceAll("<[^>]{0,2000}>", " ")
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
        if (line.isEmpty()) {
            return "";
        }
        if (echoes(line, prompt) || echoes(line, key)) {
            return "[withheld: it repeats the request]";
        }
        if (line.length() <= EXCERPT) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(EXCERPT - 1)) ? EXCERPT - 1 : EXCERPT;
        return line.substring(0, end) + "...";
    }

    static String excerpt(byte[] body, String prompt, String key) {
        // four bytes of UTF-8 at most for each character, and some room for tags
        int length = Math.min(body.length, 16 * EXCERPT);
        return excerpt(new String(body, 0, length, StandardCharsets.UTF_8), prompt, key);
    }

    private static boolean echoes(String line, String secret) {
        String haystack = lettersAndDigits(line);
        String needle = lettersAndDigits(secret);
        int window = Math.min(ECHO, needle.length());
        if (window == 0) {
            // nothing but punctuation, or no secret at all
            return !secret.isBlank() && line.contains(secret.strip());
        }
        for (int i = 0; i + window <= needle.length(); i++) {
            if (haystack.contains(needle.substring(i, i + window))) {
                return true;
            }
        }
        return false;
    }

    private static String lettersAndDigits(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("&#?[a-z0-9]{1,8};|[^\\p{L}\\p{N}]", "");
    }
}
