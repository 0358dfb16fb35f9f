package id.potret.gemini;

import com.fasterxml.jackson.core.JacksonException;
import com.google.genai.Client;
import com.google.genai.errors.GenAiIOException;
import com.google.genai.types.BlockedReason;
import com.google.genai.types.Candidate;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.Content;
import com.google.genai.types.FinishReason;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponsePromptFeedback;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import id.potret.reference.ReferenceOutcome.BlockReason;
import id.potret.reference.ReferenceOutcome.FailureReason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * The only place that talks to Gemini.
 *
 * <p>The SDK writes and reads the wire format. Everything that it does by itself is switched off, because its defaults
 * retry for 40 seconds, have no timeout, follow redirects with the key, and let environment variables choose the host.
 */
final class GeminiConnection implements AutoCloseable {

    /** Many times what an answer has; read no further, whoever answers. */
    private static final int MAX_ANSWER_BYTES = 256 * 1024;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(100);

    private final String model;
    private final String host;
    private final ModelFamily family;
    private final OkHttpClient http;
    private final Client client;

    private volatile boolean closed;

    /** The work for which this thread is calling: the SDK has no other way to get it to the interceptor. */
    @SuppressWarnings("ThreadLocalUsage") // removed after each call, and nothing static holds on to it
    private final ThreadLocal<Lifeline> calling = new ThreadLocal<>();

    GeminiConnection(String apiKey, String model, URI baseUrl, int maxParallel) {
        this.model = model;
        this.host = baseUrl.getHost();
        this.family = ModelFamily.of(model);
        this.http = new OkHttpClient.Builder()
                .connectTimeout(CONNECT_TIMEOUT)
                // each call has its own limit, which covers the whole of it
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .followRedirects(false)
                .followSslRedirects(false)
                .connectionPool(new ConnectionPool(maxParallel, 5, TimeUnit.MINUTES))
                .addInterceptor(this::guard)
                .build();
        this.client = Client.builder()
                .apiKey(apiKey)
                .vertexAI(false)
                .clientOptions(ClientOptions.builder().customHttpClient(http).build())
                .httpOptions(HttpOptions.builder()
                        .baseUrl(baseUrl.toString())
                        .apiVersion("v1beta")
                        .retryOptions(HttpRetryOptions.builder().attempts(1).httpStatusCodes(List.of()))
                        .build())
                .build();
    }

    /**
     * Asks one question, and once more if that can help and there is time.
     *
     * @param question the picture and the words
     * @param answerTokens the room for the answer
     * @param config what belongs to the question; completed here
     * @param lifeline ends the call
     */
    Answer ask(Content question, int answerTokens, GenerateContentConfig.Builder config, Lifeline lifeline) {
        family.configure(config.maxOutputTokens(family.maxOutputTokens(answerTokens)));
        Answer answer = askOnce(question, config, lifeline);
        if (answer instanceof Answer.Failed failed && failed.retryIn() != null && lifeline.pause(failed.retryIn())) {
            return askOnce(question, config, lifeline);
        }
        return answer;
    }

    private Answer askOnce(Content question, GenerateContentConfig.Builder config, Lifeline lifeline) {
        if (lifeline.isOver()) {
            return ended(lifeline);
        }
        // rounded up, so that a call that ran into its limit finds no time left
        int millis = (int) Math.min(Integer.MAX_VALUE, lifeline.remaining().toMillis() + 1);
        config.httpOptions(HttpOptions.builder().timeout(millis).build());
        calling.set(lifeline);
        try {
            return read(client.models.generateContent(model, question, config.build()));
        } catch (GenAiIOException e) {
            return failure(e, lifeline);
        } catch (RuntimeException e) {
            // the SDK casts what it reads
            return unreadable(e);
        } finally {
            calling.remove();
        }
    }

    /** Watches a call on its way out, and reads its response within bounds. */
    private Response guard(Interceptor.Chain chain) throws IOException {
        Objects.requireNonNull(calling.get()).attach(chain.call());
        try (Response response = chain.proceed(chain.request())) {
            ResponseBody body = response.peekBody(MAX_ANSWER_BYTES + 1);
            if (!response.isSuccessful()) {
                throw HttpRefusal.of(response, body.bytes());
            }
            if (body.contentLength() > MAX_ANSWER_BYTES) {
                throw new EndlessAnswerException();
            }
            return response.newBuilder().body(body).build();
        }
    }

    private Answer failure(GenAiIOException e, Lifeline lifeline) {
        if (e.getCause() instanceof HttpRefusal refusal) {
            return refusal.toAnswer(model);
        }
        if (e.getCause() instanceof JacksonException || e.getCause() instanceof EndlessAnswerException) {
            return unreadable(e.getCause());
        }
        if (closed || lifeline.isOver()) {
            return ended(lifeline);
        }
        return new Answer.Failed(
                FailureReason.UNAVAILABLE,
                "the connection to " + host + " failed (" + name(e.getCause()) + ")",
                RECONNECT_PAUSE);
    }

    private Answer ended(Lifeline lifeline) {
        return closed ? Lifeline.CANCELLED : lifeline.end();
    }

    /** Names the exception only: its message would quote the answer. */
    private static Answer unreadable(@Nullable Throwable cause) {
        return new Answer.Failed(FailureReason.UNREADABLE, "the answer is no Gemini answer (" + name(cause) + ")");
    }

    private static String name(@Nullable Throwable cause) {
        return cause == null ? "no cause given" : cause.getClass().getSimpleName();
    }

    private static Answer read(GenerateContentResponse response) {
        Optional<BlockedReason> blocked =
                response.promptFeedback().flatMap(GenerateContentResponsePromptFeedback::blockReason);
        if (blocked.isPresent()) {
            return new Answer.Blocked(
                    BlockReason.PROMPT_BLOCKED,
                    "Gemini blocked the question: " + blocked.get().knownEnum());
        }
        List<Candidate> candidates = response.candidates().orElse(List.of());
        if (candidates.isEmpty()) {
            return new Answer.Failed(FailureReason.EMPTY, "Gemini answered nothing");
        }
        Candidate candidate = candidates.get(0);
        FinishReason.Known finish =
                candidate.finishReason().map(FinishReason::knownEnum).orElse(FinishReason.Known.STOP);
        return switch (finish) {
            case STOP -> text(candidate);
            case MAX_TOKENS -> new Answer.Failed(FailureReason.CUT, "the answer broke off at its limit of tokens");
            default -> new Answer.Blocked(BlockReason.ANSWER_BLOCKED, "Gemini held its answer back: " + finish);
        };
    }

    private static Answer text(Candidate candidate) {
        String text = candidate.content().flatMap(Content::parts).orElse(List.of()).stream()
                .filter(part -> !part.thought().orElse(false))
                .flatMap(part -> part.text().stream())
                .collect(Collectors.joining())
                .strip();
        return text.isEmpty() ? new Answer.Failed(FailureReason.EMPTY, "the answer is empty") : new Answer.Text(text);
    }

    /** Ends all calls, and gives the connections back. */
    @Override
    public void close() {
        closed = true;
        http.dispatcher().cancelAll();
        client.close();
    }

    /** More was answered than an answer can have. */
    private static final class EndlessAnswerException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
