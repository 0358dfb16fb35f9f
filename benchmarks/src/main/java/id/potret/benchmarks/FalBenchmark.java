package id.potret.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import id.potret.fal.FalClient;
import id.potret.fal.FalCredentials;
import id.potret.fal.FalException;
import id.potret.fal.FalImage;
import id.potret.fal.FalListener;
import id.potret.fal.FalRequest;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What the fal client costs, compared with the bare JDK client.
 *
 * <p>The contestants take turns in short rounds, and each figure is the median of its rounds with the middle half in
 * brackets, so that a busy machine spoils a round and not the comparison. The stub of fal runs in a process of its own.
 */
public final class FalBenchmark {

    private static final FalRequest REQUEST = FalRequest.of(
            "A woman model for Fashion in standing casually holding product pose, with studio background, in Studio Clean"
                    + " style, with natural daylight lighting, photorealistic resolusi HD");
    private static final String BODY = "{\"prompt\":\"" + REQUEST.prompt()
            + "\",\"image_size\":\"square_hd\",\"num_inference_steps\":4,\"guidance_scale\":3.5}";
    private static final OperatingSystemMXBean OS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int BATCH = 3;

    private FalBenchmark() {}

    /** Somebody who gets pictures. */
    private interface Contestant {
        CompletableFuture<?> picture();
    }

