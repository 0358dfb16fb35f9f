package id.potret.gemini;

import com.google.genai.types.Content;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.Part;
import id.potret.reference.ImageDescription;
import id.potret.reference.ReferenceDescriber;
import id.potret.reference.ReferenceImage;
import id.potret.reference.ReferenceImages;
import id.potret.reference.ReferenceOutcome;
import id.potret.reference.ReferenceOutcome.BlockReason;
import id.potret.reference.ReferenceOutcome.FailureReason;
import id.potret.reference.ReferenceRole;
import id.potret.reference.ReferenceSlot;
import id.potret.reference.WordBudget;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Describes reference photos with Gemini, one call per photo and all at once.
 *
 * <p>A photo that is blocked, refused, slow or answered with nonsense loses only itself. Each has
 * {@link Builder#perImageTimeout(Duration) its own deadline}, which a second try, where one can help, does not extend.
 *
 * <p>Building one takes up to a second, because it starts the SDK: build one and share it. It is thread-safe. Its
 * threads are daemons and end when idle; {@link #close()} ends what is in flight and gives the connections back.
 *
 * <p>Neither the key nor photos nor descriptions appear in logs, exceptions or {@link #toString()}.
 */
public final class GeminiReferenceDescriber implements ReferenceDescriber, AutoCloseable {

    /** The environment variable that holds the API key. */
    public static final String API_KEY = Settings.API_KEY;

    /** The environment variable that names the model, if it is not to be the default. */
    public static final String MODEL = Settings.MODEL;

    private static final int ANSWER_TOKENS = 250;

    /** Several times what fits into that many tokens. */
    private static final int MAX_CHARS = 4000;

    private final String model;
    private final URI baseUrl;
    private final Duration perImageTimeout;
    private final GeminiConnection gemini;
    private final Workers workers;
    private final Downscaler downscaler = new Downscaler();
    private final boolean downscale;
    private final AnswerCache<Question> cache;
    private final boolean cacheFaces;

    private GeminiReferenceDescriber(Builder builder) {
        model = builder.model;
        baseUrl = builder.baseUrl;
        perImageTimeout = builder.perImageTimeout;
        downscale = builder.downscale;
        cache = new AnswerCache<>(builder.cacheSize, builder.cacheTime);
        cacheFaces = builder.cacheFaces;
        gemini = new GeminiConnection(builder.apiKey, model, baseUrl, builder.maxParallel);
        workers = new Workers(builder.maxParallel);
    }

    /**
     * Starts a describer.
     *
     * @param apiKey the key for the Gemini API: letters, digits, '-' and '_'
     * @return a builder with the defaults
     * @throws IllegalArgumentException if the key cannot be one; the message does not repeat it
     */
    public static Builder builder(String apiKey) {
        return new Builder(Settings.requireKey(apiKey));
    }

    /**
     * Creates a describer from the environment variables {@value #API_KEY} and, if set, {@value #MODEL}.
     *
     * <p>No variable decides where calls go to.
     *
     * @return a describer with the defaults
     * @throws IllegalArgumentException if the key is missing, or a value cannot be one
     */
    public static GeminiReferenceDescriber fromEnv() {
        return fromSettings(System.getenv());
    }

    /**
     * Creates a describer from settings named like the environment variables of {@link #fromEnv()}.
     *
     * @param settings the settings; others are ignored
     * @return a describer with the defaults
     * @throws IllegalArgumentException if the key is missing, or a value cannot be one
     */
    public static GeminiReferenceDescriber fromSettings(Map<String, String> settings) {
        return builder(Settings.key(settings)).model(Settings.model(settings)).build();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the timeout is not positive
     * @throws IllegalStateException if this describer is closed
     */
    @Override
    public List<ReferenceOutcome> describe(ReferenceImages images, WordBudget budget, Duration timeout)
            throws InterruptedException {
        Settings.requirePositive("timeout", timeout);
        Map<ReferenceSlot, Workers.Work<Answer>> works = new EnumMap<>(ReferenceSlot.class);
        try {
            for (ReferenceImage image : images) {
                int words = Math.max(WordBudget.MIN_WORDS, budget.words(image.slot()));
                works.put(image.slot(), workers.start(timeout, lifeline -> answer(image, words, lifeline)));
            }
            List<ReferenceOutcome> outcomes = new ArrayList<>();
            for (Map.Entry<ReferenceSlot, Workers.Work<Answer>> work : works.entrySet()) {
                outcomes.add(outcome(work.getKey(), work.getValue().await(failed -> failed)));
            }
            return outcomes;
        } finally {
            works.values().forEach(Workers.Work::cancel);
        }
    }

    private Answer answer(ReferenceImage image, int words, Lifeline lifeline) {
        lifeline.limit(perImageTimeout);
        if (image.slot().role() == ReferenceRole.FACE && !cacheFaces) {
            return ask(image, words, lifeline);
        }
        Question question = new Question(sha256(image), image.slot().role(), model, words);
        Answer answer = cache.getAll(
                        Set.of(question), lifeline, unknown -> Map.of(question, ask(image, words, lifeline)))
                .get(question);
        return Objects.requireNonNull(answer);
    }

    private Answer ask(ReferenceImage image, int words, Lifeline lifeline) {
        Part photo;
        try {
            photo = downscale && Downscaler.canRead(image)
                    ? Part.fromBytes(downscaler.shrink(image, lifeline), "image/jpeg")
                    : Part.fromBytes(image.bytes(), image.mimeType());
        } catch (IOException e) {
            return new Answer.Failed(
                    FailureReason.REJECTED,
                    "the photo cannot be decoded, because it is damaged or in CMYK; save it as an RGB JPEG or PNG");
        } catch (TimeoutException e) {
            return new Answer.Failed(FailureReason.TIMED_OUT, "its turn to be made smaller did not come in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Failed(FailureReason.CANCELLED, "given up before it was sent");
        }
        Content question = Content.builder()
                .role("user")
                .parts(photo, Part.fromText(Instructions.forRole(image.slot().role(), words)))
                .build();
        GenerateContentConfig.Builder config = GenerateContentConfig.builder();
        ModelFamily.lookClosely(model, config);
        Answer answer = gemini.ask(question, ANSWER_TOKENS, config, lifeline);
        return answer instanceof Answer.Text text ? check(image.slot(), text) : answer;
    }

    /** Only what can be used in a prompt may be remembered. */
    private static Answer check(ReferenceSlot slot, Answer.Text answer) {
        if (Instructions.isRefusal(answer.text())) {
            return new Answer.Blocked(BlockReason.REFUSED_IN_PROSE, "the model declined to describe the photo");
        }
        if (answer.text().length() > MAX_CHARS) {
            return new Answer.Failed(FailureReason.UNREADABLE, "the answer is far longer than a description");
        }
        try {
            return new Answer.Text(new ImageDescription(slot, answer.text()).text());
        } catch (IllegalArgumentException e) {
            return new Answer.Failed(FailureReason.EMPTY, "the answer holds nothing that can be used in a prompt");
        }
    }

    private static String sha256(ReferenceImage image) {
        try (DigestInputStream in = new DigestInputStream(image.openStream(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("neither can happen: the photo is in memory, and every JDK has SHA-256", e);
        }
    }

    private static ReferenceOutcome outcome(ReferenceSlot slot, Answer answer) {
        if (answer instanceof Answer.Blocked blocked) {
            return new ReferenceOutcome.Blocked(slot, blocked.reason(), blocked.detail());
        }
        if (answer instanceof Answer.Failed failed) {
            return new ReferenceOutcome.Failed(slot, failed.reason(), failed.detail());
        }
        return new ReferenceOutcome.Described(new ImageDescription(slot, ((Answer.Text) answer).text()));
    }

    /** Ends what is in flight, and gives threads and connections back. */
    @Override
    public void close() {
        gemini.close();
        workers.close();
    }

    /** Shows the model, where it is reached and the limits; never the key. */
    @Override
    public String toString() {
        return "GeminiReferenceDescriber[" + model + " at " + baseUrl + ", " + perImageTimeout + " per photo, "
                + workers.maxParallel() + " at once]";
    }

    /** What makes two photos get the same description; of the photo itself nothing is kept. */
    private record Question(String sha256, ReferenceRole role, String model, int words) {}

    /** Settings of a describer. Not thread-safe. */
    public static final class Builder {
        private final String apiKey;
        private String model = Settings.DEFAULT_MODEL;
        private URI baseUrl = Settings.DEFAULT_BASE_URL;
        private Duration perImageTimeout = Duration.ofSeconds(20);
        private int maxParallel = Settings.DEFAULT_MAX_PARALLEL;
        private boolean downscale = true;
        private int cacheSize = Settings.DEFAULT_CACHE_SIZE;
        private Duration cacheTime = Settings.DEFAULT_CACHE_TIME;
        private boolean cacheFaces;

        private Builder(String apiKey) {
            this.apiKey = apiKey;
        }

        /**
         * Sets the model.
         *
         * @param model a model that sees pictures; default {@code gemini-3.5-flash-lite}
         * @return this
         * @throws IllegalArgumentException if it is no model name
         */
        public Builder model(String model) {
            this.model = Settings.requireModel(model);
            return this;
        }

        /**
         * Sets where Gemini is reached.
         *
         * @param baseUrl https, or http on loopback; default {@code https://generativelanguage.googleapis.com}
         * @return this
         * @throws IllegalArgumentException if it is anything else, or has a user, a query or a fragment
         */
        public Builder baseUrl(URI baseUrl) {
            this.baseUrl = Settings.requireBaseUrl(baseUrl);
            return this;
        }

        /**
         * Sets how long one photo may take from the moment its turn has come, a second try included.
         *
         * @param timeout positive; default 20 s
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder perImageTimeout(Duration timeout) {
            this.perImageTimeout = Settings.requirePositive("perImageTimeout", timeout);
            return this;
        }

        /**
         * Sets how many photos are described at once, of all batches together; more wait for their turn.
         *
         * @param maxParallel 1 to 1000; default 12, two full batches
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder maxParallel(int maxParallel) {
            this.maxParallel = Settings.requireMaxParallel(maxParallel);
            return this;
        }

        /**
         * Sets whether png and jpeg photos are made small before they are sent.
         *
         * <p>They are then at most 1024 pixels wide or high and 240 kB large, upright, on white and without metadata
         * such as the place where they were taken. Without it they go as they are, which takes 17 times their size in
         * memory. Other types always go as they are.
         *
         * @param downscale default {@code true}
         * @return this
         */
        public Builder downscale(boolean downscale) {
            this.downscale = downscale;
            return this;
        }

        /**
         * Sets how many descriptions are remembered, and how long.
         *
         * <p>They are kept in memory by the SHA-256 of the photo, its role, the model and the number of words. Failures
         * are not remembered, nor are faces unless {@link #cacheFaces} says so.
         *
         * @param maxDescriptions 0 to remember nothing; default 1000
         * @param timeToLive positive; default one hour
         * @return this
         * @throws IllegalArgumentException if a value is out of range
         */
        public Builder cache(int maxDescriptions, Duration timeToLive) {
            this.cacheSize = Settings.requireCacheSize(maxDescriptions);
            this.cacheTime = Settings.requirePositive("timeToLive", timeToLive);
            return this;
        }

        /**
         * Sets whether descriptions of faces are remembered like others; they are personal data.
         *
         * @param cacheFaces default {@code false}
         * @return this
         */
        public Builder cacheFaces(boolean cacheFaces) {
            this.cacheFaces = cacheFaces;
            return this;
        }

        /**
         * Builds the describer, which starts the SDK.
         *
         * @return a new describer
         */
        public GeminiReferenceDescriber build() {
            return new GeminiReferenceDescriber(this);
        }

        /** Shows the settings, never the key. */
        @Override
        public String toString() {
            return "GeminiReferenceDescriber.Builder[" + model + " at " + baseUrl + ", " + perImageTimeout
                    + " per photo, " + maxParallel + " at once]";
        }
    }
}
