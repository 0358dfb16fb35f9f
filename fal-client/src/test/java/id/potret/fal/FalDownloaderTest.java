package id.potret.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FalDownloaderTest {

    private static final byte[] PICTURE = "picture".getBytes(StandardCharsets.UTF_8);

    private static FalDownloader.Builder local() {
        return FalDownloader.builder().allowOutputHost("127.0.0.1");
    }

    private static FalImage at(StubServer server) {
        return FalImage.of(URI.create(server.uri() + "/files/a.jpg?token=abc"));
    }

    @Test
    void fetchesAPictureWithoutTheKey(@TempDir Path folder) throws Exception {
        try (StubServer server = StubServer.answering(200, "picture", "Content-Type: image/jpeg")) {
            assertThat(local().build().download(at(server))).isEqualTo(PICTURE);
            Path file = local().build().download(at(server), folder.resolve("a.jpg"));

            assertThat(Files.readAllBytes(file)).isEqualTo(PICTURE);
            assertThat(server.requests.get(0).headers()).doesNotContainKey("authorization");
            assertThat(server.requests.get(0).headers().get("user-agent")).startsWith("potret-fal/");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/a.jpg",
                "http://v3.fal.media/a.jpg",
                "https://fal.media.example.com/a.jpg",
                "https://evilfal.media/a.jpg",
                "https://user@v3.fal.media/a.jpg",
                "http://169.254.169.254/latest/meta-data",
                "http://127.0.0.1/a.jpg",
                "http://localhost/a.jpg",
                "file:///etc/passwd"
            })
    void otherHostsAreRefusedBeforeAnythingIsSent(String url) {
        assertThatThrownBy(() -> FalDownloader.create().download(FalImage.of(URI.create(url))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pictures are fetched over https from fal.media only");
    }

    @Test
    void anAllowedHostIsAllowedOverHttpsOnly() {
        FalDownloader downloader =
                FalDownloader.builder().allowOutputHost("Pictures.Example.com").build();

        assertThatThrownBy(() -> downloader.download(FalImage.of(URI.create("http://pictures.example.com/a.jpg"))))
                .hasMessageContaining("pictures are fetched over https");
    }

    @ParameterizedTest
    @CsvSource({"404, image/jpeg", "200, text/html", "200, ''", "302, image/jpeg"})
    void whatIsNoPictureIsRefused(int status, String type) {
        try (StubServer server =
                StubServer.answering(status, "picture", "Content-Type: " + type, "Location: https://example.com/")) {
            assertThatThrownBy(() -> local().build().download(at(server)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is no picture (status " + status + ")")
                    .hasMessageNotContaining("token");
        }
    }

    @Test
    void aPictureOfTheLargestSizeIsFetchedAndALargerOneIsNot() throws Exception {
        try (StubServer server = StubServer.answering(200, "picture", "Content-Type: image/png")) {
            assertThat(local().maxBytes(7).build().download(at(server))).hasSize(7);
            assertThatThrownBy(() -> local().maxBytes(6).build().download(at(server)))
                    .isInstanceOf(IOException.class)
                    .cause()
                    .hasMessageContaining("longer than 6 bytes");
        }
    }

    @Test
    void theTimeoutCoversTheBodyAndClosesTheConnection() throws Exception {
        try (StubServer server = new StubServer((request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 9\r\n\r\nabc");
            return connection.hang();
        })) {
            FalDownloader downloader = local().timeout(Duration.ofMillis(300)).build();

            assertThatThrownBy(() -> downloader.download(at(server)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("did not arrive within 300 ms");
            assertThat(server.sawClientClose()).isTrue();
        }
    }

    @Test
    void aDataUriIsDecodedWithinTheLimit() throws Exception {
        FalImage image = FalImage.of(URI.create("data:image/png;base64,cGljdHVyZQ=="));

        assertThat(FalDownloader.create().download(image)).isEqualTo(PICTURE);
        assertThatThrownBy(() -> local().maxBytes(6).build().download(image))
                .hasMessageContaining("longer than 6 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:image/png,abc", "data:image/png;base64", "data:image/png;base64,A"})
    void aDataUriThatIsNotBase64IsRefused(String uri) {
        assertThatThrownBy(() -> FalDownloader.create().download(FalImage.of(URI.create(uri))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not base64");
    }

    @Test
    void badSettingsAreRefusedAtOnce() {
        assertThatThrownBy(() -> local().maxBytes(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> local().timeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> local().allowOutputHost("https://example.com"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> local().allowOutputHost(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> local().httpClient(HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("follows redirects");
    }
}
