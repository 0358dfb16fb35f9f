package id.potret;

import id.potret.fal.FalClient;
import id.potret.fal.FalPrice;
import id.potret.ledger.CoinLedger;
import id.potret.prompt.TextTranslator;
import id.potret.reference.ReferenceDescriber;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Generates batches of product photos: the facade of the library.
 *
 * <p>A batch takes one coin before anything is paid for, sends at most one paid request per image, and gives the coin back
 * if no usable picture came. It ends within its deadline, whatever hangs.
 *
 * <pre>{@code
 * BatchGenerator generator = BatchGenerator.builder(FalClient.fromEnv(), ledger).build();
 * PhotoOptions options = PhotoOptions.model(ModelType.WOMAN, Category.FASHION)
 *         .background(Background.STUDIO)
 *         .build();
 * BatchResult result = generator.generate(BatchRequest.builder("seller-7", options).images(3).build());
 * }</pre>
 *
 * <p>Immutable and thread-safe; build one and share it.
 */
public final class BatchGenerator {

    /** How long a batch may take unless told otherwise: fal's 180 seconds and a minute for the references. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(4);

    /** How long all references of a batch may take together unless told otherwise. */
    public static final Duration DEFAULT_DESCRIBE_TIMEOUT = Duration.ofSeconds(25);

    /** How much longer than the batch's deadline its coin is held, so that a slow commit still finds it. */
    public static final Duration HOLD_MARGIN = Duration.ofMinutes(5);

    static final System.Logger LOG = System.getLogger(BatchGenerator.class.getName());

    private static final int ASYNC_THREADS = 64;

    private final FalClient fal;
    private final CoinLedger ledger;
    private final Composer composer;
    private final ReferencePolicy referencePolicy;
    private final BatchListener listener;
    private final FalPrice price;
    private final Duration deadline;
    private final Executor executor;

    private BatchGenerator(Builder builder) {
        this.fal = builder.fal;
        this.ledger = builder.ledger;
        this.composer = new Composer(builder.translator, builder.describer, builder.describeTimeout);
        this.referencePolicy = builder.referencePolicy;
        this.listener = builder.listener;
        this.price = builder.price;
        this.deadline = builder.deadline;
        this.executor = builder.executor != null ? builder.executor : daemonThreads();
    }

    /**
     * Starts a generator.
     *
     * @param fal the client that generates the pictures
     * @param ledger where the coins are
     * @return a builder
     */
    public static Builder builder(FalClient fal, CoinLedger ledger) {
        return new Builder(fal, ledger);
    }

    /**
     * Generates one batch and waits for it.
     *
     * <p>Part of the pictures is a success too: {@link BatchResult#missing()} names the others. The same batch id again
     * returns the pictures of the first time and pays nothing.
     *
     * <p>An interrupt ends the batch: what is in flight is aborted. Pictures that had come by then are kept under the
     * batch id and cost their coin, so that the same request sent again returns them; without any the coin goes back.
     *
     * @param request what the seller asks for
     * @return the pictures, at least one
     * @throws BatchException if there are no pictures; its subtypes tell why, and no coin was spent
     * @throws IllegalArgumentException if the request has references and the generator no describer
     * @throws InterruptedException if the thread is interrupted
     */
    public BatchResult generate(BatchRequest request) throws InterruptedException {
        return prepare(request).run();
    }

    /**
     * Generates one batch on a thread of the generator's executor.
     *
     * <p>However the future is completed from outside (cancel, timeout), the batch is interrupted as in
     * {@link #generate}. The deadline counts from this call, so that waiting for a thread is part of it.
     *
     * @param request what the seller asks for
     * @return the pictures; completed exceptionally with what {@link #generate} throws
     * @throws IllegalArgumentException if the request has references and the generator no describer
     * @throws java.util.concurrent.RejectedExecutionException if the executor takes no more work; nothing was paid
     */
    public CompletableFuture<BatchResult> generateAsync(BatchRequest request) {
        BatchRun run = prepare(request);
        CompletableFuture<BatchResult> future = new CompletableFuture<>();
        FutureTask<BatchResult> task = new FutureTask<>(run::run) {
            @Override
            protected void done() {
                try {
                    future.complete(get());
                } catch (ExecutionException e) {
                    future.completeExceptionally(e.getCause() != null ? e.getCause() : e);
                } catch (CancellationException | InterruptedException e) {
                    future.completeExceptionally(e);
                }
            }
        };
        var unused = future.whenComplete((result, failure) -> task.cancel(true));
        executor.execute(task);
        return future;
    }

