package id.potret.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import id.potret.reference.ReferenceSlot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server in Gemini's place that answers what a test tells it to, good or bad. */
final class StubGemini implements AutoCloseable {

    static final JsonMapper JSON = new JsonMapper();

    /** Never completes a response; the connection stays open until the stub is closed or the client gives up. */
    static final Script HANGING = (call, exchange) -> {
        throw new Hanging();
    };

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    private StubGemini(Script script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(script, exchange));
        server.start();
    }

    static StubGemini answering(Script script) throws IOException {
        return new StubGemini(script);
    }

    /** Answers every call with the same body and status 200. */
    static StubGemini answering(String body) throws IOException {
        return answering((call, exchange) -> reply(exchange, 200, body));
    }

    /** What an ordinary answer looks like. */
    static String description(String text) {
        var answer = JSON.createObjectNode();
        var candidate = answer.putArray("candidates").addObject().put("finishReason", "STOP");
        candidate.putObject("content").putArray("parts").addObject().put("text", text);
        return answer.toString();
    }

    static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json"));
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Call> calls() {
        return calls;
    }

    private void handle(Script script, HttpExchange exchange) throws IOException {
        Call call = new Call(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders(),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        calls.add(call);
        try {
            script.answer(call, exchange);
        } catch (Hanging e) {
            // the exchange is left as it is
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** What to do with a call. */
    interface Script {
        void answer(Call call, HttpExchange exchange) throws IOException, InterruptedException;
    }

    /** A call as it came in. */
    record Call(String method, String path, Headers headers, String text) {

        JsonNode body() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        JsonNode part(int index) {
            return body().at("/contents/0/parts").path(index);
        }

        byte[] picture() {
            return Base64.getDecoder().decode(part(0).at("/inlineData/data").textValue());
        }

        ReferenceSlot slot() {
            return Photos.slotOf(picture());
        }

        String instruction() {
            return part(1).path("text").textValue();
        }
    }

    private static final class Hanging extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
