package id.potret.fal;

import static id.potret.fal.ConcurrencyGate.Result.CROWDED;
import static id.potret.fal.ConcurrencyGate.Result.OTHER;
import static id.potret.fal.ConcurrencyGate.Result.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import id.potret.fal.ConcurrencyGate.Visitor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcurrencyGateTest {

    private final List<String> admitted = new ArrayList<>();

    private Visitor visitor(String name) {
        return new Visitor(() -> admitted.add(name));
    }

    private Visitor enter(ConcurrencyGate gate, String name) {
        Visitor visitor = visitor(name);
        gate.enter(visitor);
        return visitor;
    }

    @Test
    void admitsUpToTheLimitAndThenInOrder() {
        ConcurrencyGate gate = new ConcurrencyGate(2);
        Visitor a = enter(gate, "a");
        enter(gate, "b");
        enter(gate, "c");
        enter(gate, "d");

        assertThat(admitted).containsExactly("a", "b");
        assertThat(gate.state()).isEqualTo(new FalConcurrency(2, 2, 2));
        assertThat(gate.leave(a, OTHER)).isTrue();
        assertThat(admitted).containsExactly("a", "b", "c");
    }

    @Test
    void whoGivesUpIsNotAdmitted() {
        ConcurrencyGate gate = new ConcurrencyGate(1);
        Visitor a = enter(gate, "a");
        Visitor b = enter(gate, "b");
        enter(gate, "c");

        assertThat(gate.giveUp(b)).isTrue();
        assertThat(gate.giveUp(a)).isFalse();
        gate.leave(a, SUCCESS);

        assertThat(admitted).containsExactly("a", "c");
    }

    @Test
    void halvesOncePerCrowdAndNeverAdmitsMoreThanIsInFlight() {
        ConcurrencyGate gate = new ConcurrencyGate(10);
        List<Visitor> visitors = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            visitors.add(enter(gate, "v" + i));
        }

        gate.leave(visitors.get(9), CROWDED);
        assertThat(gate.state().limit()).isEqualTo(5);
        gate.leave(visitors.get(8), CROWDED);
        assertThat(gate.state().limit()).isEqualTo(5);
        for (int i = 7; i >= 2; i--) {
            gate.leave(visitors.get(i), CROWDED);
        }

        assertThat(gate.state()).isEqualTo(new FalConcurrency(2, 2, 0));
    }

    @Test
    void theLimitNeverFallsBelowOne() {
        ConcurrencyGate gate = new ConcurrencyGate(1);
        Visitor a = enter(gate, "a");

        assertThat(gate.leave(a, CROWDED)).isFalse();

        assertThat(gate.state()).isEqualTo(new FalConcurrency(1, 0, 0));
    }

    @Test
    void growsBackByOnePerLimitOfSuccessesUpToWhereItStarted() {
        ConcurrencyGate gate = new ConcurrencyGate(4);
        Visitor a = enter(gate, "a");
        gate.leave(a, CROWDED);
        List<Integer> limits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            gate.leave(enter(gate, "s"), SUCCESS);
            limits.add(gate.state().limit());
        }

        assertThat(limits).containsExactly(2, 2, 3, 3, 3, 4, 4, 4);
    }

    @Test
    void whoWasRefusedComesBackToTheHeadOfTheLine() {
        ConcurrencyGate gate = new ConcurrencyGate(2);
        Visitor a = enter(gate, "a");
        Visitor b = enter(gate, "b");
        enter(gate, "c");
        gate.leave(b, CROWDED);
        gate.enterFirst(b);
        gate.leave(a, SUCCESS);

        assertThat(admitted).startsWith("a", "b", "b");
    }
}
