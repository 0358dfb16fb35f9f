package id.potret.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stand-in for fal that does nothing but wait, in a process of its own, so that its work is not counted as the client's.
 *
 * <p>Arguments: latency in milliseconds, and how many requests are admitted at once. Its first line is its port. It ends
 * when its standard input does.
 */
public final class FalStub {

    private static final byte[] IMAGE = ("{\"images\":[{\"url\":\"https://v3.fal.media/files/lion/benchmark.jpeg\","
                    + "\"width\":1024,\"height\":1024,\"content_type\":\"image/jpeg\"}],"
                    + "\"timings\":{\"inference\":0.2181},\"seed\":15860307465884635512,"
                    + "\"has_nsfw_concepts\":[false],\"prompt\":\"a prompt that fal repeats in its answer\"}")
            .getBytes(StandardCharsets.UTF_8);
    private static final byte[] CROWDED =
            "{\"detail\":\"Concurrent requests limit exceeded\",\"error_type\":\"concurrent_requests_limit\"}"
                    .getBytes(StandardCharsets.UTF_8);

    private FalStub() {}

    /**
     * Serves until standard input ends.
     *
     * @param args latency in milliseconds, limit of requests at once
     * @throws IOException if no port is free
     */
    public static void main(String[] args) throws IOException {
        long latency = Long.parseLong(args[0]);
        int limit = Integer.parseInt(args[1]);
        AtomicInteger running = new AtomicInteger();
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2000);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (running.incrementAndGet() > limit) {
                running.decrementAndGet();
                answer(exchange, 429, CROWDED);
                return;
            }
            var unused = timer.schedule(
                    () -> {
                        running.decrementAndGet();
                        answer(exchange, 200, IMAGE);
                    },
                    latency,
                    TimeUnit.MILLISECONDS);
        });
        server.start();
        System.out.println(server.getAddress().getPort());
        while (System.in.read() != -1) {
            // the benchmark says nothing, and closes the stream when it is done
        }
        server.stop(0);
        timer.shutdownNow();
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("x-fal-request-id", "764cabcf-b745-4b3e-ae38-1200304cf45b");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            // the client went away
        }
    }

    /** A stub in a process of its own. */
    static final class Running implements AutoCloseable {
        private final Process process;
        private final URI uri;

        private Running(Process process, URI uri) {
            this.process = process;
            this.uri = uri;
        }

        static Running start(int latencyMillis, int limit) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            // without it, the JDK's server holds small answers back for 40 ms
            command.add("-Dsun.net.httpserver.nodelay=true");
            command.add("-Dsun.net.httpserver.maxIdleConnections=2000");
            command.add("-Xmx512m");
            command.addAll(List.of("-cp", classes(), FalStub.class.getName()));
            command.addAll(List.of(String.valueOf(latencyMillis), String.valueOf(limit)));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String port = process.inputReader().readLine();
            return new Running(process, URI.create("http://127.0.0.1:" + port));
        }

        private static String classes() {
            try {
                return Path.of(FalStub.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString();
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }

        URI uri() {
            return uri;
        }

        @Override
        public void close() {
            try {
                process.getOutputStream().close();
                process.waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
