package id.potret.fal;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** One synchronous request per picture. */
final class DefaultFalClient implements FalClient {

    private final Engine engine;
    private final URI endpoint;

    DefaultFalClient(Engine engine, URI apiBase) {
        this.engine = engine;
        this.endpoint = URI.create(apiBase + "/" + LockedModel.ENDPOINT);
    }

    @Override
    public CompletableFuture<FalImage> generateAsync(FalRequest request) {
        Call<FalImage> call = new Call<>(engine, request);
        new PaidPost(engine, call, request, endpoint, reply -> new Following(engine, call).startWith(reply)).start();
        return call.future();
    }

    @Override
    public FalConcurrency concurrency() {
        return engine.gate().state();
    }

    @Override
    public String toString() {
        return "FalClient[" + Redaction.location(endpoint) + ", timeout " + engine.timeout() + ", " + concurrency()
                + "]";
    }
}
