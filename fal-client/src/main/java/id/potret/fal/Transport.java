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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
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

    static final String USER_AGENT = "potret-fal/" + Version.VERSION;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** For questions that cost nothing and are asked again. */
    private static final Duration QUESTION_TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final String authorization;

    Transport(HttpClient http, FalCredentials credentials) {
        this.http = http;
        this.authorization = credentials.authorization();
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

    static HttpClient requireNoRedirects(HttpClient http) {
        if (http.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(
                    "the HttpClient follows redirects, past the checks of where the key goes and"
                            + " where pictures come from; build it with followRedirects(Redirect.NEVER)");
        }
        return http;
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

    /** Sends the request that costs money. */
    Reply post(URI uri, byte[] body, Trace trace) throws IOException, InterruptedException {
        HttpRequest request = request(uri).POST(new TracedBody(body, trace)).build();
        return reply(http.send(request, head -> {
            trace.requestId = AnswerParser.requestId(head.headers());
            return new LimitedBody(MAX_BODY);
        }));
    }

    Reply get(URI uri) throws IOException, InterruptedException {
        return send(request(uri).timeout(QUESTION_TIMEOUT).GET().build());
    }

    Reply put(URI uri) throws IOException, InterruptedException {
        return send(request(uri)
                .timeout(QUESTION_TIMEOUT)
                .PUT(BodyPublishers.noBody())
                .build());
    }

    private Reply send(HttpRequest request) throws IOException, InterruptedException {
        return reply(http.send(request, head -> new LimitedBody(MAX_BODY)));
    }

    /**
     * Reads a stream of events until it ends, or no more are wanted, or it is longer than any picture.
     *
     * @param onEvent takes the data of an event; false for no more
     */
    void stream(URI uri, Predicate<String> onEvent) throws IOException, InterruptedException {
        HttpRequest request =
                request(uri).setHeader("Accept", "text/event-stream").build();
        HttpResponse<?> unused = http.send(
                request,
                head -> head.statusCode() == 200
                        ? new EventBody(new SseReader(onEvent))
                        : HttpResponse.BodySubscribers.replacing(null));
    }

    private HttpRequest.Builder request(URI uri) {
        // HTTP/1.1: with one exchange per connection a broken connection breaks one picture only, and no server's limit
        // of streams refuses what the gate admits
        return HttpRequest.newBuilder(uri)
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .header("User-Agent", USER_AGENT);
    }

    private static Reply reply(HttpResponse<byte[]> response) {
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

    /** Hands a body to a reader of events, and closes the connection once the reader wants no more. */
    private static final class EventBody implements BodySubscriber<@Nullable Void> {
        private final SseReader reader;
        private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;
        private long length;

        EventBody(SseReader reader) {
            this.reader = reader;
        }

        @Override
        public CompletionStage<@Nullable Void> getBody() {
            return end;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                length += buffer.remaining();
                if (!reader.read(buffer)) {
                    cancel();
                    end.complete(null);
                    return;
                }
            }
            if (length > MAX_BODY) {
                cancel();
                end.completeExceptionally(new BodyTooLongException(MAX_BODY));
            }
        }

        private void cancel() {
            if (subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(null);
        }
    }
}
