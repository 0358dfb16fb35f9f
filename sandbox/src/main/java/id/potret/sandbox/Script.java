package id.potret.sandbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says what happens to the coming requests.
 *
 * <p>A request takes the first line of {@code next} or {@code nextWhen} that fits it, which is then used up; else the first
 * line of {@code alwaysWhen} that fits; else what {@code always} said last; else the {@linkplain Answer#normal() usual
 * answer}. Scripts are safe for use by several threads.
 *
 * <pre>{@code
 * sandbox.on(FalCall.RUN).next(FalAnswers.runnerDisconnected(), Answer.broken(Fault.STALLED_BODY));
 * }</pre>
 */
public final class Script {
    private record Line(Predicate<RecordedRequest> condition, Answer answer) {}

    // guarded by this
    private final List<Line> next = new ArrayList<>();
    private final List<Line> always = new ArrayList<>();
    private @Nullable Answer otherwise;

    Script() {}

    /**
     * Answers the next requests, one answer each.
     *
     * @param answers in the order of the requests
     * @return this script
     */
    public Script next(Answer... answers) {
        return add(next, any -> true, answers);
    }

    /**
     * Answers the next requests that fit a condition, one answer each.
     *
     * @param condition is called with the whole request, on the thread that serves it
     * @param answers in the order of the requests
     * @return this script
     * @throws IllegalArgumentException if an answer is {@link Fault#RESET_BEFORE_BODY}: the condition needs the body
     */
    public Script nextWhen(Predicate<RecordedRequest> condition, Answer... answers) {
        return add(next, refuseUnreadable(condition, answers), answers);
    }

    /**
     * Answers every request from now on that no other line fits, in place of what was said with this method before.
     *
     * @param answer the answer to each
     * @return this script
     */
    public synchronized Script always(Answer answer) {
        otherwise = answer;
        return this;
    }

    /**
     * Answers every request that fits a condition from now on.
     *
     * @param condition is called with the whole request, on the thread that serves it
     * @param answer the answer to each
     * @return this script
     * @throws IllegalArgumentException if the answer is {@link Fault#RESET_BEFORE_BODY}: the condition needs the body
     */
    public Script alwaysWhen(Predicate<RecordedRequest> condition, Answer answer) {
        return add(always, refuseUnreadable(condition, answer), answer);
    }

    /**
     * Forgets every line, so that the usual answers come again.
     *
     * @return this script
     */
    public synchronized Script clear() {
        next.clear();
        always.clear();
        otherwise = null;
        return this;
    }

    private static Predicate<RecordedRequest> refuseUnreadable(
            Predicate<RecordedRequest> condition, Answer... answers) {
        for (Answer answer : answers) {
            if (answer.fault() == Fault.RESET_BEFORE_BODY) {
                throw new IllegalArgumentException(
                        "RESET_BEFORE_BODY cannot depend on the request, because the request is not read; use next or always");
            }
        }
        return condition;
    }

    private synchronized Script add(List<Line> lines, Predicate<RecordedRequest> condition, Answer... answers) {
        for (Answer answer : answers) {
            lines.add(new Line(condition, answer));
        }
        return this;
    }

    /** Takes the reset that must happen before the body is read, if its line comes before all that need the body. */
    synchronized boolean takeResetBeforeBody() {
        if (!next.isEmpty()) {
            boolean resets = next.get(0).answer().fault() == Fault.RESET_BEFORE_BODY;
            if (resets) {
                next.remove(0);
            }
            return resets;
        }
        return always.isEmpty() && otherwise != null && otherwise.fault() == Fault.RESET_BEFORE_BODY;
    }

    synchronized Answer take(RecordedRequest request) {
        for (Iterator<Line> rest = next.iterator(); rest.hasNext(); ) {
            Line line = rest.next();
            if (line.condition().test(request)) {
                rest.remove();
                return line.answer();
            }
        }
        for (Line line : always) {
            if (line.condition().test(request)) {
                return line.answer();
            }
        }
        return otherwise != null ? otherwise : Answer.normal();
    }
}
