package id.potret.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import id.potret.reference.ReferenceOutcome.FailureReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnswerCacheTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Answer.Failed REFUSED = new Answer.Failed(FailureReason.REJECTED, "refused");
    private static final Answer.Failed TOO_LATE = new Answer.Failed(FailureReason.TIMED_OUT, "too late");

    private final AnswerCache<String> cache = new AnswerCache<>(100, LONG);
    private final List<Set<String>> asked = new CopyOnWriteArrayList<>();

    private Function<Set<String>, Map<String, Answer>> answering(Answer answer) {
        return questions -> {
            asked.add(Set.copyOf(questions));
            Map<String, Answer> answers = new HashMap<>();
            questions.forEach(question -> answers.put(question, answer));
            return answers;
        };
    }

    private Answer get(String question, Answer answer) {
        return Objects.requireNonNull(cache.getAll(Set.of(question), Lifeline.of(LONG), answering(answer))
                .get(question));
    }

    @Test
    void aTextIsAskedForOnce() {
        Answer text = new Answer.Text("mug");

        assertThat(get("a", text)).isEqualTo(text);
        assertThat(get("a", REFUSED)).isEqualTo(text);
        assertThat(asked).hasSize(1);
    }

    @Test
    void onlyWhatIsUnknownIsAskedForAndAllOfItAtOnce() {
        get("b", new Answer.Text("known"));

        Map<String, Answer> answers =
                cache.getAll(Set.of("a", "b", "c"), Lifeline.of(LONG), answering(new Answer.Text("new")));

        assertThat(asked).containsExactly(Set.of("b"), Set.of("a", "c"));
        assertThat(answers)
                .containsOnly(
                        Map.entry("a", new Answer.Text("new")),
                        Map.entry("b", new Answer.Text("known")),
                        Map.entry("c", new Answer.Text("new")));
    }

    @Test
    void aFailureIsNotRemembered() {
        assertThat(get("a", REFUSED)).isEqualTo(REFUSED);
        assertThat(get("a", new Answer.Text("mug"))).isEqualTo(new Answer.Text("mug"));
        assertThat(asked).hasSize(2);
    }

    @Test
    void aSizeOfZeroRemembersNothing() {
        var none = new AnswerCache<String>(0, LONG);
        for (int i = 0; i < 2; i++) {
            none.getAll(Set.of("a"), Lifeline.of(LONG), answering(new Answer.Text("mug")));
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void noMoreIsRememberedThanAllowed() {
        var small = new AnswerCache<String>(10, LONG);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100; i++) {
                small.getAll(Set.of("question " + i), Lifeline.of(LONG), answering(new Answer.Text("mug")));
            }
        }
        assertThat(asked).hasSizeGreaterThanOrEqualTo(190);
    }

    @Test
    void whatIsAskedAtTheSameTimeIsAskedOnce() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        Answer text = new Answer.Text("mug");
        var first = CompletableFuture.supplyAsync(() -> cache.getAll(Set.of("a"), Lifeline.of(LONG), questions -> {
            begun.countDown();
            await(go);
            return answering(text).apply(questions);
        }));
        begun.await();
        List<CompletableFuture<Answer>> others = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> get("a", REFUSED)))
                .toList();
        go.countDown();

        assertThat(first.join()).containsEntry("a", text);
        assertThat(others).allSatisfy(other -> assertThat(other.join()).isEqualTo(text));
        assertThat(asked).hasSize(1);
    }

    @Test
    void whoWaitsAsksAgainIfWhoAskedFirstRanOutOfTime() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var first = CompletableFuture.supplyAsync(() -> cache.getAll(Set.of("a"), Lifeline.of(LONG), questions -> {
            begun.countDown();
            await(go);
            return answering(TOO_LATE).apply(questions);
        }));
        begun.await();
        var second = CompletableFuture.supplyAsync(() -> get("a", new Answer.Text("mug")));
        go.countDown();

        assertThat(first.join()).containsEntry("a", TOO_LATE);
        assertThat(second.join()).isEqualTo(new Answer.Text("mug"));
    }

    @Test
    void whoWaitsDoesSoNoLongerThanItsOwnTime() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var first = CompletableFuture.supplyAsync(() -> cache.getAll(Set.of("a"), Lifeline.of(LONG), questions -> {
            begun.countDown();
            await(go);
            return answering(REFUSED).apply(questions);
        }));
        begun.await();
        Lifeline cancelled = Lifeline.of(LONG);
        cancelled.cancel();

        assertThat(cache.getAll(Set.of("a"), Lifeline.of(Duration.ofMillis(20)), answering(REFUSED)))
                .hasEntrySatisfying(
                        "a",
                        answer -> assertThat(((Answer.Failed) answer).reason()).isEqualTo(FailureReason.TIMED_OUT));
        assertThat(cache.getAll(Set.of("a"), cancelled, answering(REFUSED)))
                .hasEntrySatisfying(
                        "a",
                        answer -> assertThat(((Answer.Failed) answer).reason()).isEqualTo(FailureReason.CANCELLED));
        go.countDown();
        assertThat(first.join()).containsEntry("a", REFUSED);
    }

    @Test
    void whoAsksAndThrowsLeavesNothingBehind() {
        assertThatThrownBy(() -> cache.getAll(Set.of("a"), Lifeline.of(LONG), questions -> {
                    throw new IllegalStateException("no memory");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(get("a", new Answer.Text("mug"))).isEqualTo(new Answer.Text("mug"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
