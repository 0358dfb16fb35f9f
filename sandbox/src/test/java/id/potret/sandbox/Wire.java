package id.potret.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Clients for the tests. */
final class Wire {
    /** Bounds waits that would otherwise hang a broken build. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    static final String RUN_BODY = """
            {"prompt":"Product photography for Bag, photorealistic resolusi HD","image_size":"square_hd",\
            "num_inference_steps":4,"guidance_scale":3.5}""";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Wire() {}

    static HttpRequest.Builder request(URI base, String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Authorization", "Key test-key");
    }

    static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, BodyHandlers.ofString());
    }

    static HttpResponse<byte[]> bytes(URI uri) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
    }

    static HttpResponse<String> run(FalSandbox fal, String body) throws IOException, InterruptedException {
        return send(request(fal.runUri(), "/fal-ai/flux/schnell")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    static HttpResponse<String> run(FalSandbox fal) throws IOException, InterruptedException {
        return run(fal, RUN_BODY);
    }

    /** Opens a raw connection; reads on it are bounded. */
    static Socket connect(URI base) throws IOException {
        Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), base.getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    static String head(String body) {
        return "POST /fal-ai/flux/schnell HTTP/1.1\r\nHost: fal.run\r\nAuthorization: Key test-key\r\nContent-Length: "
                + body.getBytes(UTF_8).length + "\r\n\r\n";
    }

    /** Opens a raw connection and sends a whole run. */
    static Socket sendRun(FalSandbox fal) throws IOException {
        Socket socket = connect(fal.runUri());
        write(socket, head(RUN_BODY) + RUN_BODY);
        return socket;
    }

    static String readToEnd(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    /** Reads until the text has come. */
    static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }
}
