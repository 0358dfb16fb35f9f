package id.potret.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request as a sandbox saw it; safe for use by several threads. */
public final class RecordedRequest {
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final boolean complete;
    private final CountDownLatch closedByClient = new CountDownLatch(1);
    private volatile int status;

    RecordedRequest(
            String method,
            String path,
            String query,
            Map<String, List<String>> headers,
            byte[] body,
            boolean complete) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.complete = complete;
    }

    /**
     * Returns the method.
     *
     * @return in upper case, such as {@code POST}
     */
    public String method() {
        return method;
    }

    /**
     * Returns the path.
     *
     * @return as sent, without the query
     */
    public String path() {
        return path;
    }

    /**
     * Returns the query.
     *
     * @return as sent, without the question mark; empty if there is none
     */
    public String query() {
        return query;
    }

    /**
     * Returns all headers.
     *
     * @return by name, whatever its case; unmodifiable
     */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /**
     * Returns the first header of a name.
     *
     * @param name in any case
     * @return its value, or empty if the client did not send it
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
    }

    /**
     * Returns the body.
     *
     * @return a copy of its bytes; empty if there was none or it was not read
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * Returns the body as text.
     *
     * @return the body, read as UTF-8
     */
    public String bodyText() {
        return new String(body, UTF_8);
    }

    /**
     * Tells whether the body was read to its end.
     *
     * @return false if the client left while sending, or the sandbox reset the connection before the body
     */
    public boolean isComplete() {
        return complete;
    }

    /**
     * Returns the HTTP status that this request was answered with.
     *
     * @return empty as long as, or because, no status was sent
     */
    public OptionalInt status() {
        int sent = status;
        return sent == 0 ? OptionalInt.empty() : OptionalInt.of(sent);
    }

    /**
     * Tells whether the client closed the connection before it had the whole answer.
     *
     * @return true once the sandbox has seen it
     */
    public boolean isClosedByClient() {
        return closedByClient.getCount() == 0;
    }

    /**
     * Waits until the client closes the connection before it has the whole answer.
     *
     * @param timeout how long to wait at most
     * @return whether it did
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public boolean awaitClosedByClient(Duration timeout) throws InterruptedException {
        return closedByClient.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    byte[] content() {
        return body;
    }

    void answered(int status) {
        this.status = status;
    }

    void closed() {
        closedByClient.countDown();
    }

    /** Shows method, path and status; never headers or body, which may hold a key, a prompt or a picture. */
    @Override
    public String toString() {
        return method + " " + path + " -> " + (status == 0 ? "no status" : Integer.toString(status));
    }
}
