package id.potret.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryCoinLedgerTest {

    private static final Duration TTL = Duration.ofMinutes(5);

    private final SettableClock clock = new SettableClock();
    private final InMemoryCoinLedger ledger = new InMemoryCoinLedger(clock);

    @Test
    void aGrantOpensTheAccountAndAddsToIt() {
        assertThat(ledger.grant("ani", 3)).isEqualTo(3);
        assertThat(ledger.grant("ani", 2)).isEqualTo(5);
        assertThat(ledger.balance("ani")).isEqualTo(5);
    }

    @Test
    void aGrantOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ledger.grant("ani", 0));
        assertThat(ledger.balance("ani")).isZero();
    }

    @Test
    void aGrantBeyondTheLargestNumberIsRefused() {
        ledger.grant("ani", Long.MAX_VALUE);
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> ledger.grant("ani", 1));
        assertThat(ledger.balance("ani")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void expireCountsTheHoldsItGaveBack() {
        ledger.grant("ani", 3);
        ledger.reserve("ani", 1, "first", TTL);
        ledger.reserve("ani", 1, "second", TTL);
        clock.advance(TTL.minusMillis(1));
        assertThat(ledger.expire()).isZero();

        clock.advance(Duration.ofMillis(1));

        assertThat(ledger.expire()).isEqualTo(2);
        assertThat(ledger.expire()).isZero();
        assertThat(ledger.balance("ani")).isEqualTo(3);
    }

    @Test
    void aCommitAfterTheDeadlineHoldsUnlessTheCoinsWereGivenBack() {
        ledger.grant("ani", 2);
        ledger.reserve("ani", 1, "late", TTL);
        ledger.reserve("ani", 1, "too late", TTL);
        clock.advance(TTL);

        assertThat(ledger.commit("late", "receipt")).isEqualTo(Reservation.committed(true, 0, "receipt"));
        ledger.expire();
        assertThat(ledger.commit("too late", "receipt")).isEqualTo(Reservation.released(false, 1));
    }

    @Test
    void anEndlessTtlIsTakenAsACentury() {
        ledger.grant("ani", 1);
        ledger.reserve("ani", 1, "key", Duration.ofSeconds(Long.MAX_VALUE));

        clock.advance(Duration.ofDays(36_499));
        assertThat(ledger.expire()).isZero();
        clock.advance(Duration.ofDays(1));
        assertThat(ledger.expire()).isEqualTo(1);
    }

    @Test
    void theSystemClockIsTheDefault() {
        InMemoryCoinLedger ledger = new InMemoryCoinLedger();
        ledger.grant("ani", 1);
        assertThat(ledger.reserve("ani", 1, "key", TTL)).isEqualTo(Reservation.held(true, 0));
        assertThat(ledger.expire()).isZero();
    }
}
