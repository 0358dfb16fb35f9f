package id.potret.fal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches pictures, from fal's output hosts and over https only.
 *
 * <p>An answer decides what is fetched, so the host is checked first: otherwise whoever forged an answer could make a
 * backend fetch addresses of its own network. Redirects are not followed, the key is not sent, and size and time are
 * limited. Immutable and thread-safe.
 */
public final class FalDownloader {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);
    private static final int DEFAULT_MAX_BYTES = 32 * 1024 * 1024;

    private final HttpClient http;
    private final Set<String> hosts;
    private final int maxBytes;
    private final Duration timeout;

    private FalDownloader(Builder builder) {
        this.http = builder.httpClient != null ? builder.httpClient : Transport.newHttpClient();
        this.hosts = Set.copyOf(builder.hosts);
        this.maxBytes = builder.maxBytes;
        this.timeout = builder.timeout;
    }

    /**
     * Makes a downloader with the defaults.
     *
     * @return the downloader
     */
    public static FalDownloader create() {
        return builder().build();
    }

    /**
     * Starts a downloader.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Fetches a picture.
     *
     * @param image the picture; one in a {@code data:} URI is decoded
     * @return its bytes
     * @throws IOException if its host is not allowed, or if it cannot be fetched whole, in time, and within the size
     * @throws InterruptedException if this thread is interrupted; the connection is closed
     */
    public byte[] download(FalImage image) throws IOException, InterruptedException {
        URI url = image.url();
        if ("data".equalsIgnoreCase(url.getScheme())) {
            return decode(url.getRawSchemeSpecificPart());
        }
        requireAllowed(url);
        return fetch(url);
    }

    /**
     * Fetches a picture into a file.
     *
     * @param image the picture
     * @param file where to write it; replaced if it is there
     * @return the file
     * @throws IOException if the picture cannot be fetched or the file not be written
     * @throws InterruptedException if this thread is interrupted; the connection is closed
     */
    public Path download(FalImage image, Path file) throws IOException, InterruptedException {
        return Files.write(file, download(image));
    }

    private void requireAllowed(URI url) throws IOException {
        String host = FalHosts.host(url);
        boolean known = host != null && (FalHosts.isOutputHost(host) || hosts.contains(host));
        // plain http only where nobody can listen, and only for who asked for it
        boolean secure = "https".equalsIgnoreCase(url.getScheme()) || FalHosts.isLoopback(url);
        if (!known || !secure || url.getRawUserInfo() != null) {
            throw new IOException(
                    "pictures are fetched over https from fal.media only, and this one is at " + Redaction.location(url)
                            + "; if that host is yours or fal's, add allowOutputHost(\"" + host + "\")");
        }
    }

    private byte[] fetch(URI url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Accept", "image/*")
                .header("User-Agent", Transport.USER_AGENT)
                .build();
        CompletableFuture<HttpResponse<byte[]>> future =
                http.sendAsync(request, head -> new Transport.LimitedBody(maxBytes));
        HttpResponse<byte[]> response;
        try {
            response = future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    "the picture at " + Redaction.location(url) + " did not arrive within " + timeout.toMillis()
                            + " ms",
                    e);
        } catch (ExecutionException e) {
            throw new IOException("the picture at " + Redaction.location(url) + " could not be fetched", e.getCause());
        } finally {
            // closes the connection if it is still open
            future.cancel(true);
        }
        String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (response.statusCode() != 200 || !type.startsWith("image/")) {
            throw new IOException("at " + Redaction.location(url) + " is no picture (status " + response.statusCode()
                    + "); fal keeps pictures for a limited time");
        }
        return response.body();
    }

    private byte[] decode(String data) throws IOException {
        int comma = data.indexOf(',');
        if (comma < 0 || !data.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
            throw new IOException("the picture's data URI is not base64");
        }
        if ((data.length() - comma) / 4L * 3 > maxBytes) {
            throw new IOException("the picture in the data URI is longer than " + maxBytes + " bytes");
        }
        try {
            return Base64.getMimeDecoder().decode(data.substring(comma + 1).getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new IOException("the picture's data URI is not base64", e);
        }
    }

    /** Configures a downloader; not thread-safe. */
    public static final class Builder {

        private final Set<String> hosts = new HashSet<>();
        private int maxBytes = DEFAULT_MAX_BYTES;
        private Duration timeout = DEFAULT_TIMEOUT;
        private @Nullable HttpClient httpClient;

        private Builder() {}

        /**
         * Allows another host than {@code fal.media} and its subdomains.
         *
         * @param host a host without scheme and port; a loopback host, as a sandbox has, is allowed over plain http, too
         * @return this
         * @throws IllegalArgumentException if it is not a host
         */
        public Builder allowOutputHost(String host) {
            String lower = host.strip().toLowerCase(Locale.ROOT);
            if (lower.isEmpty() || !lower.matches("[a-z0-9.-]+|\\[[0-9a-f:.]+]")) {
                throw new IllegalArgumentException("a host has no scheme, port or path: " + host);
            }
            hosts.add(lower);
            return this;
        }

        /**
         * Sets how large a picture may be; default 32 MiB.
         *
         * @param bytes at least 1
         * @return this
         * @throws IllegalArgumentException if it is less
         */
        public Builder maxBytes(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("the largest size must be at least 1, but is " + bytes);
            }
            this.maxBytes = bytes;
            return this;
        }

        /**
         * Sets how long a picture may take, body included; default 60 s.
         *
         * @param timeout positive
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder timeout(Duration timeout) {
            this.timeout = FalRequest.requirePositive(timeout);
            return this;
        }

        /**
         * Sets the HTTP client, for a proxy or TLS settings; by default the downloader makes its own.
         *
         * @param httpClient must not follow redirects, since they would lead past the check of the host
         * @return this
         * @throws IllegalArgumentException if it follows redirects
         */
        public Builder httpClient(HttpClient httpClient) {
            this.httpClient = Transport.requireNoRedirects(httpClient);
            return this;
        }

        /**
         * Makes the downloader.
         *
         * @return the downloader
         */
        public FalDownloader build() {
            return new FalDownloader(this);
        }
    }
}
