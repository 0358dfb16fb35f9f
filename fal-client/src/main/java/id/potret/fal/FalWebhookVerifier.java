package id.potret.fal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Verifies what arrives at a webhook: that fal signed it, for this account, within the last five minutes.
 *
 * <p>fal signs for all its customers with the same keys, so the signature alone proves little: the user id is checked,
 * too. The keys are fetched when first needed and kept for 24 hours. Thread-safe; keep one per account.
 *
 * @see FalQueue#submit(FalRequest, URI)
 */
public final class FalWebhookVerifier {

    private static final URI JWKS = URI.create("https://rest.fal.ai/.well-known/jwks.json");
    private static final Duration WINDOW = Duration.ofMinutes(5);
    /** fal's documentation asks to keep its keys no longer. */
    private static final Duration MAX_KEY_AGE = Duration.ofDays(1);
    /** Keys that fit no signature are fetched again, but strangers must not decide how often. */
    private static final Duration MIN_KEY_AGE = Duration.ofMinutes(5);

    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_JWKS = 256 * 1024;
    /** What makes an X.509 key of 32 bytes of Ed25519 (RFC 8410). */
    private static final String X509_PREFIX = "302a300506032b6570032100";

    private final String userId;
    private final URI jwks;
    private final HttpClient http;
    private final Time time;

    // guarded by this
    private List<PublicKey> keys = List.of();
    private long fetched;

    private FalWebhookVerifier(String userId, URI jwks, HttpClient http, Time time) {
        if (userId.isBlank()) {
            throw new IllegalArgumentException("the fal user id is blank; it is in fal's dashboard");
        }
        this.userId = userId;
        this.jwks = jwks;
        this.http = http;
        this.time = time;
    }

    /**
     * Makes a verifier for an account.
     *
     * @param userId the account's user id at fal, as {@code X-Fal-Webhook-User-Id} carries it
     * @return the verifier
     * @throws IllegalArgumentException if the id is blank
     */
    public static FalWebhookVerifier forUser(String userId) {
        return forUser(userId, Transport.newHttpClient());
    }

    /**
     * Makes a verifier for an account that fetches fal's keys with a given HTTP client.
     *
     * @param userId the account's user id at fal, as {@code X-Fal-Webhook-User-Id} carries it
     * @param httpClient for proxy or TLS settings; must not follow redirects
     * @return the verifier
     * @throws IllegalArgumentException if the id is blank or the client follows redirects
     */
    public static FalWebhookVerifier forUser(String userId, HttpClient httpClient) {
        return new FalWebhookVerifier(userId, JWKS, Transport.requireNoRedirects(httpClient), Time.system());
    }

    /**
     * Makes a verifier for deliveries of a sandbox on this very machine, to test a handler with.
     *
     * <p>Pictures on loopback are accepted, too.
     *
     * @param userId the user id that the sandbox signs for
     * @param jwks where the sandbox serves its keys
     * @return the verifier
     * @throws IllegalArgumentException if the id is blank, or the address is not http on loopback: whoever serves the keys
     *     can sign for everybody
     */
    public static FalWebhookVerifier forSandbox(String userId, URI jwks) {
        return forSandbox(userId, jwks, Time.system());
    }

    static FalWebhookVerifier forSandbox(String userId, URI jwks, Time time) {
        if (!FalHosts.isLoopback(jwks)) {
            throw new IllegalArgumentException(
                    "a sandbox serves its keys by http on loopback, and not at " + Redaction.location(jwks));
        }
        return new FalWebhookVerifier(userId, jwks, Transport.newHttpClient(), time);
    }

    /**
     * Verifies a delivery and reads it.
     *
     * @param header gives the value of a request's header by its name, or null; as servlet requests do
     * @param body the body, exactly as it arrived
     * @return what is known to come from fal
     * @throws InvalidFalWebhookException if it cannot be believed; answer with 401 and ignore it
     * @throws IOException if fal's keys cannot be fetched; answer with 503, so that fal delivers again
     * @throws InterruptedException if this thread is interrupted
     */
    public FalWebhook verify(Function<String, @Nullable String> header, byte[] body)
            throws InvalidFalWebhookException, IOException, InterruptedException {
        String requestId = required(header, "X-Fal-Webhook-Request-Id");
        String user = required(header, "X-Fal-Webhook-User-Id");
        String timestamp = required(header, "X-Fal-Webhook-Timestamp");
        byte[] signature = signature(required(header, "X-Fal-Webhook-Signature"));
        if (!user.equals(userId)) {
            throw new InvalidFalWebhookException("the delivery is for another account of fal's");
        }
        requireFresh(timestamp);
        byte[] message =
                (requestId + "\n" + user + "\n" + timestamp + "\n" + sha256(body)).getBytes(StandardCharsets.UTF_8);
        if (!isSigned(message, signature, keys(MAX_KEY_AGE)) && !isSigned(message, signature, keys(MIN_KEY_AGE))) {
            throw new InvalidFalWebhookException("the delivery is not signed by fal");
        }
        return read(body);
    }

