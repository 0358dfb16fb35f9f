package id.potret.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import id.potret.ledger.HostDatabase.Kind;
import id.potret.ledger.Reservation.State;
import id.potret.ledger.WatchedDataSource.When;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The connection breaks at every round trip of every verb, before the statement arrives or before its answer does.
 *
 * <p>Whatever the caller then knows, calling again with the same key must end as if nothing had happened.
 */
class CrashPointsTest {

    private static final Duration TTL = Duration.ofMinutes(5);
    private static final long GRANTED = 5;

    /** What is done before, what breaks, and what must have come of it. */
    private enum Scenario {
        RESERVE(2, State.HELD),
        RESERVE_AGAIN(2, State.HELD),
        RESERVE_TOO_MANY(0, State.INSUFFICIENT),
        RESERVE_WHAT_HAS_EXPIRED(5, State.HELD),
        COMMIT(2, State.COMMITTED),
        COMMIT_AGAIN(2, State.COMMITTED),
        RELEASE(0, State.RELEASED),
        RELEASE_AGAIN(0, State.RELEASED),
        EXPIRE(0, State.RELEASED),
        GRANT(-3, State.CONFLICT);

        /** The coins that are missing from the account in the end. */
        final long taken;

        /** The state of the key in the end. */
        final State end;

        Scenario(long taken, State end) {
            this.taken = taken;
            this.end = end;
        }

        void prepare(HostDatabase database, CoinLedger ledger, String account, String key) throws SQLException {
            switch (this) {
                case RESERVE, RESERVE_TOO_MANY, GRANT -> {}
                case RESERVE_WHAT_HAS_EXPIRED -> {
                    ledger.reserve(account, 3, key + " old", TTL);
                    database.passTime(TTL.plusSeconds(1));
                }
                case RESERVE_AGAIN, COMMIT, RELEASE -> ledger.reserve(account, 2, key, TTL);
                case COMMIT_AGAIN -> {
                    ledger.reserve(account, 2, key, TTL);
                    ledger.commit(key, "receipt");
                }
                case RELEASE_AGAIN -> {
                    ledger.reserve(account, 2, key, TTL);
                    ledger.release(key);
                }
                case EXPIRE -> {
                    ledger.reserve(account, 2, key, TTL);
                    database.passTime(TTL.plusSeconds(1));
                }
            }
        }

        @Nullable
        Reservation act(CoinLedger ledger, String account, String key) {
            return switch (this) {
                case RESERVE, RESERVE_AGAIN -> ledger.reserve(account, 2, key, TTL);
                case RESERVE_WHAT_HAS_EXPIRED -> ledger.reserve(account, 5, key, TTL);
                case RESERVE_TOO_MANY -> ledger.reserve(account, 6, key, TTL);
                case COMMIT, COMMIT_AGAIN -> ledger.commit(key, "receipt");
                case RELEASE, RELEASE_AGAIN -> ledger.release(key);
                case EXPIRE -> {
                    ((JdbcCoinLedger) ledger).expire();
                    yield null;
                }
                case GRANT -> {
                    ((JdbcCoinLedger) ledger).grant(account, 3, key);
                    yield null;
                }
            };
        }

        /** Whether the call is the one that brings the end about. */
        boolean isFresh() {
            return this == RESERVE || this == RESERVE_WHAT_HAS_EXPIRED || this == COMMIT || this == RELEASE;
        }

        Reservation look(CoinLedger ledger, String account, String key) {
            return ledger.reserve(
                    account, this == RESERVE_WHAT_HAS_EXPIRED ? 5 : this == RESERVE_TOO_MANY ? 6 : 2, key, TTL);
        }
    }

    static Stream<Arguments> everyDatabaseAndVerb() {
        return Stream.of(Kind.values())
                .filter(kind -> kind != Kind.MARIADB || System.getProperty(HostDatabase.MARIADB_URL) != null)
                .flatMap(kind -> Stream.of(Scenario.values()).map(scenario -> Arguments.of(kind, scenario)));
    }

