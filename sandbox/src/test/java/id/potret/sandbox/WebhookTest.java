package id.potret.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookTest {
    private final FalSandbox fal = FalSandbox.start();
    private final RequestLog received = new RequestLog();
    private final Script answers = new Script();
    private final WireServer receiver = new WireServer("test-receiver", 0, exchange -> {
        RecordedRequest request = exchange.record(received);
        exchange.send(answers.take(request).over(Answer.empty(200)));
    });

    @AfterEach
    void close() {
        fal.close();
        receiver.close();
    }

    private String submit(String body, String webhook) throws Exception {
        String query = "?fal_webhook=" + URLEncoder.encode(webhook, StandardCharsets.UTF_8);
        return Json.parse(Wire.send(Wire.request(fal.queueUri(), "/fal-ai/flux/schnell" + query)
                                .POST(BodyPublishers.ofString(body))
                                .build())
                        .body())
                .path("request_id")
                .asText();
    }

    @Test
    void aWebhookBringsTheOutputAndAValidSignature() throws Exception {
        String id = submit(Wire.RUN_BODY, receiver.uri() + "/hook?token=1");

        RecordedRequest webhook = received.await(1, Wire.PATIENCE).get(0);
        assertThat(webhook.path()).isEqualTo("/hook");
        assertThat(webhook.query()).isEqualTo("token=1");
        JsonNode body = Json.parse(webhook.bodyText());
        assertThat(body.path("request_id").asText()).isEqualTo(id);
        assertThat(body.path("gateway_request_id").asText()).isNotEmpty();
        assertThat(body.path("status").asText()).isEqualTo("OK");
        assertThat(body.at("/payload/images/0/url").asText())
                .startsWith(fal.filesUri().toString());
        assertThat(webhook.header("X-Fal-Webhook-Request-Id")).hasValue(id);
        assertThat(webhook.header("X-Fal-Webhook-User-Id")).hasValue(fal.webhookUserId());
        String timestamp = webhook.header("X-Fal-Webhook-Timestamp").orElseThrow();
        assertThat(Long.parseLong(timestamp)).isCloseTo(Instant.now().getEpochSecond(), within(60L));

        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(servedKey());
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(webhook.body()));
        signature.update((id + "\n" + fal.webhookUserId() + "\n" + timestamp + "\n" + digest).getBytes(US_ASCII));
        assertThat(signature.verify(HexFormat.of()
                        .parseHex(webhook.header("X-Fal-Webhook-Signature").orElseThrow())))
                .isTrue();
    }

    private PublicKey servedKey() throws Exception {
        JsonNode jwks = Json.parse(Wire.bytes(fal.jwksUri()).body());
        String x = HexFormat.of()
                .formatHex(Base64.getUrlDecoder().decode(jwks.at("/keys/0/x").asText()));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex("302a300506032b6570032100" + x)));
    }

    @Test
    void aFailureIsToldAsAnError() throws Exception {
        submit("{}", receiver.uri() + "/hook");

        JsonNode body = Json.parse(received.await(1, Wire.PATIENCE).get(0).bodyText());
        assertThat(body.path("status").asText()).isEqualTo("ERROR");
        assertThat(body.path("error").asText()).isEqualTo("Invalid status code: 422");
        assertThat(body.at("/payload/detail/0/type").asText()).isEqualTo("missing");
    }

    @Test
    void aPayloadThatIsNoJsonIsToldAsSuch() throws Exception {
        fal.onQueuedRun().next(FalAnswers.html(502));
        submit(Wire.RUN_BODY, receiver.uri() + "/hook");

        JsonNode body = Json.parse(received.await(1, Wire.PATIENCE).get(0).bodyText());
        assertThat(body.path("payload").isNull()).isTrue();
        assertThat(body.path("payload_error").asText()).isNotEmpty();
    }

    @Test
    void aWebhookIsDeliveredAgainUntilItIsTaken() throws Exception {
        answers.next(Answer.empty(500), Answer.broken(Fault.CLOSED_AFTER_BODY));
        String id = submit(Wire.RUN_BODY, receiver.uri() + "/hook");

        List<RecordedRequest> deliveries = received.await(3, Wire.PATIENCE);
        assertThat(deliveries.get(2).bodyText()).contains(id);
        assertThat(fal.webhookDeliveries()).extracting(WebhookDelivery::status).startsWith(500, 0);
    }

    @Test
    void aWebhookCanBeDeliveredOnceMore() throws Exception {
        String id = submit(Wire.RUN_BODY, receiver.uri() + "/hook");
        received.await(1, Wire.PATIENCE);

        WebhookDelivery again = fal.deliverWebhook(id, URI.create(receiver.uri() + "/hook?token=1"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.toString()).contains(id, "/hook -> 200").doesNotContain("token");
        assertThat(received.count()).isEqualTo(2);
        assertThatThrownBy(() -> fal.deliverWebhook("none", receiver.uri())).hasMessageContaining("none");
    }

    @Test
    void nothingIsSentToTheOutside() throws Exception {
        String id = submit(Wire.RUN_BODY, receiver.uri() + "/hook");
        received.await(1, Wire.PATIENCE);

        assertThat(fal.deliverWebhook(id, URI.create("http://192.0.2.1/hook")).status())
                .isZero();
        assertThat(fal.deliverWebhook(id, URI.create("http://127.0.0.1.example/hook"))
                        .status())
                .isZero();
    }
}