    /**
     * Runs everything; takes some minutes.
     *
     * @param args none
     * @throws Exception if the stub cannot be started or a request fails
     */
    public static void main(String[] args) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "Java %s, %d processors, load %.1f%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                OS.getSystemLoadAverage());
        batchLatency();
        costPerPicture();
        manyBatches();
        accountLimit();
    }

    private static FalClient potret(URI uri, int limit, FalListener listener) {
        return FalClient.builder(FalCredentials.of("test-key"))
                .apiBase(uri)
                .concurrencyLimit(limit)
                .listener(listener)
                .build();
    }

    private static Contestant potret(URI uri, int limit) {
        FalClient client = potret(uri, limit, new FalListener() {});
        return () -> client.generateAsync(REQUEST);
    }

    private static HttpRequest request(URI uri) {
        return HttpRequest.newBuilder(uri.resolve("/fal-ai/flux/schnell"))
                .header("Authorization", "Key test-key")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
    }

    private static Contestant bareSendAsync(URI uri) {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return () -> http.sendAsync(request(uri), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static Contestant barePooledSend(URI uri, int threads) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Runnable::run)
                .build();
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "bare");
            thread.setDaemon(true);
            return thread;
        });
        return () -> {
            CompletableFuture<HttpResponse<byte[]>> future = new CompletableFuture<>();
            pool.execute(() -> {
                try {
                    future.complete(http.send(request(uri), HttpResponse.BodyHandlers.ofByteArray()));
                } catch (Exception e) {
                    future.completeExceptionally(e);
                }
            });
            return future;
        };
    }

    /** 3 pictures at 300 ms take one request and a bit. */
    private static void batchLatency() throws Exception {
        try (FalStub.Running stub = FalStub.Running.start(300, Integer.MAX_VALUE)) {
            Contestant potret = potret(stub.uri(), 10);
            Contestant bare = barePooledSend(stub.uri(), 10);
            Supplier<Double> one = () -> millis(() -> bare.picture().join());
            Supplier<Double> three = () -> millis(() -> all(potret, BATCH));
            turns(5, List.of(one, three));
            double[][] times = turns(30, List.of(one, three));
            System.out.printf(
                    Locale.ROOT,
                    "3 pictures at 300 ms: one bare request %s ms, a batch %s ms, difference of p50 %.2f ms%n",
                    show(times[0]),
                    show(times[1]),
                    median(times[1]) - median(times[0]));
        }
    }

    /** CPU, memory and threads per picture, with 8 batches at a time. */
    private static void costPerPicture() throws Exception {
        int atOnce = 24;
        int pictures = 2400;
        try (FalStub.Running stub = FalStub.Running.start(20, Integer.MAX_VALUE)) {
            Contestant potret = potret(stub.uri(), atOnce);
            Contestant async = bareSendAsync(stub.uri());
            Contestant pooled = barePooledSend(stub.uri(), atOnce);
            List<Contestant> contestants = List.of(potret, async, pooled);
            for (int i = 0; i < 8; i++) {
                contestants.forEach(contestant -> stream(contestant, atOnce, pictures));
            }
            double[][] cpu = turns(
                    25,
                    contestants.stream()
                            .<Supplier<Double>>map(contestant ->
                                    () -> cpuMicros(() -> stream(contestant, atOnce, pictures)) / pictures)
                            .toList());
            System.out.printf(
                    Locale.ROOT,
                    "CPU per picture: potret %s us, bare sendAsync %s us, bare pooled send %s us%n"
                            + "  potret / sendAsync %s, potret / pooled %s%n",
                    show(cpu[0]),
                    show(cpu[1]),
                    show(cpu[2]),
                    show(ratios(cpu[0], cpu[1])),
                    show(ratios(cpu[0], cpu[2])));
            double[][] bytes = turns(
                    10,
                    List.of(
                            () -> allocated(() -> stream(potret, atOnce, pictures)) / pictures,
                            () -> allocated(() -> stream(pooled, atOnce, pictures)) / pictures));
            System.out.printf(
                    Locale.ROOT,
                    "allocated per picture: potret %s KB, bare pooled send %s KB%n",
                    show(bytes[0]),
                    show(bytes[1]));
            long before = THREADS.getTotalStartedThreadCount();
            stream(potret, atOnce, pictures);
            long started = THREADS.getTotalStartedThreadCount() - before;
            long ours = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("potret-fal"))
                    .count();
            System.out.printf(
                    Locale.ROOT,
                    "threads: %d started for %d pictures when warm; %d and a selector at a limit of %d%n",
                    started,
                    pictures,
                    ours,
                    atOnce);
        }
    }

    /** 256 batches of 3 at a time. */
    private static void manyBatches() throws Exception {
        int batches = 256;
        int rounds = 4;
        try (FalStub.Running stub = FalStub.Running.start(200, Integer.MAX_VALUE)) {
            Contestant potret = potret(stub.uri(), batches * BATCH);
            Contestant async = bareSendAsync(stub.uri());
            Supplier<Double> ours = () -> perSecond(potret, batches, rounds);
            Supplier<Double> theirs = () -> perSecond(async, batches, rounds);
            turns(4, List.of(ours, theirs));
            double[][] throughput = turns(12, List.of(ours, theirs));
            System.out.printf(
                    Locale.ROOT,
                    "256 batches of 3 at 200 ms: potret %s pictures/s, bare sendAsync %s; ratio %s%n",
                    show(throughput[0]),
                    show(throughput[1]),
                    show(ratios(throughput[0], throughput[1])));
        }
    }

    /** An account that allows 2 requests at once. */
    private static void accountLimit() throws Exception {
        try (FalStub.Running stub = FalStub.Running.start(300, 2)) {
            AtomicInteger refused = new AtomicInteger();
            FalListener counter = new FalListener() {
                @Override
                public void onRetry(FalRequest request, int attempt, Duration delay, FalException reason) {
                    refused.incrementAndGet();
                }
            };
            int runs = 10;
            double[] fresh = new double[runs];
            for (int i = 0; i < runs; i++) {
                FalClient client = potret(stub.uri(), 10, counter);
                fresh[i] = millis(() -> join(client.generateAll(REQUEST, BATCH)));
            }
            int refusedFresh = refused.getAndSet(0);
            FalClient kept = potret(stub.uri(), 10, counter);
            double[] again = new double[runs];
            for (int i = 0; i < runs; i++) {
                again[i] = millis(() -> join(kept.generateAll(REQUEST, BATCH)));
            }
            int refusedAgain = refused.getAndSet(0);
            FalClient thirty = potret(stub.uri(), 10, counter);
            double thirtyTook = millis(() -> join(thirty.generateAll(REQUEST, 30)));
            System.out.printf(
                    Locale.ROOT,
                    "account limit 2, batches of 3 at 300 ms, none failed: new client each time %s ms (most %.0f, %d refusals"
                            + " in %d batches), one client %s ms (most %.0f, %d refusals)%n"
                            + "  30 pictures at once: %.0f ms, %d refusals%n",
                    show(fresh),
                    Arrays.stream(fresh).max().orElseThrow(),
                    refusedFresh,
                    runs,
                    show(again),
                    Arrays.stream(again).max().orElseThrow(),
                    refusedAgain,
                    thirtyTook,
                    refused.get());
        }
    }

    private static void join(List<CompletableFuture<FalImage>> images) {
        images.forEach(CompletableFuture::join);
    }

    private static void all(Contestant contestant, int count) {
        CompletableFuture<?>[] pictures =
                IntStream.range(0, count).mapToObj(i -> contestant.picture()).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(pictures).join();
    }

    /** So many pictures, so many at once. */
    private static void stream(Contestant contestant, int atOnce, int pictures) {
        Semaphore room = new Semaphore(atOnce);
        List<CompletableFuture<?>> futures = new ArrayList<>(pictures);
        for (int i = 0; i < pictures; i++) {
            room.acquireUninterruptibly();
            futures.add(contestant.picture().whenComplete((picture, failure) -> room.release()));
        }
        futures.forEach(CompletableFuture::join);
    }

    private static double perSecond(Contestant contestant, int batches, int rounds) {
        double took = millis(() -> {
            CompletableFuture<?>[] users = IntStream.range(0, batches)
                    .mapToObj(i -> batchesInARow(contestant, rounds))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(users).join();
        });
        return batches * BATCH * rounds / took * 1000;
    }

    private static CompletableFuture<?> batchesInARow(Contestant contestant, int rounds) {
        CompletableFuture<?> batch =
                CompletableFuture.allOf(contestant.picture(), contestant.picture(), contestant.picture());
        return rounds == 1 ? batch : batch.thenCompose(done -> batchesInARow(contestant, rounds - 1));
    }

    private static double millis(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e6;
    }

    private static double cpuMicros(Runnable work) {
        long begun = OS.getProcessCpuTime();
        work.run();
        return (OS.getProcessCpuTime() - begun) / 1e3;
    }

    /** Kilobytes, of all threads that live before and after. */
    private static double allocated(Runnable work) {
        long before = allocatedByAll();
        work.run();
        return (allocatedByAll() - before) / 1024.0;
    }

    private static long allocatedByAll() {
        return LongStream.of(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    /** Lets everybody measure once per round, in turns. */
    private static double[][] turns(int rounds, List<Supplier<Double>> measures) {
        double[][] results = new double[measures.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < measures.size(); i++) {
                int turn = (i + round) % measures.size();
                results[turn][round] = measures.get(turn).get();
            }
        }
        return results;
    }

    private static double[] ratios(double[] ours, double[] theirs) {
        return IntStream.range(0, ours.length)
                .mapToDouble(i -> ours[i] / theirs[i])
                .toArray();
    }

    private static double median(double[] values) {
        return quantile(values, 0.5);
    }

    private static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    private static String show(double[] values) {
        return String.format(
                Locale.ROOT, "%.2f [%.2f, %.2f]", median(values), quantile(values, 0.25), quantile(values, 0.75));
    }
}
