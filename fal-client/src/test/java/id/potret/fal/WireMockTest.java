package id.potret.fal;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The wire as a server sees it that is not of this project. */
class WireMockTest {

    private static final String PATH = "/fal-ai/flux/schnell";

    private final WireMockServer server =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private final FalClient client;

    WireMockTest() {
        server.start();
        client = FalClient.builder(FalCredentials.of("test-key"))
                .apiBase(URI.create("http://127.0.0.1:" + server.port()))
                .build();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void exactlyFourFieldsGoOut() throws InterruptedException {
        server.stubFor(post(PATH).willReturn(okJson("{\"images\":[{\"url\":\"https://v3.fal.media/files/a.jpg\"}]}")));

        FalImage image = client.generate(FalRequest.of("a red bag"));

        assertThat(image.url()).hasToString("https://v3.fal.media/files/a.jpg");
        server.verify(
                1,
                postRequestedFor(urlEqualTo(PATH))
                        .withHeader("Authorization", equalTo("Key test-key"))
                        .withHeader("Content-Type", equalTo("application/json"))
                        .withRequestBody(equalToJson("""
                                        {"prompt": "a red bag", "image_size": "square_hd", "num_inference_steps": 4,
                                         "guidance_scale": 3.5}""")));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void anAnswerThatBreaksIsNeverAskedForAgain(Fault fault) {
        server.stubFor(post(PATH).willReturn(aResponse().withFault(fault)));

        FalException failure =
                catchThrowableOfType(FalException.class, () -> client.generate(FalRequest.of("a red bag")));

        assertThat(failure.outcome()).isEqualTo(FalException.Outcome.UNKNOWN);
        assertThat(failure).hasMessageContaining("may have been charged");
        server.verify(1, postRequestedFor(urlEqualTo(PATH)));
    }
}
