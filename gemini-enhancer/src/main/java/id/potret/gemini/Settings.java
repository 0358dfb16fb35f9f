package id.potret.gemini;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The settings that describing and translating have in common: their names, defaults and limits. */
final class Settings {

    static final String API_KEY = "GEMINI_API_KEY";
    static final String MODEL = "GEMINI_MODEL";

    static final String DEFAULT_MODEL = "gemini-3.5-flash-lite";
    static final URI DEFAULT_BASE_URL = URI.create("https://generativelanguage.googleapis.com");
    static final int DEFAULT_MAX_PARALLEL = 12;
    static final int DEFAULT_CACHE_SIZE = 1000;
    static final Duration DEFAULT_CACHE_TIME = Duration.ofHours(1);

    private static final int MAX_MAX_PARALLEL = 1000;

    /** What header values, and Google's keys, consist of; the SDK's complaint about any other key would repeat it. */
    private static final Pattern KEY_FORM = Pattern.compile("[A-Za-z0-9_-]+");

    private static final Pattern MODEL_FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private Settings() {}

    static String key(Map<String, String> settings) {
        String key = settings.getOrDefault(API_KEY, "");
        if (key.isBlank()) {
            throw new IllegalArgumentException(API_KEY + " is not set; it must hold the key for the Gemini API");
        }
        return key;
    }

    static String model(Map<String, String> settings) {
        String model = settings.getOrDefault(MODEL, "");
        return model.isBlank() ? DEFAULT_MODEL : model;
    }

    static String requireKey(String apiKey) {
        if (!KEY_FORM.matcher(apiKey).matches()) {
            throw new IllegalArgumentException(
                    "the Gemini API key must consist of letters, digits, '-' and '_'; check it for blanks, quotes and"
                            + " line breaks (it is not shown here)");
        }
        return apiKey;
    }

    static String requireModel(String model) {
        if (!MODEL_FORM.matcher(model).matches()) {
            throw new IllegalArgumentException("the Gemini model must be a name such as " + DEFAULT_MODEL
                    + ", of letters, digits, '.', '-' and '_', and is '" + model + "'");
        }
        return model;
    }

    static URI requireBaseUrl(URI baseUrl) {
        String scheme = Objects.requireNonNullElse(baseUrl.getScheme(), "").toLowerCase(Locale.ROOT);
        String host = Objects.requireNonNullElse(baseUrl.getHost(), "").toLowerCase(Locale.ROOT);
        boolean safe = (scheme.equals("https") && !host.isEmpty())
                || (scheme.equals("http") && LOOPBACK.matcher(host).matches());
        if (!safe
                || baseUrl.getRawUserInfo() != null
                || baseUrl.getRawQuery() != null
                || baseUrl.getRawFragment() != null) {
            throw new IllegalArgumentException("the Gemini base URL must be https://host[:port][/path], or http:// on"
                    + " loopback, without user, query and fragment");
        }
        return baseUrl;
    }

    static Duration requirePositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive and is " + duration);
        }
        return duration;
    }

    static int requireMaxParallel(int maxParallel) {
        if (maxParallel < 1 || maxParallel > MAX_MAX_PARALLEL) {
            throw new IllegalArgumentException(
                    "maxParallel must be 1 to " + MAX_MAX_PARALLEL + " and is " + maxParallel);
        }
        return maxParallel;
    }

    static int requireCacheSize(int maxEntries) {
        if (maxEntries < 0) {
            throw new IllegalArgumentException("the size of the cache must be 0 or more and is " + maxEntries);
        }
        return maxEntries;
    }
}
