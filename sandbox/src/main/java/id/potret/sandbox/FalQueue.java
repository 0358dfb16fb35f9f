package id.potret.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** fal's queue: keeps the newest jobs and answers questions about them. */
final class FalQueue {
    private static final int MAX_JOBS = 2_000;
    private static final Duration PING = Duration.ofMillis(200);
    private static final Pattern JOB = Pattern.compile("/fal-ai/flux/requests/([^/]+)(?:/.*)?");

    private final Map<String, FalJob> jobs = new LinkedHashMap<>();
    private final Webhooks webhooks;
    private final Duration timeInQueue;

    FalQueue(Webhooks webhooks, Duration timeInQueue) {
        this.webhooks = webhooks;
        this.timeInQueue = timeInQueue;
    }

    /** Takes a request in, whose run will give a result, and answers as fal does to a submit. */
    Answer submit(URI queueUri, String query, Answer result) {
        Optional<URI> webhook;
        try {
            webhook = parameter(query, "fal_webhook").map(URI::create);
        } catch (IllegalArgumentException notAnAddress) {
            return FalAnswers.plain(422, "fal_webhook is not a URL");
        }
        FalJob job = new FalJob(UUID.randomUUID().toString(), result, timeInQueue);
        synchronized (jobs) {
            jobs.put(job.id(), job);
            if (jobs.size() > MAX_JOBS) {
                jobs.remove(jobs.keySet().iterator().next());
            }
        }
        webhook.ifPresent(url -> webhooks.deliverWhenCompleted(job, url));
        return Answer.json(200, describe(job, queueUri, "").toString()).header("x-fal-request-id", job.id());
    }

    private static Optional<String> parameter(String query, String name) {
        return Arrays.stream(query.split("&", -1))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst();
    }

    /** Finds the job of a path such as {@code /fal-ai/flux/requests/{id}/status}. */
    Optional<FalJob> find(String path) {
        Matcher matcher = JOB.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        synchronized (jobs) {
            return Optional.ofNullable(jobs.get(matcher.group(1)));
        }
    }

    Answer status(FalJob job, URI queueUri, String query) {
        ObjectNode body = describe(job, queueUri, query);
        boolean completed = body.path("status").asText().equals(FalJob.State.COMPLETED.name());
        return Answer.json(completed ? 200 : 202, body.toString());
    }

    Answer result(FalJob job) {
        if (job.state() != FalJob.State.COMPLETED) {
            return FalAnswers.plain(400, "Request is still in progress");
        }
        return job.result().after(Duration.ZERO).withDefaults(Map.of("x-fal-request-id", job.id()));
    }

    Answer cancel(FalJob job) {
        boolean inTime = job.cancel();
        return Answer.json(
                inTime ? 202 : 400,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("status", inTime ? "CANCELLATION_REQUESTED" : "ALREADY_COMPLETED")
                        .toString());
    }

    /** Returns one event of the stream. */
    String event(FalJob job, URI queueUri, String query) {
        return "data: " + describe(job, queueUri, query) + "\n\n";
    }

    /** Sends an event at each change of the state and comments in between, until the job has completed. */
    void stream(FalJob job, URI queueUri, String query, Exchange exchange, Answer head) throws IOException {
        Exchange.Stream stream = exchange.stream(head);
        FalJob.State last = job.state();
        stream.chunk(event(job, queueUri, query));
        while (last != FalJob.State.COMPLETED) {
            exchange.pause(PING);
            FalJob.State now = job.state();
            stream.chunk(now == last ? ": ping\n\n" : event(job, queueUri, query));
            last = now;
        }
        stream.end();
    }

    private ObjectNode describe(FalJob job, URI queueUri, String query) {
        boolean logs = parameter(query, "logs").filter("1"::equals).isPresent();
        return job.describe(queueUri, position(job), logs);
    }

    private int position(FalJob job) {
        int before = 0;
        synchronized (jobs) {
            for (FalJob other : jobs.values()) {
                if (other == job) {
                    break;
                }
                before += other.state() == FalJob.State.IN_QUEUE ? 1 : 0;
            }
        }
        return before;
    }
}
