package id.potret.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import id.potret.ledger.HostDatabase.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresMovesTest {

    private static final Duration TTL = Duration.ofMinutes(5);

    /** The balance is looked at before it is locked, and may be another one by then. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update users set coins = 1 | INSUFFICIENT | 1 | 0",
                "update users set coins = 2 | HELD | 0 | 1",
                // as if the account had been deleted after the reservation
                "delete from users | HELD | 0 | 1"
            })
    void whatHappensToTheAccountBetweenLookAndLockCounts(
            String meanwhile, Reservation.State state, long balance, long holds) throws Exception {
        HostDatabase database = HostDatabase.empty(Kind.POSTGRESQL, AccountIdType.TEXT);
        database.grant("ani", 5);
        JdbcCoinLedger ledger = database.ledger(database.dataSource()).build();
        CompletableFuture<Reservation> reservation;

        try (Connection host = database.dataSource().getConnection();
                Statement statement = host.createStatement()) {
            host.setAutoCommit(false);
            statement.executeUpdate(meanwhile);
            reservation = CompletableFuture.supplyAsync(() -> ledger.reserve("ani", 2, "key", TTL));
            awaitSomebodyWaitingForALock(database);
            host.commit();
            host.setAutoCommit(true);
        }

        Reservation answer = reservation.get(20, TimeUnit.SECONDS);
        assertThat(answer.state()).isEqualTo(state);
        assertThat(answer.fresh()).isEqualTo(state == Reservation.State.HELD);
        assertThat(answer.balance()).isEqualTo(balance);
        assertThat(database.number("select count(*) from coin_hold")).isEqualTo(holds);
        assertThat(ledger.balance("ani")).isEqualTo(balance);
    }

    private static void awaitSomebodyWaitingForALock(HostDatabase database) throws SQLException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (database.number("select count(*) from pg_locks where not granted") == 0) {
            assertThat(System.nanoTime() - end).as("somebody waits for a lock").isNegative();
            Thread.onSpinWait();
        }
    }

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
