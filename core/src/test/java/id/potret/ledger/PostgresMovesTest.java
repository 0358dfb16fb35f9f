package id.potret.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import id.potret.ledger.HostDatabase.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PostgresMovesTest {

    private static final Duration TTL = Duration.ofMinutes(5);

    /** A release locks its hold and then the account; in the other order the two would wait for each other. */
    @Test
    void aRepeatedReservationDoesNotWaitForTheReleaseOfItsKey() throws SQLException {
        HostDatabase database = HostDatabase.empty(Kind.POSTGRESQL, AccountIdType.TEXT);
        database.grant("ani", 2);
        JdbcCoinLedger ledger = database.ledger(database.dataSource())
                .statementTimeout(Duration.ofSeconds(5))
                .build();
        ledger.reserve("ani", 1, "key", TTL);

        try (Connection releasing = database.dataSource().getConnection();
                Statement statement = releasing.createStatement()) {
            releasing.setAutoCommit(false);
            statement.executeUpdate(
                    "update coin_hold set state = 'R', settled_at = clock_timestamp() where hold_key = 'key'");

            assertThat(ledger.reserve("ani", 1, "key", TTL)).isEqualTo(Reservation.held(false, 1));

            releasing.rollback();
            releasing.setAutoCommit(true);
        }
    }
}
