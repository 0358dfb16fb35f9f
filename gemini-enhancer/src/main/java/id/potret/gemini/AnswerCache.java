package id.potret.gemini;

import com.github.benmanes.caffeine.cache.Caffeine;
import id.potret.reference.ReferenceOutcome.FailureReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Remembers answers, and lets equal questions that come at the same time share one call.
 *
 * <p>Only texts are remembered. A failure is shared with those who wait for it at that moment, unless it is the asker's
 * own (its time was over, it was cancelled): then one of those who wait asks again. Thread-safe.
 *
 * @param <K> what makes two questions equal
 */
final class AnswerCache<K> {

    private final ConcurrentMap<K, CompletableFuture<Answer>> answers;

    /** A size of 0 remembers nothing, but still shares. */
    AnswerCache(int maxAnswers, Duration timeToLive) {
        answers = Caffeine.newBuilder()
                .maximumSize(maxAnswers)
                .expireAfterWrite(timeToLive)
                // housekeeping takes microseconds; the common pool is the host's
                .executor(Runnable::run)
                .<K, Answer>buildAsync()
                .asMap();
    }

    /**
     * Answers questions, as far as nobody has asked them yet by asking all at once.
     *
     * @param ask is given the questions that are new and returns an answer to each
     */
    Map<K, Answer> getAll(Set<K> questions, Lifeline lifeline, Function<Set<K>, Map<K, Answer>> ask) {
        Map<K, CompletableFuture<Answer>> mine = new LinkedHashMap<>();
        Map<K, CompletableFuture<Answer>> others = new LinkedHashMap<>();
        for (K question : questions) {
            CompletableFuture<Answer> promise = new CompletableFuture<>();
            CompletableFuture<Answer> earlier = answers.putIfAbsent(question, promise);
            if (earlier == null) {
                mine.put(question, promise);
            } else {
                others.put(question, earlier);
            }
        }
        // before waiting for others, who may wait for these
        Map<K, Answer> all = mine.isEmpty() ? new HashMap<>() : new HashMap<>(keep(mine, ask));
        Set<K> again = new LinkedHashSet<>();
        others.forEach((question, promise) -> {
            Answer answer = lifeline.await(promise).orElseGet(lifeline::end);
            if (isAskersOwn(answer) && !lifeline.isOver()) {
                again.add(question);
            } else {
                all.put(question, answer);
            }
        });
        if (!again.isEmpty()) {
            all.putAll(getAll(again, lifeline, ask));
        }
        return all;
    }

    private Map<K, Answer> keep(Map<K, CompletableFuture<Answer>> mine, Function<Set<K>, Map<K, Answer>> ask) {
        Map<K, Answer> asked = Map.of();
        try {
            asked = ask.apply(mine.keySet());
            return asked;
        } finally {
            for (Map.Entry<K, CompletableFuture<Answer>> entry : mine.entrySet()) {
                Answer answer = asked.get(entry.getKey());
                if (!(answer instanceof Answer.Text)) {
                    answers.remove(entry.getKey(), entry.getValue());
                }
                // none at all if asking threw: who waits asks again
                entry.getValue().complete(Objects.requireNonNullElse(answer, Lifeline.CANCELLED));
            }
        }
    }

    private static boolean isAskersOwn(Answer answer) {
        return answer instanceof Answer.Failed failed
                && (failed.reason() == FailureReason.TIMED_OUT || failed.reason() == FailureReason.CANCELLED);
    }
}
