package id.potret.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import id.potret.ledger.Reservation.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReservationTest {

    @Test
    void aBalanceIsNeverNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reservation.held(true, -1))
                .withMessageContaining("-1");
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"INSUFFICIENT", "CONFLICT", "NOT_FOUND"})
    void aRefusalIsNeverFresh(State state) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Reservation(state, true, 0, null));
    }

    @Test
    void aReceiptBelongsToCommittedAlone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Reservation(State.HELD, true, 0, "receipt"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Reservation(State.COMMITTED, true, 0, null));
    }

    @Test
    void theTextFormLeavesTheReceiptOut() {
        assertThat(Reservation.committed(true, 4, "https://files.example/a.png?token=1"))
                .hasToString("Reservation[COMMITTED, fresh, balance=4]");
        assertThat(Reservation.notFound()).hasToString("Reservation[NOT_FOUND, balance=0]");
    }
}
