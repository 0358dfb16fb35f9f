package id.potret.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What is in a recorded request to Gemini, and conditions on it for a {@link Script}. */
public final class GeminiRequests {
    private GeminiRequests() {}

    /**
     * Returns the texts of a request, the system instruction first.
     *
     * @param request a request to a {@link GeminiSandbox}
     * @return the text parts in their order; empty if there are none or the body is no JSON
     */
    public static List<String> texts(RecordedRequest request) {
        return List.copyOf(new GeminiRequest(request.content()).texts());
    }

    /**
     * Returns the pictures of a request.
     *
     * @param request a request to a {@link GeminiSandbox}
     * @return the bytes of the inline pictures in their order, decoded from base64
     */
    public static List<byte[]> images(RecordedRequest request) {
        return List.copyOf(new GeminiRequest(request.content()).images());
    }

    /**
     * Returns a condition on the text, such as the role that the instruction names.
     *
     * @param part what the text must contain, in any case
     * @return true for requests with that text
     */
    public static Predicate<RecordedRequest> text(String part) {
        String wanted = part.toLowerCase(Locale.ROOT);
        return request -> texts(request).stream()
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }

    /**
     * Returns a condition on the bytes of a picture.
     *
     * @param bytes the picture, exactly as the client sends it
     * @return true for requests with that picture
     */
    public static Predicate<RecordedRequest> image(byte[] bytes) {
        byte[] wanted = bytes.clone();
        return request -> images(request).stream().anyMatch(image -> Arrays.equals(image, wanted));
    }

    /**
     * Returns a condition on what the sandbox sees in a picture; it holds also after the client has scaled the picture down.
     *
     * @param words what the sandbox's description must contain, such as {@code "red"}
     * @return true for requests with such a picture
     */
    public static Predicate<RecordedRequest> shows(String words) {
        return request -> images(request).stream()
                .anyMatch(image -> ImageObserver.describe(image, "").contains(words));
    }
}
