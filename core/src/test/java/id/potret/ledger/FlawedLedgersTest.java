package id.potret.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import id.potret.ledger.FlawedLedger.Flaw;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The kit has teeth: each flaw makes it fail, in the case that names the flaw. */
class FlawedLedgersTest {

    @ParameterizedTest
    @EnumSource(value = Flaw.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void theKitFindsTheFlaw(Flaw flaw) {
        assertThat(flaw.cases).isNotEmpty();
        assertThat(failures(flaw)).containsAll(flaw.cases);
    }

    @Test
    void theKitFindsNothingWhereNothingIs() {
        assertThat(failures(Flaw.NONE)).isEmpty();
    }

    @Test
    void aFailureSaysWhatWasExpected() {
        EngineExecutionResults results = run(Flaw.CHECK_THEN_DEDUCT);
        List<String> messages = results.testEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .map(Throwable::getMessage)
                .toList();
        assertThat(messages).anySatisfy(message -> assertThat(message).contains("[winners of 3 coins]", "3L"));
    }

    private static Set<String> failures(Flaw flaw) {
        EngineExecutionResults results = run(flaw);
        assertThat(results.testEvents().finished().count()).as("cases run").isGreaterThan(35);
        return results.testEvents().failed().stream()
                .map(event -> event.getTestDescriptor().getSource().orElseThrow())
                .map(source -> ((MethodSource) source).getMethodName())
                .collect(Collectors.toSet());
    }

    private static EngineExecutionResults run(Flaw flaw) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(KitOnAFlawedLedger.class))
                .configurationParameter(KitOnAFlawedLedger.FLAW, flaw.name())
                .execute();
    }
}
