package id.potret.fal;

import id.potret.fal.FalException.Facts;
import id.potret.fal.FalException.Outcome;
import java.io.IOException;
import java.time.Duration;

/**
 * Follows a queued request to its picture.
 *
 * <p>The request is paid for by now, so nothing here gives up lightly: asking is free, and is repeated through a number
 * of troubles. Whatever failure is reported carries the request's id, to be resumed with.
 */
final class Following {

    private static final Duration MIN_INTERVAL = Duration.ofMillis(300);
    private static final Duration MAX_INTERVAL = Duration.ofSeconds(5);
    /** A wait of a quarter of the time so far makes a call at most a quarter slower. */
    private static final int INTERVALS = 4;
    /** So many troubles in a row end the call. */
    private static final int MAX_TROUBLES = 6;

    private final Engine engine;
    private final Call<FalImage> call;
    private int troubles;

    Following(Engine engine, Call<FalImage> call) {
        this.engine = engine;
        this.call = call;
    }

    /** Begins with the answer of a paid request: the picture itself, or the queue's ticket. */
    void startWith(Reply reply) {
        FalImage image =
                AnswerParser.parse(reply.body(), reply.headers(), engine.hosts().loopback(), null);
        if (image != null) {
            call.succeed(image);
            return;
        }
        QueueTicket ticket = QueueTicket.read(Json.read(reply.body()), engine.hosts());
        if (ticket == null) {
            throw AnswerParser.noPicture(AnswerParser.requestId(reply.headers()));
        }
        call.report((listener, request) -> listener.onQueued(request, ticket.requestId()));
        start(ticket);
    }

    void start(QueueTicket ticket) {
        call.standing(() -> Facts.unknown(ticket.requestId()));
        if (engine.streaming()) {
            call.work(() -> stream(ticket), () -> {});
        } else {
            call.work(() -> poll(ticket), () -> {});
        }
    }

    private void stream(QueueTicket ticket) throws InterruptedException {
        boolean[] completed = {false};
        try {
            engine.transport().stream(ticket.stream(), event -> {
                FalQueueStatus status = FalQueueStatus.read(Json.read(event));
                completed[0] = status != null && status.state() == FalQueueStatus.State.COMPLETED;
                return !completed[0];
            });
        } catch (IOException e) {
            // what the stream does not tell, the polling does
        }
        poll(ticket);
    }

    private void poll(QueueTicket ticket) throws InterruptedException {
        Reply reply;
        try {
            reply = engine.transport().get(ticket.status());
        } catch (IOException e) {
            trouble(ticket, broken(ticket, e));
            return;
        }
        FalQueueStatus status = reply.isSuccess() ? FalQueueStatus.read(Json.read(reply.body())) : null;
        if (status == null) {
            refused(ticket, reply);
        } else if (status.state() == FalQueueStatus.State.COMPLETED) {
            result(ticket, status);
        } else {
            troubles = 0;
            again(ticket, interval());
        }
    }

    private void result(QueueTicket ticket, FalQueueStatus status) throws InterruptedException {
        Reply reply;
        try {
            reply = engine.transport().get(ticket.result());
        } catch (IOException e) {
            trouble(ticket, broken(ticket, e));
            return;
        }
        if (status.isFailed()) {
            call.fail(failed(ticket, status, reply));
        } else if (reply.isSuccess()) {
            FalImage image = AnswerParser.parse(
                    reply.body(), reply.headers(), engine.hosts().loopback(), ticket.requestId());
            if (image == null) {
                throw AnswerParser.noPicture(ticket.requestId());
            }
            call.succeed(image);
        } else {
            refused(ticket, reply);
        }
    }

    /** The run has failed; the result tells more about it than the status, if it tells anything. */
    private FalException failed(QueueTicket ticket, FalQueueStatus status, Reply reply) {
        if (!reply.isSuccess() && reply.status() != 404) {
            return ofQueued(ticket, reply, Outcome.REFUSED);
        }
        return new FalServerException(
                "fal gave the request up (" + status.errorType() + ", request " + ticket.requestId() + ")",
                new Facts(Outcome.REFUSED, false, null, status.errorType(), ticket.requestId(), null),
                null);
    }

    private void refused(QueueTicket ticket, Reply reply) {
        if (reply.isSuccess()) {
            trouble(
                    ticket,
                    AnswerParser.unreadable("the queue's answer about a request is not one", ticket.requestId()));
        } else if (reply.status() == 400 || reply.status() == 408 || reply.status() == 429 || reply.status() >= 500) {
            // 400: the picture is not there yet
            trouble(ticket, ofQueued(ticket, reply, Outcome.UNKNOWN));
        } else {
            call.fail(ofQueued(ticket, reply, Outcome.UNKNOWN));
        }
    }

    private void trouble(QueueTicket ticket, FalException failure) {
        troubles++;
        Duration wait = failure.retryAfter().orElseGet(() -> interval().multipliedBy(troubles));
        if (troubles >= MAX_TROUBLES) {
            call.fail(failure);
        } else {
            again(ticket, wait);
        }
    }

    private void again(QueueTicket ticket, Duration wait) {
        call.later(wait, () -> call.work(() -> poll(ticket), () -> {}));
    }

    private Duration interval() {
        Duration share = call.elapsed().dividedBy(INTERVALS);
        if (share.compareTo(MIN_INTERVAL) < 0) {
            return MIN_INTERVAL;
        }
        return share.compareTo(MAX_INTERVAL) > 0 ? MAX_INTERVAL : share;
    }

    private FalException ofQueued(QueueTicket ticket, Reply reply, Outcome outcome) {
        return ErrorParser.ofQueued(
                reply,
                outcome,
                ticket.requestId(),
                engine.time().now(),
                call.prompt(),
                engine.credentials().secret());
    }

    static FalException broken(QueueTicket ticket, IOException cause) {
        return new FalConnectionException(
                "the connection to " + Redaction.location(ticket.status()) + " broke; resume request "
                        + ticket.requestId() + " later, since the picture may have been charged",
                Facts.unknown(ticket.requestId()),
                cause);
    }
}
