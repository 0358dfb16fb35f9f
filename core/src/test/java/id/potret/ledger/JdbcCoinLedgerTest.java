package id.potret.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import id.potret.ledger.HostDatabase.Kind;
import id.potret.ledger.LedgerEntry.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the ledger on a database does beyond the port, on every database. */
@ParameterizedClass
@EnumSource(names = "MARIADB", mode = EnumSource.Mode.EXCLUDE)
class JdbcCoinLedgerTest {

    private static final Duration TTL = Duration.ofMinutes(5);

    @Parameter
    Kind kind = Kind.H2;

    private HostDatabase database;
    private JdbcCoinLedger ledger;

    @BeforeEach
    void open() throws SQLException {
        database = HostDatabase.empty(kind, AccountIdType.TEXT);
        ledger = database.ledger(database.dataSource()).build();
    }

    @Test
    void theDriverSaysWhichDatabaseItIs() throws SQLException {
        JdbcCoinLedger asked = JdbcCoinLedger.builder(database.dataSource()).build();
        database.grant("ani", 1);
        asked.createSchema();

        assertThat(asked.reserve("ani", 1, "key", TTL)).isEqualTo(Reservation.held(true, 0));
        assertThat(asked.schema()).isEqualTo(ledger.schema());
    }

    @Test
    void theHostsOwnNamesServeAsTheyAre() throws SQLException {
        database.execute("drop table if exists " + database.quoted("Order"));
        database.execute("drop table if exists " + database.quoted("Order_Holds"));
        database.execute("create table %s (%s bigint primary key, %s integer not null check (%s >= 0), %s varchar(9))"
                .formatted(
                        database.quoted("Order"),
                        database.quoted("user"),
                        database.quoted("coinBalance"),
                        database.quoted("coinBalance"),
                        database.quoted("name")));
        database.execute("insert into " + database.quoted("Order") + " values (7, 3, 'ani')");
        JdbcCoinLedger ledger = database.ledger(database.dataSource())
                .accounts("Order", "user", "coinBalance")
                .accountIds(AccountIdType.NUMBER)
                .holds("Order_Holds")
                .build();
        ledger.createSchema();

        assertThat(ledger.reserve("7", 2, "key", TTL)).isEqualTo(Reservation.held(true, 1));
        assertThat(ledger.reserve("007", 2, "key", TTL)).isEqualTo(Reservation.held(false, 1));
        assertThat(ledger.reserve("7", Long.MAX_VALUE, "big", TTL)).isEqualTo(Reservation.insufficient(1));
        assertThat(ledger.release("key")).isEqualTo(Reservation.released(true, 3));
        assertThat(database.number(
                        "select %s from %s".formatted(database.quoted("coinBalance"), database.quoted("Order"))))
                .isEqualTo(3);
    }

    @Test
    void creatingTheSchemaAgainChangesNothing() throws SQLException {
        database.grant("ani", 1);
        ledger.reserve("ani", 1, "key", TTL);
        ledger.createSchema();

        assertThat(ledger.reserve("ani", 1, "key", TTL)).isEqualTo(Reservation.held(false, 0));
    }

    @Test
    void aGrantCountsOnce() throws SQLException {
        database.grant("ani", 1);

        assertThat(ledger.grant("ani", 5, "payment-1")).isEqualTo(new Grant(Grant.Outcome.GRANTED, 6));
        assertThat(ledger.grant("ani", 5, "payment-1")).isEqualTo(new Grant(Grant.Outcome.REPEATED, 6));
        assertThat(ledger.grant("ani", 6, "payment-1")).isEqualTo(new Grant(Grant.Outcome.CONFLICT, 6));
        assertThat(ledger.balance("ani")).isEqualTo(6);
    }

    @Test
    void aGrantNeedsAnAccountOfTheHost() throws SQLException {
        assertThat(ledger.grant("budi", 5, "payment-1")).isEqualTo(new Grant(Grant.Outcome.UNKNOWN_ACCOUNT, 0));
        database.grant("budi", 1);
        assertThat(ledger.grant("budi", 5, "payment-1")).isEqualTo(new Grant(Grant.Outcome.GRANTED, 6));
    }

