package id.potret.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import id.potret.fal.FalException.Facts;
import id.potret.fal.FalException.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetryTest {

    private static final FalRequest REQUEST = FalRequest.of("a red bag");

    @Test
    void aRefusedRequestIsSentAgainAndSucceeds() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (StubServer server = new StubServer((request, connection) -> count.incrementAndGet() < 3
                ? connection.reply(503, "{\"detail\":\"x\"}", "Retry-After: 0")
                : connection.reply(200, StubServer.IMAGE))) {
            FalImage image = server.client().build().generate(REQUEST);

            assertThat(image.flagged()).isFalse();
            assertThat(server.posts()).isEqualTo(3);
        }
    }

    @Test
    void threeAttemptsAreMade() {
        try (StubServer server = StubServer.answering(429, "{\"detail\":\"slow down\"}", "Retry-After: 0")) {
            FalException failure = catchThrowableOfType(
                    FalException.class, () -> server.client().build().generate(REQUEST));

            assertThat(failure).isInstanceOf(FalRateLimitException.class);
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure.getSuppressed()).hasSize(1);
            assertThat(server.posts()).isEqualTo(3);
        }
    }

    @Test
    void aRefusedConnectionIsNotSent() throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        FalClient client =
                FalClient.builder(FalCredentials.of("test-key")).apiBase(nobody).build();

        FalException failure = catchThrowableOfType(FalException.class, () -> client.generate(REQUEST));

        assertThat(failure).isInstanceOf(FalConnectionException.class).hasMessageContaining("nothing was sent");
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(failure.status()).isEmpty();
    }

    @Test
    void cancelClosesTheConnectionAlsoFromADerivedStage() throws Exception {
        try (StubServer server = new StubServer((request, connection) -> connection.hang())) {
            FalClient client = server.client().build();
            CompletableFuture<URI> derived = client.generateAsync(REQUEST).thenApply(FalImage::url);
            while (server.posts() == 0) {
                Thread.onSpinWait();
            }

            derived.cancel(true);

            assertThat(server.sawClientClose()).isTrue();
        }
    }

    @Test
    void waitsAreJitteredBoundedAndNeverPastTheDeadline() {
        RetryPolicy policy = new RetryPolicy(() -> 0.5);
        FalException server = failure(503, null);
        FalException limited = new FalRateLimitException("x", server.facts(), null);
        Duration plenty = Duration.ofMinutes(3);

        assertThat(policy.next(server, 1, plenty)).contains(Duration.ofMillis(250));
        assertThat(policy.next(server, 2, plenty)).contains(Duration.ofMillis(500));
        assertThat(policy.next(limited, 1, plenty)).contains(Duration.ofMillis(500));
        assertThat(policy.next(limited, 2, plenty)).contains(Duration.ofSeconds(1));
        assertThat(policy.next(server, 3, plenty)).isEmpty();
        assertThat(policy.next(server, 1, Duration.ofMillis(250))).isEmpty();
        assertThat(policy.next(failure(503, Duration.ofSeconds(7)), 1, plenty)).contains(Duration.ofSeconds(7));
        assertThat(policy.next(failure(503, Duration.ofMinutes(7)), 1, plenty)).isEmpty();
    }

    @Test
    void anOutageDoesNotMultiplyLoad() {
        RetryPolicy policy = new RetryPolicy(() -> 0.5);
        FalException failure = failure(503, null);
        int retries = 0;
        for (int call = 0; call < 1000; call++) {
            retries += policy.next(failure, 1, Duration.ofMinutes(1)).isPresent() ? 1 : 0;
        }

        assertThat(retries).isEqualTo(50);
        for (int i = 0; i < 5; i++) {
            policy.succeeded();
        }
        assertThat(policy.next(failure, 1, Duration.ofMinutes(1))).isPresent();
        assertThat(policy.next(failure, 1, Duration.ofMinutes(1))).isEqualTo(Optional.empty());
    }

    @Test
    void successesEarnTheRetriesOfALaterOutage() throws Exception {
        AtomicBoolean outage = new AtomicBoolean(true);
        try (StubServer server = new StubServer((request, connection) -> outage.get()
                ? connection.reply(503, "{\"detail\":\"x\"}", "Retry-After: 0")
                : connection.reply(200, StubServer.IMAGE))) {
            FalClient client = server.client().build();
            for (int call = 0; call < 26; call++) {
                assertThatThrownBy(() -> client.generate(REQUEST)).isInstanceOf(FalServerException.class);
            }
            assertThat(server.posts()).as("26 calls and 50 retries").isEqualTo(76);
            outage.set(false);
            for (int call = 0; call < 5; call++) {
                client.generate(REQUEST);
            }
            outage.set(true);

            assertThatThrownBy(() -> client.generate(REQUEST)).isInstanceOf(FalServerException.class);

            assertThat(server.posts())
                    .as("5 pictures, one call and the retry they earned")
                    .isEqualTo(76 + 5 + 2);
        }
    }

    private static FalException failure(int status, @Nullable Duration retryAfter) {
        return new FalServerException("x", new Facts(Outcome.REFUSED, true, status, null, null, retryAfter), null);
    }

    @Test
    void badArgumentsAreRefusedAtOnce() {
        assertThatThrownBy(() -> FalRequest.of(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FalRequest.of("cut \ud83d")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> REQUEST.withTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FalCredentials.of("test\nkey")).isInstanceOf(IllegalArgumentException.class);
    }
}
