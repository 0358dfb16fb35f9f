package id.potret.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The complete example of the documentation; {@code DocumentationTest} compares them. */
class ShopTest {
    // example
    // your code: the address of fal is a setting
    record Shop(URI fal, String key) {
        HttpResponse<String> order(String prompt) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(fal.resolve("/fal-ai/flux/schnell"))
                    .timeout(Duration.ofSeconds(2))
                    .header("Authorization", "Key " + key)
                    .POST(BodyPublishers.ofString("{\"prompt\":\"" + prompt + "\",\"image_size\":\"square_hd\"}"))
                    .build();
            HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            return response.statusCode() == 429 ? order(prompt) : response;
        }
    }

    @Test
    void aFullAccountIsAskedAgain() throws Exception {
        try (FalSandbox fal = FalSandbox.start()) {
            fal.on(FalCall.RUN).next(FalAnswers.concurrentRequestsLimit());

            HttpResponse<String> response = new Shop(fal.runUri(), "test-key").order("a red bag");

            assertTrue(response.body().contains(fal.filesUri() + "/files/"));
            assertEquals(2, fal.requestCount(FalCall.RUN));
            assertEquals(
                    "Key test-key",
                    fal.requests(FalCall.RUN).get(1).header("Authorization").orElseThrow());
        }
    }
    // end
}
