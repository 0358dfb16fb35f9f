package id.potret.fal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with a server, blocking; an interrupt closes the connection.
 *
 * <p>Blocking on a pooled thread is on purpose: {@code HttpClient.sendAsync} ends on the default executor of
 * CompletableFuture, which on one or two processors starts a thread for every single exchange.
 */
final class Transport {

    /** Room for a picture in a data URI. */
    static final int MAX_BODY = 32 * 1024 * 1024;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final HttpRequest template;

    Transport(HttpClient http, FalCredentials credentials) {
        this.http = http;
        // HTTP/1.1: with one stream per connection a broken connection breaks one request only, and no limit of
        // streams refuses what the gate admits
        this.template = HttpRequest.newBuilder(FalHosts.RUN)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", credentials.authorization())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .header("User-Agent", "potret-fal/" + Version.VERSION)
                .build();
    }

    static HttpClient newHttpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                // the key must not follow a redirect
                .followRedirects(HttpClient.Redirect.NEVER)
                // a response is handled on the selector's thread: it is short work, and a hand-over costs more
                .executor(Runnable::run)
                .build();
    }

    /** What is known of an exchange while it runs; read by other threads when the deadline passes. */
    static final class Trace {
        private volatile boolean sent;
        private volatile @Nullable String requestId;

        /** Whether a connection was made, so that the server may have seen the request. */
        boolean isSent() {
            return sent;
        }

        @Nullable
        String requestId() {
            return requestId;
        }
    }

    Reply post(URI uri, byte[] body, Trace trace) throws IOException, InterruptedException {
        return send("POST", uri, new TracedBody(body, trace), trace);
    }

    Reply get(URI uri, Trace trace) throws IOException, InterruptedException {
        return send("GET", uri, BodyPublishers.noBody(), trace);
    }

    Reply put(URI uri, Trace trace) throws IOException, InterruptedException {
        return send("PUT", uri, BodyPublishers.noBody(), trace);
    }

    private Reply send(String method, URI uri, BodyPublisher body, Trace trace)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(template, (name, value) -> true)
                .uri(uri)
                .method(method, body)
                .build();
        HttpResponse<byte[]> response = http.send(request, head -> {
            trace.requestId = AnswerParser.requestId(head.headers());
            return new LimitedBody(MAX_BODY);
        });
        return new Reply(response.statusCode(), response.headers(), response.body());
    }

    /** A body that tells when it is wanted, which is when there is a connection. */
    private static final class TracedBody implements BodyPublisher {
        private final BodyPublisher bytes;
        private final Trace trace;

        TracedBody(byte[] body, Trace trace) {
            this.bytes = BodyPublishers.ofByteArray(body);
            this.trace = trace;
        }

        @Override
        public long contentLength() {
            return bytes.contentLength();
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            trace.sent = true;
            bytes.subscribe(subscriber);
        }
    }

    /** Thrown where an answer is longer than any picture. */
    static final class BodyTooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        BodyTooLongException(int max) {
            super("the answer is longer than " + max + " bytes");
        }
    }

    /** Collects a body up to a limit. */
    static final class LimitedBody implements BodySubscriber<byte[]> {
        private final BodySubscriber<byte[]> bytes = HttpResponse.BodySubscribers.ofByteArray();
        private final int max;
        private Flow.@Nullable Subscription subscription;
        private long length;
        private boolean tooLong;

        LimitedBody(int max) {
            this.max = max;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return bytes.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            bytes.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            if (tooLong) {
                return;
            }
            for (ByteBuffer buffer : buffers) {
                length += buffer.remaining();
            }
            if (length <= max) {
                bytes.onNext(buffers);
                return;
            }
            tooLong = true;
            if (subscription != null) {
                subscription.cancel();
            }
            bytes.onError(new BodyTooLongException(max));
        }

        @Override
        public void onError(Throwable failure) {
            bytes.onError(failure);
        }

        @Override
        public void onComplete() {
            bytes.onComplete();
        }
    }
}