    private static String required(Function<String, @Nullable String> header, String name)
            throws InvalidFalWebhookException {
        String value = header.apply(name);
        if (value == null || value.isBlank()) {
            throw new InvalidFalWebhookException("the delivery has no " + name);
        }
        return value.strip();
    }

    private static byte[] signature(String hex) throws InvalidFalWebhookException {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new InvalidFalWebhookException("the delivery's signature is not hexadecimal");
        }
    }

    private void requireFresh(String timestamp) throws InvalidFalWebhookException {
        long seconds;
        try {
            seconds = Long.parseLong(timestamp);
        } catch (NumberFormatException e) {
            throw new InvalidFalWebhookException("the delivery's timestamp is not a number");
        }
        long now = time.now().getEpochSecond();
        // two comparisons, because a difference could overflow
        if (seconds < now - WINDOW.toSeconds() || seconds > now + WINDOW.toSeconds()) {
            throw new InvalidFalWebhookException("the delivery is older than five minutes, or a clock is wrong");
        }
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static boolean isSigned(byte[] message, byte[] signature, List<PublicKey> keys) {
        return keys.stream().anyMatch(key -> {
            try {
                Signature verifier = Signature.getInstance("Ed25519");
                verifier.initVerify(key);
                verifier.update(message);
                return verifier.verify(signature);
            } catch (GeneralSecurityException e) {
                // a signature of another length, for example
                return false;
            }
        });
    }

    private synchronized List<PublicKey> keys(Duration maxAge) throws IOException, InterruptedException {
        long now = time.nanos();
        if (keys.isEmpty() || now - fetched > maxAge.toNanos()) {
            keys = fetch();
            fetched = now;
        }
        return keys;
    }

    private List<PublicKey> fetch() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(jwks).timeout(FETCH_TIMEOUT).build();
        HttpResponse<byte[]> response = http.send(request, head -> new Transport.LimitedBody(MAX_JWKS));
        List<PublicKey> found = new ArrayList<>();
        for (JsonNode key : Json.read(response.body()).path("keys")) {
            byte[] raw = raw(key.path("x").asText(""));
            if ("OKP".equals(key.path("kty").textValue()) && raw.length == 32) {
                found.add(publicKey(raw));
            }
        }
        if (response.statusCode() != 200 || found.isEmpty()) {
            throw new IOException("fal's keys could not be read from " + Redaction.location(jwks) + " (status "
                    + response.statusCode() + ")");
        }
        return List.copyOf(found);
    }

    private static byte[] raw(String base64) {
        try {
            return Base64.getUrlDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static PublicKey publicKey(byte[] raw) throws IOException {
        byte[] encoded = HexFormat.of().parseHex(X509_PREFIX + HexFormat.of().formatHex(raw));
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IOException("fal's key is not a key of Ed25519", e);
        }
    }

    private FalWebhook read(byte[] body) throws InvalidFalWebhookException {
        JsonNode tree = Json.read(body);
        String requestId = Json.name(tree.path("request_id"));
        String status = tree.path("status").textValue();
        if (requestId == null || status == null) {
            throw new InvalidFalWebhookException("the delivery is signed, but not readable");
        }
        if (!status.equals("OK")) {
            String error = Redaction.excerpt(tree.path("error").asText(""), "", "");
            return new FalWebhook(requestId, null, error.isEmpty() ? "unknown" : error);
        }
        byte[] payload = tree.path("payload").toString().getBytes(StandardCharsets.UTF_8);
        HttpHeaders none = HttpHeaders.of(Map.of(), (name, value) -> true);
        return new FalWebhook(requestId, AnswerParser.parse(payload, none, FalHosts.isLoopback(jwks), requestId), null);
    }
}
