package id.potret.fal;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key of a fal account.
 *
 * <p>Immutable. The key is sent to fal's API hosts only, and {@link #toString()} does not show it.
 */
public final class FalCredentials {

    private final String key;

    private FalCredentials(String key) {
        this.key = key;
    }

    /**
     * Takes a key as fal's dashboard shows it.
     *
     * @param key the key; white space around it is dropped
     * @return the credentials
     * @throws IllegalArgumentException if the key is blank or holds anything but printable ASCII
     */
    public static FalCredentials of(String key) {
        return new FalCredentials(checked("the fal key", key));
    }

    /**
     * Takes a key in its two parts.
     *
     * @param keyId the public part
     * @param keySecret the secret part
     * @return the credentials
     * @throws IllegalArgumentException if a part is blank or holds anything but printable ASCII
     */
    public static FalCredentials of(String keyId, String keySecret) {
        return new FalCredentials(checked("the fal key id", keyId) + ":" + checked("the fal key secret", keySecret));
    }

    /**
     * Reads {@code FAL_KEY}, or {@code FAL_KEY_ID} and {@code FAL_KEY_SECRET}, from the environment.
     *
     * @return the credentials
     * @throws IllegalArgumentException if a variable is missing; the message names it
     */
    public static FalCredentials fromEnv() {
        return fromSettings(System.getenv());
    }

    static FalCredentials fromSettings(Map<String, String> settings) {
        String key = present(settings, "FAL_KEY");
        if (key != null) {
            return of(key);
        }
        String id = present(settings, "FAL_KEY_ID");
        String secret = present(settings, "FAL_KEY_SECRET");
        if (id != null && secret != null) {
            return of(id, secret);
        }
        if (id != null || secret != null) {
            throw new IllegalArgumentException((id == null ? "FAL_KEY_ID" : "FAL_KEY_SECRET")
                    + " is missing: set both FAL_KEY_ID and FAL_KEY_SECRET, or FAL_KEY alone");
        }
        throw new IllegalArgumentException(
                "FAL_KEY is missing: set it to the key of your fal account, or set FAL_KEY_ID and FAL_KEY_SECRET");
    }

    private static @Nullable String present(Map<String, String> settings, String name) {
        String value = settings.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    private static String checked(String what, String value) {
        String stripped = value.strip();
        if (stripped.isEmpty()) {
            throw new IllegalArgumentException(what + " is blank");
        }
        // a line break in a header value would be a header of its own
        if (!stripped.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    what + " holds white space or characters outside ASCII; copy it again from the dashboard");
        }
        return stripped;
    }

    /** The value of the Authorization header. */
    String authorization() {
        return "Key " + key;
    }

    /** The key itself, for redaction. */
    String secret() {
        return key;
    }

    /**
     * Shows that there is a key, and nothing of it.
     *
     * @return a text without the key
     */
    @Override
    public String toString() {
        return "FalCredentials[redacted]";
    }
}
