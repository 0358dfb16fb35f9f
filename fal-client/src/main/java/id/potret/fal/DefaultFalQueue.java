package id.potret.fal;

import id.potret.fal.FalException.Facts;
import id.potret.fal.FalException.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Submit, follow, fetch. */
final class DefaultFalQueue implements FalQueue {

    private final Engine engine;
    private final URI endpoint;

    DefaultFalQueue(Engine engine) {
        this.engine = engine;
        this.endpoint = URI.create(engine.hosts().queueBase() + "/" + LockedModel.ENDPOINT);
    }

    @Override
    public CompletableFuture<FalImage> generateAsync(FalRequest request) {
        Call<FalImage> call = new Call<>(engine, request);
        new PaidPost(engine, call, request, endpoint, reply -> new Following(engine, call).startWith(reply)).start();
        return call.future();
    }

    @Override
    public String submit(FalRequest request) throws InterruptedException {
        return submitTo(endpoint, request);
    }

    @Override
    public String submit(FalRequest request, URI webhook) throws InterruptedException {
        String scheme = webhook.getScheme();
        if (webhook.getHost() == null || !("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))) {
            throw new IllegalArgumentException(
                    "the webhook must be an absolute http or https address, but is " + Redaction.location(webhook));
        }
        String parameter = URLEncoder.encode(webhook.toString(), StandardCharsets.UTF_8);
        return submitTo(URI.create(endpoint + "?fal_webhook=" + parameter), request);
    }

    private String submitTo(URI uri, FalRequest request) throws InterruptedException {
        Call<String> call = new Call<>(engine, request);
        new PaidPost(engine, call, request, uri, reply -> {
                    QueueTicket ticket = QueueTicket.read(Json.read(reply.body()), engine.hosts());
                    if (ticket == null) {
                        throw AnswerParser.unreadable(
                                "no request id is in the queue's answer", AnswerParser.requestId(reply.headers()));
                    }
                    call.report((listener, asked) -> listener.onQueued(asked, ticket.requestId()));
                    call.succeed(ticket.requestId());
                })
                .start();
        return Futures.await(call.future());
    }

    @Override
    public FalQueueStatus status(String requestId) throws InterruptedException {
        return ask(requestId, ticket -> engine.transport().get(ticket.status()), reply -> {
            FalQueueStatus status = reply.isSuccess() ? FalQueueStatus.read(Json.read(reply.body())) : null;
            if (status == null && reply.isSuccess()) {
                throw AnswerParser.unreadable("the queue's answer about a request is not one", requestId);
            }
            return status;
        });
    }

    @Override
    public CompletableFuture<FalImage> resume(String requestId) {
        QueueTicket ticket = QueueTicket.of(requestId, engine.hosts());
        Call<FalImage> call = new Call<>(engine, null);
        new Following(engine, call).start(ticket);
        return call.future();
    }

    @Override
    public boolean cancel(String requestId) throws InterruptedException {
        return ask(requestId, ticket -> engine.transport().put(ticket.cancel()), reply -> {
            if (reply.isSuccess()) {
                return true;
            }
            return reply.status() == 400 ? false : null;
        });
    }

    /** An exchange about a request. */
    private interface Question {
        Reply ask(QueueTicket ticket) throws IOException, InterruptedException;
    }

    /** @param read the answer, or null if this is an error */
    private <T> T ask(String requestId, Question question, Function<Reply, @Nullable T> read)
            throws InterruptedException {
        QueueTicket ticket = QueueTicket.of(requestId, engine.hosts());
        Call<T> call = new Call<>(engine, null);
        call.standing(() -> Facts.unknown(requestId));
        call.work(
                () -> {
                    try {
                        Reply reply = question.ask(ticket);
                        T answer = read.apply(reply);
                        if (answer == null) {
                            throw ErrorParser.ofQueued(
                                    reply,
                                    Outcome.UNKNOWN,
                                    requestId,
                                    engine.time().now(),
                                    "",
                                    engine.credentials().secret());
                        }
                        call.succeed(answer);
                    } catch (IOException e) {
                        throw Following.broken(ticket, e);
                    }
                },
                () -> {});
        return Futures.await(call.future());
    }

    @Override
    public FalConcurrency concurrency() {
        return engine.gate().state();
    }

    @Override
    public String toString() {
        return "FalQueue[" + Redaction.location(endpoint) + ", timeout " + engine.timeout() + ", " + concurrency()
                + "]";
    }
}
