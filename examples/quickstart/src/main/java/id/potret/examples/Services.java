package id.potret.examples;

import id.potret.fal.FalClient;
import id.potret.fal.FalCredentials;
import id.potret.fal.FalDownloader;
import id.potret.gemini.GeminiReferenceDescriber;
import id.potret.reference.ReferenceDescriber;
import id.potret.sandbox.FalSandbox;
import id.potret.sandbox.GeminiSandbox;
import java.util.List;
import java.util.Map;

/** fal and Gemini, the real ones or the sandbox, by the keys in the environment. */
final class Services implements AutoCloseable {

    private final String name;
    private final FalClient fal;
    private final FalDownloader downloader;
    private final ReferenceDescriber describer;
    private final List<Runnable> closers;

    private Services(
            String name,
            FalClient fal,
            FalDownloader downloader,
            ReferenceDescriber describer,
            List<Runnable> closers) {
        this.name = name;
        this.fal = fal;
        this.downloader = downloader;
        this.describer = describer;
        this.closers = closers;
    }

    static Services from(Map<String, String> environment) {
        boolean falKey = environment.containsKey("FAL_KEY");
        boolean geminiKey = environment.containsKey("GEMINI_API_KEY");
        if (falKey && geminiKey) {
            return real();
        }
        if (falKey || geminiKey) {
            throw new IllegalArgumentException("only " + (falKey ? "FAL_KEY" : "GEMINI_API_KEY")
                    + " is set; set both FAL_KEY and GEMINI_API_KEY for the real services, or neither for the sandbox");
        }
        return sandbox();
    }

    private static Services real() {
        GeminiReferenceDescriber describer = GeminiReferenceDescriber.fromEnv();
        return new Services(
                "Real services: fal and Gemini are called with your keys, and paid.",
                FalClient.fromEnv(),
                FalDownloader.create(),
                describer,
                List.of(describer::close));
    }

    private static Services sandbox() {
        FalSandbox fal = FalSandbox.start();
        GeminiSandbox gemini = GeminiSandbox.start();
        GeminiReferenceDescriber describer = GeminiReferenceDescriber.builder("test-key")
                .baseUrl(gemini.uri())
                .build();
        return new Services(
                "Sandbox: FAL_KEY and GEMINI_API_KEY are not set, so fal and Gemini are played on this machine;"
                        + " nothing is sent or paid.",
                FalClient.builder(FalCredentials.of("test-key"))
                        .apiBase(fal.runUri())
                        .build(),
                FalDownloader.builder()
                        .allowOutputHost(fal.filesUri().getHost())
                        .build(),
                describer,
                List.of(describer::close, gemini::close, fal::close));
    }

    /** One sentence for the user. */
    String name() {
        return name;
    }

    FalClient fal() {
        return fal;
    }

    FalDownloader downloader() {
        return downloader;
    }

    ReferenceDescriber describer() {
        return describer;
    }

    @Override
    public void close() {
        closers.forEach(Runnable::run);
    }
}
