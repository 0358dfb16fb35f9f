package id.potret.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    @ParameterizedTest
    @ValueSource(strings = {"nul\0", "\ud83d", "\ude00 alone"})
    void textThatNoDatabaseStoresIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Arguments.account(text));
        assertThatIllegalArgumentException().isThrownBy(() -> Arguments.key(text));
        assertThatIllegalArgumentException().isThrownBy(() -> Arguments.receipt(text));
    }

    @Test
    void aPairOfSurrogatesIsText() {
        assertThatNoException().isThrownBy(() -> Arguments.key("\ud83d\ude00"));
    }

    @Test
    void aKeyThatIsTooLongIsRefusedWithoutShowingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.key("k".repeat(201)))
                .withMessage("key has 201 characters; at most 200 are allowed");
    }

    @Test
    void theTtlIsRoundedUpToMilliseconds() {
        assertThat(Arguments.ttlMillis(Duration.ofNanos(1))).isEqualTo(1);
        assertThat(Arguments.ttlMillis(Duration.ofMillis(7))).isEqualTo(7);
        assertThat(Arguments.ttlMillis(Duration.ofNanos(7_000_001))).isEqualTo(8);
    }
}