    @ParameterizedTest
    @MethodSource("everyDatabaseAndVerb")
    void callingAgainEndsAsIfNothingHadHappened(Kind kind, Scenario scenario) throws SQLException {
        HostDatabase database = HostDatabase.empty(kind, AccountIdType.TEXT);

        assertThat(broken(
                        database,
                        scenario,
                        false,
                        through ->
                                database.ledger(through).retryFor(Duration.ZERO).build()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everyDatabaseAndVerb")
    void theLedgerCallsAgainByItselfAndKnowsItsOwnWork(Kind kind, Scenario scenario) throws SQLException {
        HostDatabase database = HostDatabase.empty(kind, AccountIdType.TEXT);

        assertThat(broken(
                        database,
                        scenario,
                        true,
                        through -> database.ledger(through).build()))
                .isEmpty();
    }

    @Test
    void aLedgerOfTwoAutocommitsBreaks() throws SQLException {
        HostDatabase database = HostDatabase.empty(Kind.H2, AccountIdType.TEXT);
        List<String> broken = new ArrayList<>();
        for (Scenario scenario : Set.of(Scenario.RESERVE, Scenario.RELEASE)) {
            broken.addAll(broken(database, scenario, false, TwoAutocommitsLedger::new));
        }
        assertThat(broken)
                .anyMatch(point -> point.startsWith("RESERVE"))
                .anyMatch(point -> point.startsWith("RELEASE"));
    }

    /** Breaks each round trip in turn, until the verb needs no more of them, and says where that did harm. */
    private static List<String> broken(
            HostDatabase database, Scenario scenario, boolean retries, Function<DataSource, CoinLedger> ledgers)
            throws SQLException {
        List<String> broken = new ArrayList<>();
        int points = 0;
        for (boolean autoCommit : new boolean[] {true, false}) {
            for (When when : When.values()) {
                WatchedDataSource watched = new WatchedDataSource(database.dataSource(), autoCommit);
                CoinLedger ledger = ledgers.apply(watched.dataSource());
                boolean reached = true;
                for (int k = 1; reached; k++) {
                    String point = scenario + " " + when + " round trip " + k + ", autocommit " + autoCommit;
                    String account = "account of " + point;
                    database.grant(account, GRANTED);
                    scenario.prepare(database, ledger, account, point);

                    watched.cutAt(k, when);
                    Reservation answer = callAgain(() -> scenario.act(ledger, account, point), retries);
                    reached = watched.roundTrips() >= k;
                    watched.cutAt(0, when);
                    points += reached ? 1 : 0;

                    String harm = harm(database, scenario, ledger, account, point, retries ? answer : null);
                    if (!harm.isEmpty()) {
                        broken.add(point + ": " + harm);
                    }
                }
            }
        }
        assertThat(points).as("round trips broken").isGreaterThanOrEqualTo(4);
        return broken;
    }

    private static @Nullable Reservation callAgain(Act act, boolean byItself) {
        try {
            return act.run();
        } catch (LedgerException unknown) {
            if (byItself) {
                throw unknown;
            }
            return act.run();
        }
    }

    private static String harm(
            HostDatabase database,
            Scenario scenario,
            CoinLedger ledger,
            String account,
            String key,
            @Nullable Reservation answer)
            throws SQLException {
        long balance = ledger.balance(account);
        long explained = database.explained(account);
        List<String> harm = new ArrayList<>();
        if (balance != GRANTED - scenario.taken) {
            harm.add("balance " + balance);
        }
        if (explained != GRANTED) {
            harm.add("explained " + explained);
        }
        State end = scenario.look(ledger, account, key).state();
        if (end != scenario.end) {
            harm.add("ends as " + end);
        }
        if (answer != null && (answer.state() != scenario.end || answer.fresh() != scenario.isFresh())) {
            harm.add("answered " + answer);
        }
        return String.join(", ", harm);
    }

    private interface Act {
        @Nullable
        Reservation run();
    }
}