    @Test
    void aGrantIsNoHoldAndAHoldIsNoGrant() throws SQLException {
        database.grant("ani", 1);
        ledger.grant("ani", 1, "payment");
        ledger.reserve("ani", 1, "batch", TTL);

        assertThat(ledger.reserve("ani", 1, "payment", TTL)).isEqualTo(Reservation.conflict(1));
        assertThat(ledger.commit("payment", "receipt")).isEqualTo(Reservation.notFound());
        assertThat(ledger.release("payment")).isEqualTo(Reservation.notFound());
        assertThat(ledger.grant("ani", 1, "batch")).isEqualTo(new Grant(Grant.Outcome.CONFLICT, 1));
    }

    @Test
    void theHistoryExplainsEveryCoin() throws SQLException {
        database.grant("ani", 1);
        database.grant("budi", 1);
        Instant before = Instant.now().minusSeconds(5);
        ledger.grant("ani", 9, "granted");
        ledger.reserve("budi", 1, "of another", TTL);
        ledger.reserve("ani", 1, "expired", TTL);
        database.passTime(TTL.plusSeconds(1));
        ledger.expire();
        ledger.reserve("ani", 2, "committed", TTL);
        ledger.commit("committed", "receipt");
        ledger.reserve("ani", 3, "released", TTL);
        ledger.release("released");
        ledger.reserve("ani", 4, "held", TTL);

        List<LedgerEntry> history = ledger.history("ani");

        assertThat(history)
                .extracting(LedgerEntry::key, LedgerEntry::state, LedgerEntry::coins, LedgerEntry::receipt)
                .containsExactlyInAnyOrder(
                        tuple("granted", State.GRANTED, 9L, null),
                        tuple("expired", State.EXPIRED, 1L, null),
                        tuple("committed", State.COMMITTED, 2L, "receipt"),
                        tuple("released", State.RELEASED, 3L, null),
                        tuple("held", State.HELD, 4L, null));
        assertThat(history).isSortedAccordingTo((a, b) -> b.createdAt().compareTo(a.createdAt()));
        Instant after = Instant.now().plusSeconds(5);
        assertThat(history).allSatisfy(entry -> {
            boolean open = entry.state() == State.HELD || entry.state() == State.GRANTED;
            assertThat(entry.createdAt()).isBetween(before, after);
            assertThat(entry.settledAt() == null).isEqualTo(open);
            assertThat(entry.expiresAt() == null).isEqualTo(entry.state() == State.GRANTED);
            if (entry.settledAt() != null) {
                assertThat(entry.settledAt()).isBetween(entry.createdAt(), after);
            }
        });
        LedgerEntry held = history.stream()
                .filter(entry -> entry.state() == State.HELD)
                .findFirst()
                .orElseThrow();
        assertThat(Duration.between(held.createdAt(), held.expiresAt())).isEqualTo(TTL);
        assertThat(held.toString()).contains("held", "HELD", "coins=4").doesNotContain("receipt");
        assertThat(ledger.history("nobody")).isEmpty();
    }

    @Test
    void expireGivesBackAcrossAccountsAndCounts() throws SQLException {
        database.grant("ani", 2);
        database.grant("budi", 1);
        ledger.reserve("ani", 1, "first", TTL);
        ledger.reserve("ani", 1, "second", TTL.plusHours(1));
        ledger.reserve("budi", 1, "third", TTL);
        assertThat(ledger.expire()).isZero();
        database.passTime(TTL.plusSeconds(1));

        assertThat(ledger.expire()).isEqualTo(2);
        assertThat(ledger.expire()).isZero();
        assertThat(ledger.balance("ani")).isEqualTo(1);
        assertThat(ledger.balance("budi")).isEqualTo(1);
    }

