package id.potret;

import id.potret.ledger.CoinLedger;
import id.potret.prompt.PhotoOptions;
import id.potret.prompt.Prompt;
import id.potret.prompt.PromptBuilder;
import id.potret.reference.ReferenceImages;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a seller asks for when pressing the button; immutable. */
public final class BatchRequest {

    /** How many images a batch has unless told otherwise, as in the original application's backend. */
    public static final int DEFAULT_IMAGES = 2;

    /** The most images that a batch can have. */
    public static final int MAX_IMAGES = 10;

    private final String account;
    private final @Nullable PhotoOptions options;
    private final Prompt basePrompt;
    private final int images;
    private final ReferenceImages references;
    private final String batchId;

    private BatchRequest(Builder builder) {
        this.account = builder.account;
        this.options = builder.options;
        this.basePrompt = builder.basePrompt;
        this.images = builder.images;
        this.references = builder.references;
        this.batchId =
                builder.batchId != null ? builder.batchId : UUID.randomUUID().toString();
    }

    /**
     * Starts a request from the options that a seller picked.
     *
     * @param account whose coin the batch takes, not blank
     * @param options the options
     * @return a builder with {@value #DEFAULT_IMAGES} images and no references
     * @throws IllegalArgumentException if the account is blank
     * @throws id.potret.prompt.PromptTooLongException if the options alone make a prompt that the model cannot read whole
     */
    public static Builder builder(String account, PhotoOptions options) {
        return new Builder(account, options, PromptBuilder.build(options));
    }

    /**
     * Starts a request from a ready prompt.
     *
     * @param account whose coin the batch takes, not blank
     * @param prompt the prompt
     * @return a builder with {@value #DEFAULT_IMAGES} images and no references
     * @throws IllegalArgumentException if the account is blank
     */
    public static Builder builder(String account, Prompt prompt) {
        return new Builder(account, null, prompt);
    }

    /**
     * Returns whose coin the batch takes.
     *
     * @return the account in the ledger
     */
    public String account() {
        return account;
    }

    /**
     * Returns the options that the prompt was built from.
     *
     * @return the options, or empty for a request from a ready prompt
     */
    public Optional<PhotoOptions> options() {
        return Optional.ofNullable(options);
    }

    /**
     * Returns the prompt before anything is known of the references.
     *
     * @return the prompt
     */
    public Prompt basePrompt() {
        return basePrompt;
    }

    /**
     * Returns how many images are wanted.
     *
     * @return 1 to {@value #MAX_IMAGES}
     */
    public int images() {
        return images;
    }

    /**
     * Returns the reference photos.
     *
     * @return the photos, perhaps none
     */
    public ReferenceImages references() {
        return references;
    }

    /**
     * Returns what makes this batch one and the same wherever it is sent again.
     *
     * @return the id that was set, or a random UUID
     */
    public String batchId() {
        return batchId;
    }

    @Override
    public String toString() {
        return "BatchRequest[" + batchId + ", " + images + " images, " + references.size() + " references]";
    }

    /** Builds a {@link BatchRequest}; not thread-safe. */
    public static final class Builder {

        private final String account;
        private final @Nullable PhotoOptions options;
        private final Prompt basePrompt;
        private int images = DEFAULT_IMAGES;
        private ReferenceImages references = ReferenceImages.none();
        private @Nullable String batchId;

        private Builder(String account, @Nullable PhotoOptions options, Prompt basePrompt) {
            if (account.isBlank()) {
                throw new IllegalArgumentException("the account is blank; name whose coin the batch takes");
            }
            this.account = account;
            this.options = options;
            this.basePrompt = basePrompt;
        }

        /**
         * Sets how many images are wanted.
         *
         * @param count 1 to {@value BatchRequest#MAX_IMAGES}
         * @return this builder
         * @throws IllegalArgumentException if the number is out of range
         */
        public Builder images(int count) {
            if (count < 1 || count > MAX_IMAGES) {
                throw new IllegalArgumentException("a batch has 1 to " + MAX_IMAGES + " images, not " + count);
            }
            this.images = count;
            return this;
        }

        /**
         * Sets the reference photos; the generator then needs a describer.
         *
         * @param photos the photos
         * @return this builder
         */
        public Builder references(ReferenceImages photos) {
            this.references = photos;
            return this;
        }

        /**
         * Sets the batch's id, so that the same batch sent again (after a crash, a lost answer, a double click) is
         * neither paid nor charged twice.
         *
         * <p>An id of the frontend's making, one per press of the button, protects the whole way. Default: a random
         * UUID per request, which protects nothing beyond this object.
         *
         * @param id not blank, at most {@value CoinLedger#MAX_KEY_LENGTH} characters, no control characters
         * @return this builder
         * @throws IllegalArgumentException if the id is not like that
         */
        public Builder batchId(String id) {
            if (id.isBlank()
                    || id.length() > CoinLedger.MAX_KEY_LENGTH
                    || id.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("a batch id has 1 to " + CoinLedger.MAX_KEY_LENGTH
                        + " characters, not blank and without control characters; this one has " + id.length());
            }
            this.batchId = id;
            return this;
        }

        /**
         * Builds the request.
         *
         * @return the request
         */
        public BatchRequest build() {
            return new BatchRequest(this);
        }
    }
}
