package id.potret.ledger;

import id.potret.ledger.LedgerEntry.State;
import id.potret.ledger.Moves.Booking;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in the host's own database: on the column where the host keeps its coins, and one more table for the holds.
 *
 * <pre>{@code
 * JdbcCoinLedger ledger = JdbcCoinLedger.builder(dataSource)
 *         .accounts("users", "id", "coins")
 *         .accountIds(AccountIdType.UUID)
 *         .build();
 * ledger.createSchema();
 * }</pre>
 *
 * <p>The host's table needs a unique id and a whole number of coins, never null; nothing is added to it, and its rows are
 * created and deleted by the host alone. The host may go on adding coins with its own SQL, or by {@link #grant}, which
 * leaves a trace in the {@link #history}.
 *
 * <p>Each verb is atomic in the database and borrows one connection for as long as it takes: on PostgreSQL one round trip,
 * elsewhere one short transaction. It never joins a transaction of the host: a hold has to outlast a rollback of the
 * caller. So the data source must not be a transaction-aware proxy. Connections may come in either autocommit mode and
 * go back in the same.
 *
 * <p>A call whose outcome is unknown (a connection lost, a deadlock, a server that restarts) is repeated with the same key
 * for the time of {@link Builder#retryFor}; a call recognizes its own earlier work, and so answers as fresh what it did
 * itself. What then still fails is a {@link LedgerException}.
 *
 * <p>Immutable and thread-safe; any number of machines may work on one database.
 */
public final class JdbcCoinLedger implements CoinLedger {

    /** Expired holds are read in portions, so that a long outage does not fill the memory. */
    private static final int SWEEP = 500;

    private static final long FIRST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 250;

    /** A race that changes the account between two looks at it; more in a row are taken for a failure. */
    private static final int MOST_RACES = 20;

    private final DataSource dataSource;
    private final Names names;
    private final AccountIdType idType;
    private final int timeoutSeconds;
    private final Duration retryFor;
    private final Moves moves;
    private final String accountAndKey;
    private final String byKey;
    private final String balance;
    private final String expired;
    private final String expiredOfAccount;
    private final String history;

    private JdbcCoinLedger(Builder builder, SqlDialect dialect) {
        dataSource = builder.dataSource;
        names = new Names(dialect, builder.accounts, builder.id, builder.coins, builder.holds);
        idType = builder.idType;
        timeoutSeconds = builder.timeoutSeconds;
        retryFor = builder.retryFor;
        moves = dialect == SqlDialect.POSTGRESQL ? new PostgresMoves(names) : new PortableMoves(names);

        // settled_at is asked for only here: it selects the partial index, which other statements must not be led to
        String isExpired = "state = 'H' and settled_at is null and expires_at <= {now}";
        String hasExpired =
                "case when exists (select 1 from {holds} where account_id = ? and " + isExpired + ") then 1 else 0 end";
        accountAndKey = names.fill("""
                select a.{coins}, %s, h.hold_key, h.account_id, h.amount, h.state, h.receipt, h.call_id,
                  case when %s then 1 else 0 end
                from (select 1 as one) o
                left join {accounts} a on a.{id} = ?
                left join {holds} h on h.hold_key = ?""".formatted(hasExpired, isExpired));
        byKey = names.fill("""
                select a.{coins}, 0, h.hold_key, h.account_id, h.amount, h.state, h.receipt, h.call_id, 0
                from {holds} h
                left join {accounts} a on a.{id} = h.account_id
                where h.hold_key = ?""");
        balance = names.fill("select {coins}, " + hasExpired + " from {accounts} where {id} = ?");
        expired = names.fill("select hold_key from {holds} where " + isExpired + " limit " + SWEEP);
        expiredOfAccount =
                names.fill("select hold_key from {holds} where account_id = ? and " + isExpired + " limit " + SWEEP);
        // in two halves, because PostgreSQL keeps open holds and the rest in two partial indexes
        String entry =
                "select hold_key, state, amount, %s as created, %s as expires, %s as settled, receipt from {holds}"
                        .formatted(
                                dialect.epochMillis("created_at"),
                                dialect.epochMillis("expires_at"),
                                dialect.epochMillis("settled_at"));
        history =
                names.fill(entry + " where account_id = ? and (settled_at is not null or expires_at is null) union all "
                        + entry + " where account_id = ? and settled_at is null and expires_at is not null"
                        + " order by created desc, hold_key");
    }

    /**
     * Starts a ledger on the table {@code users} with the columns {@code id} and {@code coins}.
     *
     * @param dataSource where connections come from, ideally a pool; closed by the host, never by the ledger
     * @return a new builder
     */
    public static Builder builder(DataSource dataSource) {
        return new Builder(Objects.requireNonNull(dataSource, "dataSource"));
    }

    @Override
    public Reservation reserve(String account, long coins, String key, Duration ttl) {
        String owner = idType.normalize(account);
        Arguments.coins(coins);
        Arguments.key(key);
        Object id = idType.parameter(owner, names.dialect());
        long callId = newCallId();
        Booking booking = Booking.hold(id, coins, key, Arguments.ttlMillis(ttl), callId);

        return call("reserve", session -> {
            for (int race = 0; race < MOST_RACES; race++) {
                OptionalLong left = book(session, booking);
                if (left.isPresent()) {
                    return Reservation.held(true, left.getAsLong());
                }
                Seen seen = look(session, id, key);
                if (seen.expired()) {
                    moves.giveBack(session, key, State.EXPIRED, callId);
                    seen = look(session, id, key);
                }
                if (seen.row() != null) {
                    return seen.row().isFor(key, owner, coins)
                            ? seen.row().answer(seen.coins(), State.HELD, callId)
                            : Reservation.conflict(seen.coins());
                }
                if (seen.accountHasExpired()) {
                    sweep(session, id);
                } else if (seen.coins() < coins) {
                    return Reservation.insufficient(seen.coins());
                }
            }
            throw new SQLException("the account changed " + MOST_RACES + " times in a row");
        });
    }

    @Override
    public Reservation commit(String key, String receipt) {
        Arguments.key(key);
        Arguments.receipt(receipt);
        long callId = newCallId();
        return call("commit", session -> {
            OptionalLong left = moves.commit(session, key, receipt, callId);
            return left.isPresent()
                    ? Reservation.committed(true, left.getAsLong(), receipt)
                    : present(session, key, State.COMMITTED, callId);
        });
    }

    @Override
    public Reservation release(String key) {
        Arguments.key(key);
        long callId = newCallId();
        return call("release", session -> {
            OptionalLong left = moves.giveBack(session, key, State.RELEASED, callId);
            return left.isPresent()
                    ? Reservation.released(true, left.getAsLong())
                    : present(session, key, State.RELEASED, callId);
        });
    }

    @Override
    public long balance(String account) {
        Object id = idType.parameter(idType.normalize(account), names.dialect());
        return call("balance", session -> {
            for (int race = 0; race < MOST_RACES; race++) {
                OptionalLong coins = session.query(
                        balance,
                        rows -> {
                            if (!rows.next()) {
                                return OptionalLong.of(0);
                            }
                            return rows.getInt(2) == 1 ? OptionalLong.empty() : OptionalLong.of(rows.getLong(1));
                        },
                        id,
                        id);
                if (coins.isPresent()) {
                    return coins.getAsLong();
                }
                sweep(session, id);
            }
            throw new SQLException("holds of the account expired " + MOST_RACES + " times in a row");
        });
    }

    /**
     * Adds coins to an account of the host, once for each key, and notes it in the {@link #history}.
     *
     * <p>A host that sells coins passes the id of the payment as the key. The keys are shared with {@link #reserve}.
     *
     * @param account the account, not blank
     * @param coins how many coins, at least 1
     * @param key the idempotency key, not blank, at most {@value CoinLedger#MAX_KEY_LENGTH} characters
     * @return whether the account has the coins
     * @throws IllegalArgumentException if an argument is out of range
     * @throws LedgerException if the outcome is unknown; calling again with the same key is safe
     */
    public Grant grant(String account, long coins, String key) {
        String owner = idType.normalize(account);
        Arguments.coins(coins);
        Arguments.key(key);
        Object id = idType.parameter(owner, names.dialect());
        long callId = newCallId();
        Booking booking = Booking.grant(id, coins, key, callId);

        return call("grant", session -> {
            OptionalLong left = book(session, booking);
            if (left.isPresent()) {
                return new Grant(Grant.Outcome.GRANTED, left.getAsLong());
            }
            Seen seen = look(session, id, key);
            Row row = seen.row();
            if (row == null) {
                return new Grant(Grant.Outcome.UNKNOWN_ACCOUNT, seen.coins());
            }
            if (row.state() != State.GRANTED || !row.isFor(key, owner, coins)) {
                return new Grant(Grant.Outcome.CONFLICT, seen.coins());
            }
            return new Grant(row.callId() == callId ? Grant.Outcome.GRANTED : Grant.Outcome.REPEATED, seen.coins());
        });
    }

    /**
     * Gives back every hold whose deadline has passed, one by one. Call it now and then, from any machine; without it a
     * hold is given back when its account is next asked for.
     *
     * @return how many holds this call gave back
     * @throws LedgerException if the database could not be asked; what was given back so far stays so
     */
    public int expire() {
        int count = 0;
        List<String> keys;
        do {
            keys = call("expire", session -> session.query(expired, JdbcCoinLedger::keys));
            for (String key : keys) {
                boolean given = call(
                        "expire",
                        session -> moves.giveBack(session, key, State.EXPIRED, newCallId())
                                .isPresent());
                count += given ? 1 : 0;
            }
        } while (keys.size() == SWEEP);
        return count;
    }

    /**
     * Explains every coin of an account: each hold and each grant, the newest first.
     *
     * @param account the account, not blank
     * @return one entry for each key; empty for an unknown account
     * @throws IllegalArgumentException if the account is blank or not of the kind that {@link Builder#accountIds} says
     * @throws LedgerException if the ledger cannot be read
     */
    public List<LedgerEntry> history(String account) {
        Object id = idType.parameter(idType.normalize(account), names.dialect());
        return call("history", session -> session.query(history, JdbcCoinLedger::entries, id, id));
    }

    /**
     * Creates the ledger's own table and its indexes unless they exist.
     *
     * @throws LedgerException if that failed, for example because the login may not create tables
     */
    public void createSchema() {
        call("createSchema", session -> {
            for (String statement : schema().split(";", -1)) {
                if (!statement.isBlank()) {
                    session.execute(statement);
                }
            }
            return true;
        });
    }

    /**
     * Returns the statements of {@link #createSchema}, for a migration that the host runs itself.
     *
     * @return SQL of this ledger's database, with this ledger's names and account ids filled in
     */
    public String schema() {
        String resource = names.dialect().schemaResource();
        try (InputStream in = Objects.requireNonNull(JdbcCoinLedger.class.getResourceAsStream(resource), resource)) {
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{account_type}", idType.columnType(names.dialect()));
            return names.fill(names.fillIndexes(sql));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    private OptionalLong book(Session session, Booking booking) throws SQLException {
        try {
            return moves.book(session, booking);
        } catch (SQLException e) {
            if (SqlFailures.isDuplicate(e) && session.query(byKey, ResultSet::next, booking.key())) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    private void sweep(Session session, Object account) throws SQLException {
        for (String key : session.query(expiredOfAccount, JdbcCoinLedger::keys, account)) {
            moves.giveBack(session, key, State.EXPIRED, newCallId());
        }
    }

    private Seen look(Session session, Object account, String key) throws SQLException {
        return session.query(
                accountAndKey,
                rows -> {
                    rows.next();
                    return Seen.of(rows);
                },
                account,
                account,
                key);
    }

    /** What a key has come to if the move that was wanted found nothing to move. */
    private Reservation present(Session session, String key, State wanted, long callId) throws SQLException {
        Optional<Seen> seen =
                session.query(byKey, rows -> rows.next() ? Optional.of(Seen.of(rows)) : Optional.empty(), key);
        Row row = seen.map(Seen::row).orElse(null);
        return row == null || row.state() == State.GRANTED
                ? Reservation.notFound()
                : row.answer(seen.get().coins(), wanted, callId);
    }

    private static List<String> keys(ResultSet rows) throws SQLException {
        List<String> keys = new ArrayList<>();
        while (rows.next()) {
            keys.add(rows.getString(1));
        }
        return keys;
    }

    private static List<LedgerEntry> entries(ResultSet rows) throws SQLException {
        List<LedgerEntry> entries = new ArrayList<>();
        while (rows.next()) {
            entries.add(new LedgerEntry(
                    rows.getString(1),
                    State.ofCode(rows.getString(2)),
                    rows.getLong(3),
                    Instant.ofEpochMilli(rows.getLong(4)),
                    instant(rows, 5),
                    instant(rows, 6),
                    rows.getString(7)));
        }
        return List.copyOf(entries);
    }

    private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
        long millis = rows.getLong(column);
        return rows.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    /** Not 0, so that it differs from a row without one. */
    private static long newCallId() {
        return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    }

    /** Runs a verb, and again while its outcome is unknown and there is time: every verb is idempotent by its key. */
    private <T> T call(String verb, Call<T> call) {
        long start = System.nanoTime();
        long pause = FIRST_PAUSE_MILLIS;
        for (int attempt = 1; ; attempt++) {
            try (Session session =
                    new Session(dataSource, timeoutSeconds, names.dialect().isPostgres())) {
                return call.run(session);
            } catch (SQLException e) {
                if (!SqlFailures.mayPass(e)) {
                    throw new LedgerException(
                            verb + ": the database refused it (" + state(e) + "). Names are written as the database"
                                    + " stores them, upper and lower case told apart; accountIds must fit the id column;"
                                    + " createSchema() creates the ledger's own table",
                            e);
                }
                Duration spent = Duration.ofNanos(System.nanoTime() - start).plusMillis(pause);
                if (spent.compareTo(retryFor) > 0 || !paused(pause)) {
                    throw new LedgerException(
                            verb + ": outcome unknown, attempts made: " + attempt + " (" + state(e)
                                    + "); calling again with the same key is safe",
                            e);
                }
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    private static String state(SQLException e) {
        return "SQLState " + e.getSQLState() + ", code " + e.getErrorCode();
    }

    /** Waits a while, not the same for two callers; false if the thread was interrupted. */
    private static boolean paused(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private interface Call<T> {
        T run(Session session) throws SQLException;
    }

    /** An account and a row of the own table, at one moment. */
    private record Seen(
            long coins, boolean accountHasExpired, @Nullable Row row, boolean expired) {

        static Seen of(ResultSet rows) throws SQLException {
            long coins = rows.getLong(1);
            boolean accountHasExpired = rows.getInt(2) == 1;
            String key = rows.getString(3);
            Row row = key == null
                    ? null
                    : new Row(
                            key,
                            rows.getString(4),
                            rows.getLong(5),
                            State.ofCode(rows.getString(6)),
                            rows.getString(7),
                            rows.getLong(8));
            return new Seen(coins, accountHasExpired, row, rows.getInt(9) == 1);
        }
    }

    private record Row(
            String key,
            String account,
            long coins,
            State state,
            @Nullable String receipt,
            long callId) {

        /** Compared here once more, because a database may find a key in spite of other case or trailing spaces. */
        boolean isFor(String wantedKey, String wantedAccount, long wantedCoins) {
            return key.equals(wantedKey) && account.equals(wantedAccount) && coins == wantedCoins;
        }

        /** Fresh is what this very call has brought about, in an attempt whose answer was lost. */
        Reservation answer(long balance, State wanted, long wantedCallId) {
            boolean fresh = state == wanted && callId == wantedCallId;
            return switch (state) {
                case HELD -> Reservation.held(fresh, balance);
                case COMMITTED -> Reservation.committed(fresh, balance, Objects.requireNonNull(receipt));
                case RELEASED, EXPIRED -> Reservation.released(fresh, balance);
                case GRANTED -> Reservation.conflict(balance);
            };
        }
    }

    /** Builds a {@link JdbcCoinLedger}; not thread-safe. */
    public static final class Builder {

        private final DataSource dataSource;
        private String accounts = "users";
        private String id = "id";
        private String coins = "coins";
        private String holds = "coin_hold";
        private AccountIdType idType = AccountIdType.TEXT;
        private @Nullable SqlDialect dialect;
        private int timeoutSeconds = 10;
        private Duration retryFor = Duration.ofSeconds(5);

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        /**
         * Says where the host keeps its coins. Default: {@code users}, {@code id}, {@code coins}.
         *
         * <p>Names are quoted, so they are written exactly as the database stores them: on PostgreSQL in lower case unless
         * they were created in quotes, on H2 in upper case.
         *
         * @param table the table with one row for each account; may have a schema before a dot
         * @param idColumn its unique id
         * @param coinsColumn its whole number of coins, never null
         * @return this builder
         * @throws IllegalArgumentException if one is not a plain name (letters, digits, _ and $; at most 63 characters)
         */
        public Builder accounts(String table, String idColumn, String coinsColumn) {
            accounts = Names.table(table);
            id = Names.column(idColumn);
            coins = Names.column(coinsColumn);
            return this;
        }

        /**
         * Says what the accounts' ids are. Default: {@link AccountIdType#TEXT}.
         *
         * @param type the kind of the id column
         * @return this builder
         */
        public Builder accountIds(AccountIdType type) {
            idType = Objects.requireNonNull(type, "type");
            return this;
        }

        /**
         * Names the ledger's own table. Default: {@code coin_hold}.
         *
         * @param table the table; may have a schema before a dot
         * @return this builder
         * @throws IllegalArgumentException if it is not a plain name (letters, digits, _ and $; at most 63 characters)
         */
        public Builder holds(String table) {
            holds = Names.table(table);
            return this;
        }

        /**
         * Says which database this is. Default: what the driver says, which {@link #build} asks for.
         *
         * @param database the database
         * @return this builder
         */
        public Builder dialect(SqlDialect database) {
            dialect = Objects.requireNonNull(database, "database");
            return this;
        }

        /**
         * Limits each statement. Default: 10 s.
         *
         * <p>On PostgreSQL it limits the wait for the network, which a lost server ends, too; the connection is closed when
         * it passes. Elsewhere it is the statement's own timeout, and a network that swallows packets needs a socket timeout
         * of the driver as well.
         *
         * @param timeout the limit, rounded up to seconds; at least a nanosecond, at most a day
         * @return this builder
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder statementTimeout(Duration timeout) {
            if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("statementTimeout must be positive, at most a day: " + timeout);
            }
            timeoutSeconds = Math.toIntExact(timeout.plusNanos(999_999_999).toSeconds());
            return this;
        }

        /**
         * Says for how long a call with an unknown outcome is repeated, with the same key. Default: 5 s.
         *
         * @param time after how long no further attempt is begun; zero for one attempt only
         * @return this builder
         * @throws IllegalArgumentException if it is negative or more than a day
         */
        public Builder retryFor(Duration time) {
            if (time.isNegative() || time.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("retryFor must be from zero to a day: " + time);
            }
            retryFor = time;
            return this;
        }

        /**
         * Builds the ledger. Connects to the database only if no {@link #dialect} was given.
         *
         * @return the ledger
         * @throws IllegalArgumentException if the database is none that {@link SqlDialect} knows
         * @throws LedgerException if the database could not be asked
         */
        public JdbcCoinLedger build() {
            return new JdbcCoinLedger(this, dialect != null ? dialect : askDialect());
        }

        private SqlDialect askDialect() {
            try (Connection connection = dataSource.getConnection()) {
                String product = connection.getMetaData().getDatabaseProductName();
                return SqlDialect.ofProduct(product)
                        .orElseThrow(() -> new IllegalArgumentException("no dialect for the database \"" + product
                                + "\"; if it speaks like one of " + List.of(SqlDialect.values())
                                + ", say so by dialect(...)"));
            } catch (SQLException e) {
                throw new LedgerException("cannot ask the database what it is", e);
            }
        }
    }
}
