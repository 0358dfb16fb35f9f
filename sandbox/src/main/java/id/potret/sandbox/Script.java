package id.potret.sandbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Says what happens to the coming requests.
 *
 * <p>A request takes the first line of the script that fits it, in the order in which the lines were written. Lines of
 * {@code next} are used up by one request each, lines of {@code always} stay. A request that no line fits gets the
 * {@linkplain Answer#normal() usual answer}. Scripts are safe for use by several threads.
 *
 * <pre>{@code
 * sandbox.on(FalCall.RUN).next(FalAnswers.runnerDisconnected(), Answer.broken(Fault.STALLED_BODY));
 * }</pre>
 */
public final class Script {
    private record Line(Predicate<RecordedRequest> condition, Answer answer, boolean lasting) {}

    private final List<Line> lines = new ArrayList<>();

    Script() {}

    /**
     * Answers the next requests, one answer each.
     *
     * @param answers in the order of the requests
     * @return this script
     */
    public Script next(Answer... answers) {
        return add(any -> true, false, answers);
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
        return add(refuseUnreadable(condition, answers), false, answers);
    }

    /**
     * Answers every request from now on.
     *
     * @param answer the answer to each
     * @return this script
     */
    public Script always(Answer answer) {
        return add(any -> true, true, answer);
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
        return add(refuseUnreadable(condition, answer), true, answer);
    }

    /**
     * Forgets every line, so that the usual answers come again.
     *
     * @return this script
     */
    public Script clear() {
        synchronized (lines) {
            lines.clear();
        }
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

    private Script add(Predicate<RecordedRequest> condition, boolean lasting, Answer... answers) {
        synchronized (lines) {
            for (Answer answer : answers) {
                lines.add(new Line(condition, answer, lasting));
            }
        }
        return this;
    }

    /** Takes the reset that must happen before the body is read, if it is the first line. */
    boolean takeResetBeforeBody() {
        synchronized (lines) {
            if (lines.isEmpty() || lines.get(0).answer().fault() != Fault.RESET_BEFORE_BODY) {
                return false;
            }
            if (!lines.get(0).lasting()) {
                lines.remove(0);
            }
            return true;
        }
    }

    Answer take(RecordedRequest request) {
        synchronized (lines) {
            for (Iterator<Line> rest = lines.iterator(); rest.hasNext(); ) {
                Line line = rest.next();
                if (line.condition().test(request)) {
                    if (!line.lasting()) {
                        rest.remove();
                    }
                    return line.answer();
                }
            }
        }
        return Answer.normal();
    }
}
