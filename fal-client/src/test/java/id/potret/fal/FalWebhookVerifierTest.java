package id.potret.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalWebhookVerifierTest {

    private static final String USER = "user-1";
    private static final byte[] BODY = ("{\"request_id\":\"req-1\",\"gateway_request_id\":\"req-1\",\"status\":\"OK\","
                    + "\"payload\":" + StubServer.IMAGE + "}")
            .getBytes(StandardCharsets.UTF_8);

    private final ManualTime time = ManualTime.standing();
    private volatile String jwks = "{}";
    private final StubServer server = new StubServer((request, connection) -> connection.reply(200, jwks));
    private KeyPair key;

    FalWebhookVerifierTest() throws Exception {
        key = newKey();
    }

    @BeforeEach
    void publish() {
        jwks = jwks(key);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static KeyPair newKey() throws Exception {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    private static String jwks(KeyPair key) {
        byte[] encoded = key.getPublic().getEncoded();
        String x = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        // keys of other kinds are passed over
        return "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\"},{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"!\"},"
                + "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\"}]}";
    }

    private Map<String, String> sign(byte[] body, String user, long timestamp) throws Exception {
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key.getPrivate());
        signer.update(("req-1\n" + user + "\n" + timestamp + "\n" + hash).getBytes(StandardCharsets.UTF_8));
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Fal-Webhook-Request-Id", "req-1");
        headers.put("X-Fal-Webhook-User-Id", user);
        headers.put("X-Fal-Webhook-Timestamp", String.valueOf(timestamp));
        headers.put("X-Fal-Webhook-Signature", HexFormat.of().formatHex(signer.sign()));
        return headers;
    }

    private Map<String, String> sign() throws Exception {
        return sign(BODY, USER, ManualTime.START.getEpochSecond());
    }

    private FalWebhookVerifier verifier() {
        return FalWebhookVerifier.forSandbox(USER, server.uri(), time);
    }

    @Test
    void aDeliveryOfFalsIsRead() throws Exception {
        FalWebhook webhook = verifier().verify(sign()::get, BODY);

        assertThat(webhook.requestId()).isEqualTo("req-1");
        assertThat(webhook.error()).isEmpty();
        assertThat(webhook.image()).hasValueSatisfying(image -> {
            assertThat(image.url()).hasToString("https://v3.fal.media/files/a/b.jpg");
            assertThat(image.requestId()).contains("req-1");
        });
        assertThat(webhook).hasToString("FalWebhook[req-1, " + webhook.image().orElseThrow() + "]");
    }

    @Test
    void aFailureIsRead() throws Exception {
        byte[] body = "{\"request_id\":\"req-1\",\"status\":\"ERROR\",\"error\":\"Unexpected status code: 422\"}"
                .getBytes(StandardCharsets.UTF_8);

        FalWebhook webhook = verifier().verify(sign(body, USER, ManualTime.START.getEpochSecond())::get, body);

        assertThat(webhook.image()).isEmpty();
        assertThat(webhook.error()).contains("Unexpected status code: 422");
        assertThat(webhook).hasToString("FalWebhook[req-1, failed]");
    }

    @Test
    void aPayloadThatIsNotThereIsNoFailure() throws Exception {
        byte[] body = "{\"request_id\":\"req-1\",\"status\":\"OK\",\"payload\":null,\"payload_error\":\"too large\"}"
                .getBytes(StandardCharsets.UTF_8);

        FalWebhook webhook = verifier().verify(sign(body, USER, ManualTime.START.getEpochSecond())::get, body);

        assertThat(webhook.image()).isEmpty();
        assertThat(webhook.error()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"status\":\"OK\"}", "{\"request_id\":\"req-1\"}", "x"})
    void whatIsSignedAndNotReadableIsInvalid(String text) throws Exception {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> verifier().verify(sign(body, USER, ManualTime.START.getEpochSecond())::get, body))
                .isInstanceOf(InvalidFalWebhookException.class)
                .hasMessageContaining("not readable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Fal-Webhook-Request-Id",
                "X-Fal-Webhook-User-Id",
                "X-Fal-Webhook-Timestamp",
                "X-Fal-Webhook-Signature"
            })
    void everyHeaderIsNeededAndSigned(String name) throws Exception {
        Map<String, String> without = sign();
        without.remove(name);
        Map<String, String> changed = sign();
        changed.computeIfPresent(
                name, (n, value) -> value.charAt(0) == '1' ? "2" + value.substring(1) : "1" + value.substring(1));

        assertThatThrownBy(() -> verifier().verify(without::get, BODY))
                .isInstanceOf(InvalidFalWebhookException.class)
                .hasMessageContaining(name);
        assertThatThrownBy(() -> verifier().verify(changed::get, BODY)).isInstanceOf(InvalidFalWebhookException.class);
    }

    @Test
    void anotherBodyIsInvalid() throws Exception {
        Map<String, String> headers = sign();

        assertThatThrownBy(() -> verifier().verify(headers::get, "{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidFalWebhookException.class)
                .hasMessageContaining("not signed by fal");
    }

    @Test
    void aDeliveryForAnotherAccountIsInvalidThoughFalSignedIt() throws Exception {
        Map<String, String> headers = sign(BODY, "user-2", ManualTime.START.getEpochSecond());

        assertThatThrownBy(() -> verifier().verify(headers::get, BODY))
                .isInstanceOf(InvalidFalWebhookException.class)
                .hasMessageContaining("another account");
        assertThat(server.requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "-300, true", "300, true", "-301, false", "301, false"})
    void aDeliveryIsValidForFiveMinutes(long offset, boolean valid) throws Exception {
        Map<String, String> headers = sign(BODY, USER, ManualTime.START.getEpochSecond() + offset);

        if (valid) {
            assertThat(verifier().verify(headers::get, BODY).requestId()).isEqualTo("req-1");
        } else {
            assertThatThrownBy(() -> verifier().verify(headers::get, BODY))
                    .isInstanceOf(InvalidFalWebhookException.class)
                    .hasMessageContaining("older than five minutes");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "X-Fal-Webhook-Timestamp, soon, not a number",
        "X-Fal-Webhook-Timestamp, 9223372036854775807, five minutes",
        "X-Fal-Webhook-Timestamp, -9223372036854775808, five minutes",
        "X-Fal-Webhook-Signature, xyz, hexadecimal",
        "X-Fal-Webhook-Signature, abcd, not signed by fal"
    })
    void headersThatAreNonsenseAreInvalid(String name, String value, String message) throws Exception {
        Map<String, String> headers = sign();
        headers.put(name, value);

        assertThatThrownBy(() -> verifier().verify(headers::get, BODY))
                .isInstanceOf(InvalidFalWebhookException.class)
                .hasMessageContaining(message);
    }

    @Test
    void keysAreFetchedOnceADay() throws Exception {
        FalWebhookVerifier verifier = verifier();
        verifier.verify(sign()::get, BODY);
        verifier.verify(sign()::get, BODY);
        assertThat(server.requests).hasSize(1);

        time.advance(Duration.ofDays(1).plusSeconds(1));
        verifier.verify(sign(BODY, USER, time.now().getEpochSecond())::get, BODY);

        assertThat(server.requests).hasSize(2);
    }

    @Test
    void newKeysAreFetchedWhenOldOnesFitNothingButNotAtEveryStrangersWish() throws Exception {
        FalWebhookVerifier verifier = verifier();
        verifier.verify(sign()::get, BODY);
        key = newKey();
        jwks = jwks(key);
        Map<String, String> early = sign();
        assertThatThrownBy(() -> verifier.verify(early::get, BODY)).isInstanceOf(InvalidFalWebhookException.class);
        assertThat(server.requests).hasSize(1);

        time.advance(Duration.ofMinutes(5).plusSeconds(1));
        Map<String, String> late = sign(BODY, USER, time.now().getEpochSecond());

        assertThat(verifier.verify(late::get, BODY).requestId()).isEqualTo("req-1");
        assertThat(server.requests).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"OKP\",\"x\":\"AAAA\"}]}", "<html>"})
    void keysThatCannotBeReadAreATroubleAndNotAnInvalidDelivery(String answer) throws Exception {
        jwks = answer;
        Map<String, String> headers = sign();

        assertThatThrownBy(() -> verifier().verify(headers::get, BODY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fal's keys could not be read");
    }

    @Test
    void aUserIsNeeded() {
        assertThatThrownBy(() -> FalWebhookVerifier.forUser(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThat(FalWebhookVerifier.forUser("user-1")).isNotNull();
        assertThat(URI.create("https://rest.fal.ai/.well-known/jwks.json"))
                .satisfies(uri -> assertThat(FalHosts.isApi(uri)).isTrue());
    }
}
