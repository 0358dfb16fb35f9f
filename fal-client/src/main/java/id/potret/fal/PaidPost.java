package id.potret.fal;

import id.potret.fal.FalException.Facts;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ProtocolException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the request that costs money: again only if it was certainly not begun, and never once it may have been.
 */
final class PaidPost {

    private static final Logger LOG = System.getLogger("id.potret.fal");

    private final Engine engine;
    private final Call<?> call;
    private final URI uri;
    private final byte[] body;
    private final Consumer<Reply> onAnswer;
    private final ConcurrencyGate.Visitor visitor;

    private int attempts;
    private @Nullable FalException last;

    PaidPost(Engine engine, Call<?> call, FalRequest request, URI uri, Consumer<Reply> onAnswer) {
        this.engine = engine;
        this.call = call;
        this.uri = uri;
        this.body = LockedModel.body(request.prompt());
        this.onAnswer = onAnswer;
        this.visitor = new ConcurrencyGate.Visitor(this::admitted);
    }

    void start() {
        call.await(engine.gate(), visitor, false);
    }

    private void admitted() {
        call.work(this::attempt, () -> engine.gate().leave(visitor, ConcurrencyGate.Result.OTHER));
    }

    private void attempt() throws InterruptedException {
        attempts++;
        Transport.Trace trace = new Transport.Trace();
        FalException before = last;
        call.standing(() -> standing(trace, before));
        var result = ConcurrencyGate.Result.OTHER;
        boolean others;
        Reply answer = null;
        FalException failure = null;
        try {
            Reply reply = exchange(trace);
            if (reply.isSuccess()) {
                result = ConcurrencyGate.Result.SUCCESS;
                answer = reply;
            } else {
                failure = ErrorParser.refusal(
                        reply,
                        engine.time().now(),
                        call.prompt(),
                        engine.credentials().secret());
                if (ErrorParser.CONCURRENT_REQUESTS_LIMIT.equals(failure.type().orElse(null))) {
                    result = ConcurrencyGate.Result.CROWDED;
                }
            }
        } catch (IOException e) {
            failure = broken(e, trace);
        } finally {
            others = engine.gate().leave(visitor, result);
        }
        if (answer != null) {
            engine.retries().succeeded();
            onAnswer.accept(answer);
        } else if (failure != null) {
            refused(failure, result == ConcurrencyGate.Result.CROWDED && others);
        }
    }

    private Reply exchange(Transport.Trace trace) throws IOException, InterruptedException {
        int attempt = attempts;
        call.report((listener, request) -> listener.onAttempt(request, attempt));
        long begun = engine.time().nanos();
        Reply reply = engine.transport().post(uri, body, trace);
        Duration took = Duration.ofNanos(engine.time().nanos() - begun);
        call.report((listener, request) -> listener.onResponse(request, attempt, reply.status(), took));
        return reply;
    }

    private void refused(FalException failure, boolean crowded) {
        if (last != null) {
            failure.addSuppressed(last);
        }
        last = failure;
        if (!failure.isRetryable()) {
            call.fail(failure);
            return;
        }
        call.standing(() -> failure.facts());
        if (crowded && failure.retryAfter().isEmpty()) {
            // refused because of our own requests: there is room as soon as one of them ends, and the gate knows when.
            // No attempt is used up, since the next one does not depend on luck.
            reportRetry(Duration.ZERO, failure);
            attempts--;
            call.await(engine.gate(), visitor, true);
            return;
        }
        Optional<Duration> delay = engine.retries().next(failure, attempts, call.remaining());
        if (delay.isEmpty()) {
            call.fail(failure);
            return;
        }
        LOG.log(
                Level.DEBUG,
                "attempt {0} failed with {1}, the next one follows in {2} ms",
                attempts,
                failure.getClass().getSimpleName(),
                delay.get().toMillis());
        reportRetry(delay.get(), failure);
        call.later(delay.get(), () -> call.await(engine.gate(), visitor, false));
    }

    private void reportRetry(Duration delay, FalException reason) {
        int attempt = attempts;
        call.report((listener, request) -> listener.onRetry(request, attempt, delay, reason));
    }

    /** What is known of the request while an attempt runs. */
    private static Facts standing(Transport.Trace trace, @Nullable FalException before) {
        if (trace.isSent()) {
            return Facts.unknown(trace.requestId());
        }
        return before == null ? Facts.notSent() : before.facts();
    }

    private FalException broken(IOException cause, Transport.Trace trace) {
        String host = Redaction.location(uri);
        if (!trace.isSent()) {
            return new FalConnectionException(
                    "no connection to " + host + " (" + cause.getClass().getSimpleName() + "); nothing was sent",
                    Facts.notSent(),
                    cause);
        }
        Facts facts = Facts.unknown(trace.requestId());
        String charged = "; the picture may have been charged"
                + (facts.requestId() == null ? "" : " (request " + facts.requestId() + ")");
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof ProtocolException || t instanceof Transport.BodyTooLongException) {
                return new FalProtocolException(host + " answered what cannot be read" + charged, facts, cause);
            }
        }
        return new FalConnectionException(
                "the connection to " + host + " broke before the answer was complete" + charged, facts, cause);
    }
}
