package id.potret.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 request on a connection and the way back. */
final class Exchange {
    private static final int MAX_HEAD = 64 * 1024;
    private static final int MAX_BODY = 128 << 20;
    private static final Duration TRICKLE = Duration.ofMillis(100);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1);
    private static final byte[] GARBAGE = "SSH-2.0-OpenSSH_9.2p1\r\n\r\n".getBytes(ISO_8859_1);

    private final Connection connection;
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, List<String>> headers;
    private boolean keptAlive;
    private @Nullable RecordedRequest request;

    private Exchange(
            Connection connection, String method, String target, Map<String, List<String>> headers, boolean keptAlive) {
        this.connection = connection;
        this.method = method;
        int mark = target.indexOf('?');
        this.path = mark < 0 ? target : target.substring(0, mark);
        this.query = mark < 0 ? "" : target.substring(mark + 1);
        this.headers = headers;
        this.keptAlive = keptAlive;
    }

    /** Reads a request's head, or returns null if the client closed between two requests. */
    static @Nullable Exchange read(Connection connection) throws IOException {
        String start = readLine(connection);
        if (start == null) {
            return null;
        }
        String[] parts = start.split(" ", -1);
        if (parts.length != 3) {
            throw new ProtocolException("not an HTTP request line");
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int size = 0;
        for (String line = readLine(connection); line != null && !line.isEmpty(); line = readLine(connection)) {
            size += line.length();
            int colon = line.indexOf(':');
            if (colon < 1 || size > MAX_HEAD) {
                throw new ProtocolException("not an HTTP header, or too many of them");
            }
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        headers.replaceAll((name, values) -> List.copyOf(values));
        boolean keptAlive = parts[2].equals("HTTP/1.1") && !says(headers, "Connection", "close");
        return new Exchange(connection, parts[0], parts[1], Collections.unmodifiableMap(headers), keptAlive);
    }

    private static boolean says(Map<String, List<String>> headers, String name, String word) {
        return headers.getOrDefault(name, List.of()).stream().anyMatch(word::equalsIgnoreCase);
    }

    private static @Nullable String readLine(Connection connection) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = connection.read(); next != '\n'; next = connection.read()) {
            if (next < 0) {
                return null;
            }
            if (line.size() > MAX_HEAD) {
                throw new ProtocolException("a line of more than " + MAX_HEAD + " bytes");
            }
            line.write(next);
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    boolean isKeptAlive() {
        return keptAlive;
    }

    /** Reads the body and writes the request into the log, complete or not. */
    RecordedRequest record(RequestLog log) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean complete = false;
        try {
            readBody(body);
            complete = true;
        } finally {
            RecordedRequest read = new RecordedRequest(method, path, query, headers, body.toByteArray(), complete);
            if (!complete && !connection.isClosedHere()) {
                read.closed();
            }
            request = read;
            log.add(read);
        }
        return request;
    }

    /** Resets the connection without reading the body. */
    void resetBeforeBody(RequestLog log) throws IOException {
        log.add(new RecordedRequest(method, path, query, headers, new byte[0], false));
        keptAlive = false;
        connection.reset();
    }

    private void readBody(ByteArrayOutputStream body) throws IOException {
        if (says(headers, "Expect", "100-continue")) {
            connection.write(CONTINUE);
        }
        if (headers.containsKey("Transfer-Encoding")) {
            readChunks(body);
        } else {
            String length = headers.getOrDefault("Content-Length", List.of("0")).get(0);
            readExactly(number(length, 10), body);
        }
    }

    private void readChunks(ByteArrayOutputStream body) throws IOException {
        int size;
        do {
            String line = expectLine();
            int extension = line.indexOf(';');
            size = number((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
            readExactly(size, body);
            if (size > 0) {
                expectLine();
            }
        } while (size > 0);
        // trailers have no meaning here
        String trailer;
        do {
            trailer = expectLine();
        } while (!trailer.isEmpty());
    }

    private String expectLine() throws IOException {
        String line = readLine(connection);
        if (line == null) {
            throw new EOFException("the client closed in the middle of the body");
        }
        return line;
    }

    private static int number(String text, int radix) throws ProtocolException {
        try {
            return Integer.parseUnsignedInt(text, radix);
        } catch (NumberFormatException e) {
            throw new ProtocolException("not a length");
        }
    }

    private void readExactly(int length, ByteArrayOutputStream body) throws IOException {
        if (length < 0 || body.size() + (long) length > MAX_BODY) {
            throw new ProtocolException("a body of more than " + MAX_BODY + " bytes");
        }
        byte[] part = new byte[Math.min(length, 16 * 1024)];
        int left = length;
        while (left > 0) {
            int count = connection.read(part, 0, Math.min(left, part.length));
            if (count < 0) {
                throw new EOFException("the client closed in the middle of the body");
            }
            body.write(part, 0, count);
            left -= count;
        }
    }

    /** Waits; the request's record is told if the client goes meanwhile. */
    void pause(Duration duration) throws IOException {
        watched(() -> connection.pause(duration));
    }

    /** Sends the answer, with its fault. */
    void send(Answer answer) throws IOException {
        Fault fault = answer.fault();
        if (fault != null) {
            keptAlive = false;
        }
        watched(() -> {
            if (fault == null) {
                send(answer, answer.body().length, answer.body().length);
            } else {
                spoil(answer, fault);
            }
        });
    }

    private void spoil(Answer answer, Fault fault) throws IOException {
        // at least one byte must be missing, even where the answer has no body
        int announced = Math.max(2, answer.body().length);
        int half = answer.body().length / 2;
        switch (fault) {
            case RESET_BEFORE_BODY, RESET_AFTER_BODY -> connection.reset();
            case CLOSED_AFTER_BODY -> connection.close();
            case STALLED_HEADERS -> connection.stall();
            case STALLED_BODY -> {
                send(answer, announced, half);
                connection.stall();
            }
            case TRICKLED_BODY -> {
                send(answer, answer.body().length, 0);
                for (int i = 0; i < answer.body().length; i++) {
                    connection.pause(TRICKLE);
                    connection.write(answer.body(), i, 1);
                }
            }
            case CUT_BODY -> {
                send(answer, announced, half);
                connection.close();
            }
            case RESET_IN_BODY -> {
                send(answer, announced, half);
                connection.reset();
            }
            case ENDLESS_BODY -> {
                Stream stream = stream(answer);
                stream.chunk(answer.body());
                byte[] blanks = " ".repeat(16 * 1024).getBytes(ISO_8859_1);
                while (true) {
                    stream.chunk(blanks);
                }
            }
            case GARBAGE_STATUS_LINE -> {
                connection.write(GARBAGE);
                connection.close();
            }
        }
    }

    /** Sends the head and the first bytes of the body in one piece. */
    private void send(Answer answer, int announced, int sent) throws IOException {
        boolean bodiless = method.equals("HEAD") || answer.status() == 204 || answer.status() == 304;
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(head(answer, answer.status() == 204 ? "" : "Content-Length: " + announced + "\r\n"));
        message.write(answer.body(), 0, bodiless ? 0 : sent);
        connection.write(message.toByteArray());
    }

    private byte[] head(Answer answer, String framing) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(answer.status())
                .append(' ')
                .append(reason(answer.status()))
                .append("\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (!keptAlive) {
            head.append("Connection: close\r\n");
        }
        if (request != null) {
            request.answered(answer.status());
        }
        return head.append(framing).append("\r\n").toString().getBytes(ISO_8859_1);
    }

    /** Begins an answer of unknown length; its own body is not sent. */
    Stream stream(Answer answer) throws IOException {
        connection.write(head(answer, "Transfer-Encoding: chunked\r\n"));
        return new Stream();
    }

    /** An answer that grows. */
    final class Stream {
        private Stream() {}

        void chunk(byte[] bytes) throws IOException {
            watched(() -> {
                ByteArrayOutputStream chunk = new ByteArrayOutputStream();
                chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
                chunk.writeBytes(bytes);
                chunk.writeBytes("\r\n".getBytes(ISO_8859_1));
                connection.write(chunk.toByteArray());
            });
        }

        void chunk(String text) throws IOException {
            chunk(text.getBytes(UTF_8));
        }

        void end() throws IOException {
            connection.write("0\r\n\r\n".getBytes(ISO_8859_1));
        }
    }

    /** Work on the connection. */
    private interface Step {
        void run() throws IOException;
    }

    private void watched(Step step) throws IOException {
        try {
            step.run();
        } catch (IOException e) {
            keptAlive = false;
            if (request != null && !connection.isClosedHere()) {
                request.closed();
            }
            throw e;
        }
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 302 -> "Found";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 422 -> "Unprocessable Entity";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> String.format(Locale.ROOT, "Status %d", status);
        };
    }
}
