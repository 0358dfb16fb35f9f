package id.potret.ledger;

import id.potret.ledger.FlawedLedger.Flaw;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Not a test of its own: {@link FlawedLedgersTest} runs it, once for each flaw. */
@ExtendWith(KitOnAFlawedLedger.FlawFromConfiguration.class)
final class KitOnAFlawedLedger extends CoinLedgerContract {

    static final String FLAW = "flaw";

    private final SettableClock clock = new SettableClock();
    private final FlawedLedger ledger;

    KitOnAFlawedLedger(Flaw flaw) {
        ledger = new FlawedLedger(flaw, clock);
    }

    @Override
    protected CoinLedger newLedger() {
        return ledger;
    }

    @Override
    protected void grant(String account, long coins) {
        ledger.grant(account, coins);
    }

    @Override
    protected void passTime(Duration time) {
        clock.advance(time);
    }

    static final class FlawFromConfiguration implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Flaw.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return Flaw.valueOf(
                    test.getConfigurationParameter(KitOnAFlawedLedger.FLAW).orElseThrow());
        }
    }
}