    @Test
    void aLateCommitSucceedsUntilTheHoldIsGivenBack() throws SQLException {
        database.grant("ani", 2);
        ledger.reserve("ani", 1, "late", TTL);
        ledger.reserve("ani", 1, "too late", TTL);
        database.passTime(TTL.plusSeconds(1));

        assertThat(ledger.commit("late", "receipt")).isEqualTo(Reservation.committed(true, 0, "receipt"));
        ledger.expire();
        assertThat(ledger.commit("too late", "receipt")).isEqualTo(Reservation.released(false, 1));
    }

    @Test
    void anAccountThatTheHostDeletedReadsAsZero() throws SQLException {
        database.grant("ani", 2);
        ledger.reserve("ani", 1, "committed", TTL);
        ledger.reserve("ani", 1, "released", TTL);
        database.execute("delete from " + database.quoted("users"));

        assertThat(ledger.commit("committed", "receipt")).isEqualTo(Reservation.committed(true, 0, "receipt"));
        assertThat(ledger.release("released")).isEqualTo(Reservation.released(true, 0));
        assertThat(ledger.reserve("ani", 1, "released", TTL)).isEqualTo(Reservation.released(false, 0));
    }

    @Test
    void connectionsWithoutAutocommitServeAndGoBackAsTheyCame() throws SQLException {
        database.grant("ani", 2);
        WatchedDataSource manual = new WatchedDataSource(database.dataSource(), false);
        JdbcCoinLedger ledger = database.ledger(manual.dataSource()).build();

        ledger.reserve("ani", 1, "committed", TTL);
        ledger.commit("committed", "receipt");
        ledger.reserve("ani", 1, "released", TTL);
        ledger.release("released");
        ledger.reserve("ani", 3, "refused", TTL);
        ledger.balance("ani");
        ledger.history("ani");

        assertThat(manual.autoCommitOnReturn()).hasSize(7).containsOnly(false);
        assertThat(this.ledger.balance("ani")).isEqualTo(1);
    }

    @Test
    void aWrongNameIsReportedAtOnceAndSaysWhatToDo() {
        JdbcCoinLedger wrong = database.ledger(database.dataSource())
                .accounts("no_such_table", "id", "coins")
                .retryFor(Duration.ofDays(1))
                .build();

        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> wrong.balance("ani"))
                .withMessageContaining("balance: the database refused it")
                .withMessageContaining("upper and lower case")
                .withCauseInstanceOf(SQLException.class);
    }

    @Test
    void aRowThatSomebodyKeepsLockedIsWaitedForOnlySoLong() throws SQLException {
        database.grant("ani", 1);
        JdbcCoinLedger impatient = database.ledger(database.dataSource())
                .statementTimeout(Duration.ofMillis(500))
                .retryFor(Duration.ZERO)
                .build();
        try (Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            try (var statement = other.createStatement()) {
                statement.execute("update %s set %s = 1".formatted(database.quoted("users"), database.quoted("coins")));
            }
            assertThatExceptionOfType(LedgerException.class)
                    .isThrownBy(() -> impatient.reserve("ani", 1, "key", TTL))
                    .withMessageContaining("outcome unknown, attempts made: 1 (")
                    .withMessageContaining("calling again with the same key is safe");
            other.rollback();
            other.setAutoCommit(true);
        }
        // whether the first call has come through after all is for the database to say
        Reservation again = ledger.reserve("ani", 1, "key", TTL);
        assertThat(again.state()).isEqualTo(Reservation.State.HELD);
        assertThat(again.balance()).isZero();
    }

    @Test
    void anInterruptedCallerIsNotKeptWaiting() throws SQLException {
        database.grant("ani", 1);
        WatchedDataSource down = new WatchedDataSource(database.dataSource(), true);
        down.refuseConnections();
        JdbcCoinLedger patient =
                database.ledger(down.dataSource()).retryFor(Duration.ofDays(1)).build();
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> patient.balance("ani"))
                .withMessageContaining("attempts made: 1 (");
        assertThat(Thread.interrupted()).isTrue();
    }
}
