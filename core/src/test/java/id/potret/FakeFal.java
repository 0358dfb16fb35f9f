package id.potret;

import id.potret.fal.FalClient;
import id.potret.fal.FalImage;
import id.potret.fal.FalRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** A client whose n-th request (from 1) ends as a test says. */
final class FakeFal implements FalClient {

    final List<FalRequest> requests = new ArrayList<>();
    final List<CompletableFuture<FalImage>> futures = new ArrayList<>();
    private final IntFunction<CompletableFuture<FalImage>> answers;
    private final CountDownLatch asked;

    FakeFal(int expected, IntFunction<CompletableFuture<FalImage>> answers) {
        this.answers = answers;
        this.asked = new CountDownLatch(expected);
    }

    static FakeFal drawing() {
        return new FakeFal(0, number -> CompletableFuture.completedFuture(image(number)));
    }

    static FakeFal hanging(int expected) {
        return new FakeFal(expected, number -> new CompletableFuture<>());
    }

    static FalImage image(int number) {
        return FalImage.of(URI.create("https://v3.fal.media/files/" + number + ".jpg?signature=secret"));
    }

    @Override
    public synchronized CompletableFuture<FalImage> generateAsync(FalRequest request) {
        requests.add(request);
        CompletableFuture<FalImage> future = answers.apply(requests.size());
        futures.add(future);
        asked.countDown();
        return future;
    }

    void awaitRequests() throws InterruptedException {
        if (!asked.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the requests did not come");
        }
    }
}
