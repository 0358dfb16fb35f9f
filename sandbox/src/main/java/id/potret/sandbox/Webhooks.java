package id.potret.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Signs and delivers webhooks, to loopback addresses only: a test must not reach the outside by mistake. */
final class Webhooks implements AutoCloseable {
    static final String USER_ID = "sandbox-user";

    private static final int ATTEMPTS = 3;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);
    private static final int TIMEOUT_MILLIS = 15_000;
    private static final int MAX_DELIVERIES = 2_000;
    private static final int RAW_KEY_BYTES = 32;
    private static final Pattern SCHEME = Pattern.compile("https?");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private final Deque<WebhookDelivery> deliveries = new ArrayDeque<>();
    private final ScheduledThreadPoolExecutor threads;
    private @Nullable KeyPair keys;

    Webhooks() {
        threads = new ScheduledThreadPoolExecutor(2, task -> {
            Thread thread = new Thread(task, "potret-sandbox-webhooks");
            thread.setDaemon(true);
            return thread;
        });
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void deliverWhenCompleted(FalJob job, URI url) {
        deliverLater(job, url, 1, job.untilCompleted());
    }

    private void deliverLater(FalJob job, URI url, int attempt, Duration wait) {
        // what can go wrong is in the list of deliveries, so nobody asks the future
        ScheduledFuture<?> unused = threads.schedule(
                () -> {
                    if (!job.isCancelled() && deliver(job, url).status() / 100 != 2 && attempt < ATTEMPTS) {
                        deliverLater(job, url, attempt + 1, BETWEEN_ATTEMPTS);
                    }
                },
                wait.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** Delivers once, now. */
    WebhookDelivery deliver(FalJob job, URI url) {
        WebhookDelivery delivery = new WebhookDelivery(job.id(), url, post(job, url));
        synchronized (deliveries) {
            deliveries.add(delivery);
            if (deliveries.size() > MAX_DELIVERIES) {
                deliveries.remove();
            }
        }
        return delivery;
    }

    List<WebhookDelivery> deliveries() {
        synchronized (deliveries) {
            return List.copyOf(deliveries);
        }
    }

    private int post(FalJob job, URI url) {
        if (!SCHEME.matcher(String.valueOf(url.getScheme())).matches()
                || !LOOPBACK.matcher(String.valueOf(url.getHost())).matches()) {
            return 0;
        }
        byte[] body = body(job).toString().getBytes(UTF_8);
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setRequestMethod("POST");
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            connection.setDoOutput(true);
            // streaming also keeps the JDK from sending the body twice by itself
            connection.setFixedLengthStreamingMode(body.length);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setRequestProperty("X-Fal-Webhook-Request-Id", job.id());
            connection.setRequestProperty("X-Fal-Webhook-User-Id", USER_ID);
            connection.setRequestProperty("X-Fal-Webhook-Timestamp", timestamp);
            connection.setRequestProperty("X-Fal-Webhook-Signature", sign(job.id(), timestamp, body));
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
            int status = connection.getResponseCode();
            connection.disconnect();
            return status;
        } catch (IOException unreachable) {
            return 0;
        }
    }

    private static ObjectNode body(FalJob job) {
        Answer result = job.result();
        boolean failed = result.status() >= 300;
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("request_id", job.id())
                .put("gateway_request_id", UUID.randomUUID().toString())
                .put("status", failed ? "ERROR" : "OK");
        if (failed) {
            body.put("error", "Invalid status code: " + result.status());
        }
        JsonNode payload = Json.parse(result.body());
        if (payload.isMissingNode()) {
            return body.putNull("payload").put("payload_error", "Response payload is not JSON serializable");
        }
        return body.set("payload", payload);
    }

    private String sign(String requestId, String timestamp, byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            String message = String.join(
                    "\n", requestId, USER_ID, timestamp, HexFormat.of().formatHex(digest));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(keys().getPrivate());
            signature.update(message.getBytes(US_ASCII));
            return HexFormat.of().formatHex(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519 or SHA-256", e);
        }
    }

    /** Returns the public key as fal serves it. */
    Answer jwks() {
        byte[] encoded = keys().getPublic().getEncoded();
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - RAW_KEY_BYTES, encoded.length);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("keys")
                .addObject()
                .put("kty", "OKP")
                .put("crv", "Ed25519")
                .put("use", "sig")
                .put("kid", "sandbox")
                .put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(raw));
        return Answer.json(200, body.toString());
    }

    /** Made at first use: most tests need no webhooks. */
    private synchronized KeyPair keys() {
        if (keys == null) {
            try {
                keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java has no Ed25519", e);
            }
        }
        return keys;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            // a delivery ends at the latest when the receiver, usually of the same test, closes
            threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
