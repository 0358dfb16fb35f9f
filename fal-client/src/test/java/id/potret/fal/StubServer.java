package id.potret.fal;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server on raw sockets, which can misbehave in every way that a socket can. */
final class StubServer implements Closeable {

    static final String IMAGE = "{\"images\":[{\"url\":\"https://v3.fal.media/files/a/b.jpg\",\"width\":1024,"
            + "\"height\":1024,\"content_type\":\"image/jpeg\"}],\"timings\":{\"inference\":0.2},"
            + "\"seed\":15860307465884635512,\"has_nsfw_concepts\":[false],\"prompt\":\"a red bag\"}";

    record Request(String method, String path, Map<String, String> headers, String body) {}

    /** Answers one request; returning false closes the connection. */
    interface Script {
        boolean answer(Request request, Connection connection) throws IOException;
    }

    private final ServerSocket server;
    private final Script script;
    private final ExecutorService threads = Executors.newCachedThreadPool(Threads.daemon("stub"));
    private final CountDownLatch closedByClient = new CountDownLatch(1);
    final List<Request> requests = new CopyOnWriteArrayList<>();

    StubServer(Script script) {
        this.script = script;
        try {
            server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** Always answers the same. */
    static StubServer answering(int status, String body, String... headers) {
        return new StubServer((request, connection) -> connection.reply(status, body, headers));
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    long posts() {
        return requests.stream().filter(r -> r.method().equals("POST")).count();
    }

    FalClient.Builder client() {
        return FalClient.builder(FalCredentials.of("test-key-id:test-key-secret"))
                .apiBase(uri())
                .queueBase(uri());
    }

    /** Waits until a client has closed a connection that {@link Connection#hang} watches. */
    boolean sawClientClose() throws InterruptedException {
        return closedByClient.await(10, TimeUnit.SECONDS);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            Connection connection = new Connection(socket);
            Request request = connection.read();
            while (request != null) {
                requests.add(request);
                if (!script.answer(request, connection)) {
                    return;
                }
                request = connection.read();
            }
        } catch (IOException e) {
            // a client that goes away is what many tests are about
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    /** One connection from a client. */
    final class Connection {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        private @Nullable Request read() throws IOException {
            String start = line();
            if (start.isEmpty()) {
                return null;
            }
            Map<String, String> headers = new LinkedHashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            String[] parts = start.split(" ", 3);
            return new Request(parts[0], parts[1], headers, body);
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n' && c != -1; c = in.read()) {
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        boolean reply(int status, String body, String... headers) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            StringBuilder head =
                    new StringBuilder("HTTP/1.1 " + status + " Status\r\nContent-Length: " + bytes.length + "\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
            byte[] whole = new byte[start.length + bytes.length];
            System.arraycopy(start, 0, whole, 0, start.length);
            System.arraycopy(bytes, 0, whole, start.length, bytes.length);
            out.write(whole);
            out.flush();
            return true;
        }

        void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        /** Answers nothing more, until the client closes the connection or the server is closed. */
        boolean hang() throws IOException {
            try {
                while (in.read() != -1) {
                    // a client has nothing more to say
                }
            } finally {
                closedByClient.countDown();
            }
            return false;
        }

        /** Closes in the middle of an answer; before its beginning, the JDK would ask again by itself. */
        boolean cut() throws IOException {
            send("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{");
            return reset();
        }

        /** Closes with a reset instead of an orderly end. */
        boolean reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
            return false;
        }
    }
}
