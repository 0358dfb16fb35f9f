package id.potret.fal;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request that fal's queue has taken, and where to ask for it. */
record QueueTicket(String requestId, URI status, URI result) {

    /** No dots and slashes: the id becomes a part of a path. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    /** Reads the queue's answer; null if it is none. */
    static @Nullable QueueTicket read(JsonNode tree, FalHosts.Policy hosts) {
        String id = tree.path("request_id").textValue();
        if (id == null || !ID.matcher(id).matches() || !tree.path("status").isTextual()) {
            return null;
        }
        QueueTicket own = of(id, hosts);
        return new QueueTicket(
                id,
                named(tree.path("status_url").textValue(), own.status, hosts),
                named(tree.path("response_url").textValue(), own.result, hosts));
    }

    /** Builds the addresses from the id alone. */
    static QueueTicket of(String requestId, FalHosts.Policy hosts) {
        if (!ID.matcher(requestId).matches()) {
            throw new IllegalArgumentException("a request id is of letters, digits, - and _, and this one is not");
        }
        String base = hosts.queueBase() + "/" + LockedModel.QUEUE_APP + "/requests/" + requestId;
        return new QueueTicket(requestId, URI.create(base + "/status"), URI.create(base));
    }

    URI cancel() {
        return URI.create(result + "/cancel");
    }

    URI stream() {
        return URI.create(status + "/stream");
    }

    /** What the answer named, unless the key must not go there. */
    private static URI named(@Nullable String text, URI own, FalHosts.Policy hosts) {
        if (text == null) {
            return own;
        }
        try {
            URI uri = new URI(text);
            return hosts.admits(uri) ? uri : own;
        } catch (URISyntaxException e) {
            return own;
        }
    }
}
