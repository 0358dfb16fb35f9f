package id.potret.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox shall answer: its usual answer or one of your own, with headers, delay and fault as you like.
 *
 * <p>Answers are immutable; every method returns a new one. Hand them to a {@link Script}. Ready answers in the words of the
 * services are in {@link FalAnswers} and {@link GeminiAnswers}.
 */
public final class Answer {
    private static final Answer NORMAL = new Answer(0, new byte[0], Map.of(), null, null, null);

    private final int status;
    private final byte[] body;
    private final Map<String, String> headers;
    private final @Nullable Duration delay;
    private final @Nullable Fault fault;
    private final @Nullable UnaryOperator<String> edit;

    private Answer(
            int status,
            byte[] body,
            Map<String, String> headers,
            @Nullable Duration delay,
            @Nullable Fault fault,
            @Nullable UnaryOperator<String> edit) {
        this.status = status;
        this.body = body;
        this.headers = headers;
        this.delay = delay;
        this.fault = fault;
        this.edit = edit;
    }

    /**
     * Returns the answer that the sandbox gives when nothing is scripted.
     *
     * @return the usual answer, whatever it is for the request
     */
    public static Answer normal() {
        return NORMAL;
    }

    /**
     * Returns an answer with a JSON body.
     *
     * @param status the HTTP status, 200 to 599
     * @param json the body; it is sent as it is, so broken JSON is possible
     * @return the answer
     * @throws IllegalArgumentException if the status is out of range
     */
    public static Answer json(int status, String json) {
        return of(status, "application/json", json.getBytes(UTF_8));
    }

    /**
     * Returns an answer with a body of any type.
     *
     * @param status the HTTP status, 200 to 599
     * @param contentType the value of the Content-Type header
     * @param body the body, may be empty; it is copied
     * @return the answer
     * @throws IllegalArgumentException if the status is out of range
     */
    public static Answer of(int status, String contentType, byte[] body) {
        return empty(status).withBody(body).header("Content-Type", contentType);
    }

    /**
     * Returns an answer without a body.
     *
     * @param status the HTTP status, 200 to 599
     * @return the answer
     * @throws IllegalArgumentException if the status is out of range
     */
    public static Answer empty(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be 200 to 599, but is " + status);
        }
        return new Answer(status, new byte[0], Map.of(), null, null, null);
    }

    /**
     * Returns the usual answer, spoilt by a fault.
     *
     * @param fault how the wire fails
     * @return the answer
     */
    public static Answer broken(Fault fault) {
        return NORMAL.fault(fault);
    }

    /**
     * Adds a header, or replaces the one of that name.
     *
     * @param name the name of the header
     * @param value its value
     * @return the answer with the header
     * @throws IllegalArgumentException if name or value would break the header apart
     */
    public Answer header(String name, String value) {
        if (name.isBlank() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')) {
            throw new IllegalArgumentException("not a header name: '" + name + "'");
        }
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("the value of header " + name + " has a line break");
        }
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.keySet().removeIf(known -> known.equalsIgnoreCase(name));
        more.put(name, value);
        return new Answer(status, body, more, delay, fault, edit);
    }

    /**
     * Sets how long the request waits for its answer, instead of the sandbox's own latency.
     *
     * @param delay from the end of the request to the first byte of the answer; zero or more
     * @return the answer with the delay
     * @throws IllegalArgumentException if the delay is negative
     */
    public Answer after(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative, but is " + delay);
        }
        return new Answer(status, body, headers, delay, fault, edit);
    }

    /**
     * Sets how the wire fails.
     *
     * @param fault the fault
     * @return the answer with the fault
     */
    public Answer fault(Fault fault) {
        return new Answer(status, body, headers, delay, Objects.requireNonNull(fault, "fault"), edit);
    }

    /**
     * Changes the body of the usual answer before it is sent.
     *
     * @param edit takes the text of the body and returns what is sent instead
     * @return the answer with the change, after any earlier one
     * @throws IllegalStateException if this answer has a body of its own
     */
    public Answer edit(UnaryOperator<String> edit) {
        if (isOwn()) {
            throw new IllegalStateException("only the usual answer can be edited; this one has status " + status);
        }
        UnaryOperator<String> earlier = this.edit;
        return new Answer(
                status, body, headers, delay, fault, earlier == null ? edit : text -> edit.apply(earlier.apply(text)));
    }

    /** Whether status and body are given here, rather than by the sandbox. */
    boolean isOwn() {
        return status != 0;
    }

    /** Whether neither body nor wire differ from the sandbox's own. */
    boolean isPlain() {
        return !isOwn() && fault == null && edit == null;
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }

    Duration delay() {
        return delay == null ? Duration.ZERO : delay;
    }

    @Nullable
    Fault fault() {
        return fault;
    }

    Answer withBody(byte[] bytes) {
        return new Answer(status, bytes.clone(), headers, delay, fault, edit);
    }

    /** Puts this script over what the sandbox would answer. */
    Answer over(Answer usual) {
        Answer result = this;
        if (!isOwn()) {
            byte[] content = edit == null
                    ? usual.body
                    : edit.apply(new String(usual.body, UTF_8)).getBytes(UTF_8);
            Duration wait = delay == null ? usual.delay : delay;
            result = new Answer(usual.status, content, usual.headers, wait, fault, null);
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            result = result.header(header.getKey(), header.getValue());
        }
        return result;
    }

    /** Adds the headers that this answer does not have yet. */
    Answer withDefaults(Map<String, String> defaults) {
        Answer result = this;
        for (Map.Entry<String, String> header : defaults.entrySet()) {
            if (headers.keySet().stream().noneMatch(header.getKey()::equalsIgnoreCase)) {
                result = result.header(header.getKey(), header.getValue());
            }
        }
        return result;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(isOwn() ? "status " + status : "usual answer");
        if (delay != null) {
            text.append(" after ").append(delay);
        }
        if (fault != null) {
            text.append(", ").append(fault.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        return text.toString();
    }
}
