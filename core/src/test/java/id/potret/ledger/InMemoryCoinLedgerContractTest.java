package id.potret.ledger;

import java.time.Duration;

class InMemoryCoinLedgerContractTest extends CoinLedgerContract {

    private final SettableClock clock = new SettableClock();
    private final InMemoryCoinLedger ledger = new InMemoryCoinLedger(clock);

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
}