    private BatchRun prepare(BatchRequest request) {
        composer.validate(request);
        return new BatchRun(
                request,
                new Coin(ledger, request.account(), request.batchId(), deadline.plus(HOLD_MARGIN)),
                composer,
                referencePolicy,
                fal,
                price,
                Deadline.after(deadline),
                new SafeListener(listener, request.batchId()));
    }

    /** Daemon threads that end when idle: a batch waits more than it works, so there are many of them. */
    private static Executor daemonThreads() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                ASYNC_THREADS, ASYNC_THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "potret-batch");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Builds a {@link BatchGenerator}; not thread-safe. */
    public static final class Builder {

        private final FalClient fal;
        private final CoinLedger ledger;
        private @Nullable ReferenceDescriber describer;
        private @Nullable TextTranslator translator;
        private ReferencePolicy referencePolicy = ReferencePolicy.CONTINUE;
        private BatchListener listener = new BatchListener() {};
        private FalPrice price = FalPrice.DEFAULT;
        private Duration deadline = DEFAULT_DEADLINE;
        private Duration describeTimeout = DEFAULT_DESCRIBE_TIMEOUT;
        private @Nullable Executor executor;

        private Builder(FalClient fal, CoinLedger ledger) {
            this.fal = fal;
            this.ledger = ledger;
        }

        /**
         * Sets who describes reference photos, such as {@code GeminiReferenceDescriber}. Default: nobody, and requests
         * with references are refused.
         *
         * @param port the describer
         * @return this builder
         */
        public Builder describer(ReferenceDescriber port) {
            this.describer = port;
            return this;
        }

        /**
         * Sets who translates the seller's own texts, such as {@code GeminiTextTranslator}. Default: nobody, and the texts
         * go into the prompt as they are.
         *
         * @param port the translator
         * @return this builder
         */
        public Builder translator(TextTranslator port) {
            this.translator = port;
            return this;
        }

        /**
         * Sets what happens when a reference photo could not be described. Default: {@link ReferencePolicy#CONTINUE}.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder referencePolicy(ReferencePolicy policy) {
            this.referencePolicy = policy;
            return this;
        }

        /**
         * Sets who hears of progress. Default: nobody.
         *
         * @param hearer the listener of all batches
         * @return this builder
         */
        public Builder listener(BatchListener hearer) {
            this.listener = hearer;
            return this;
        }

        /**
         * Sets the price that {@link BatchResult#estimatedCostUsd()} is estimated from. Default: {@link FalPrice#DEFAULT}.
         *
         * @param perImage the price
         * @return this builder
         */
        public Builder price(FalPrice perImage) {
            this.price = perImage;
            return this;
        }

        /**
         * Sets how long a batch may take in all, references, retries and bodies included. Default:
         * {@link #DEFAULT_DEADLINE}.
         *
         * @param duration more than zero, at most a day
         * @return this builder
         * @throws IllegalArgumentException if the duration is out of range
         */
        public Builder deadline(Duration duration) {
            this.deadline = checked("deadline", duration);
            return this;
        }

        /**
         * Sets how long the translation, and then all references together, may take; what is not there by then is left
         * out. Default: {@link #DEFAULT_DESCRIBE_TIMEOUT}.
         *
         * @param duration more than zero, at most a day
         * @return this builder
         * @throws IllegalArgumentException if the duration is out of range
         */
        public Builder describeTimeout(Duration duration) {
            this.describeTimeout = checked("describeTimeout", duration);
            return this;
        }

        /**
         * Sets what runs asynchronous batches; each blocks its thread, so virtual threads serve well. Default: up to 64
         * daemon threads of the generator's own, which end when idle.
         *
         * @param runner the executor; the caller shuts it down
         * @return this builder
         */
        public Builder executor(Executor runner) {
            this.executor = runner;
            return this;
        }

        private static Duration checked(String name, Duration duration) {
            if (duration.isNegative() || duration.isZero() || duration.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(name + " is more than zero and at most a day, not " + duration);
            }
            return duration;
        }

        /**
         * Builds the generator.
         *
         * @return the generator
         */
        public BatchGenerator build() {
            return new BatchGenerator(this);
        }
    }
}
