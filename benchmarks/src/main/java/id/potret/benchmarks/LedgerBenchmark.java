package id.potret.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import id.potret.ledger.CoinLedger;
import id.potret.ledger.JdbcCoinLedger;
import id.potret.ledger.Reservation;
import id.potret.ledger.SqlDialect;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * What a hold and its commit cost, as a part of the least that any ledger must do: one guarded update of a balance.
 *
 * <p>Embedded PostgreSQL with fsync off and synchronous commit on, 8 threads, one hot account and 1000 accounts. The three
 * are measured one after the other within each round, so that whatever else the machine does falls on all of them, and only
 * the ratios of one round are compared. Arguments: rounds (default 7) and seconds for each measurement (default 3).
 */
public final class LedgerBenchmark {

    private static final int THREADS = 8;
    private static final int ACCOUNTS = 1000;
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final String RECEIPT = "https://files.example/a/one.jpg\nhttps://files.example/a/two.jpg";

    private final HikariDataSource pool;
    private final AtomicLong keys = new AtomicLong();

    private LedgerBenchmark(HikariDataSource pool) {
        this.pool = pool;
    }

    /**
     * Runs the benchmark and prints its table.
     *
     * @param args rounds and seconds, both optional
     * @throws Exception if the database failed
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        Duration time = Duration.ofMillis(args.length > 1 ? (long) (Double.parseDouble(args[1]) * 1000) : 3000);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                // PostgreSQL's default, which the embedded one changes
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
            config.setMaximumPoolSize(THREADS);
            try (HikariDataSource pool = new HikariDataSource(config)) {
                LedgerBenchmark benchmark = new LedgerBenchmark(pool);
                benchmark.prepare();
                benchmark.compare("one hot account", 1, rounds, time);
                benchmark.compare(ACCOUNTS + " accounts", ACCOUNTS, rounds, time);
            }
        }
    }

    private void compare(String name, int accounts, int rounds, Duration time) throws Exception {
        Operation raw = rawUpdate();
        Operation single = holdAndCommit(SqlDialect.POSTGRESQL);
        Operation portable = holdAndCommit(SqlDialect.POSTGRESQL_PORTABLE);
        for (Operation warmUp : List.of(raw, single, portable)) {
            perSecond(warmUp, accounts, time);
        }
        double[] ofRaw = new double[rounds];
        double[] portableOfRaw = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            double rawRate = perSecond(raw, accounts, time);
            double singleRate = perSecond(single, accounts, time);
            double portableRate = perSecond(portable, accounts, time);
            ofRaw[i] = singleRate / rawRate;
            portableOfRaw[i] = portableRate / rawRate;
            System.out.printf(
                    Locale.ROOT,
                    "%s, round %d: raw %.0f/s, one statement %.0f/s (%.3f), portable %.0f/s (%.3f)%n",
                    name,
                    i + 1,
                    rawRate,
                    singleRate,
                    ofRaw[i],
                    portableRate,
                    portableOfRaw[i]);
        }
        System.out.printf(
                Locale.ROOT,
                "%s: hold and commit of raw: one statement %s, portable %s%n",
                name,
                summary(ofRaw),
                summary(portableOfRaw));
    }

    private double perSecond(Operation operation, int accounts, Duration time) throws Exception {
        try (Connection connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate coin_hold");
            statement.execute("vacuum analyze users");
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            long start = System.nanoTime();
            long end = start + time.toNanos();
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                counts.add(threads.submit(() -> {
                    long count = 0;
                    while (System.nanoTime() < end) {
                        operation.run("account-" + ThreadLocalRandom.current().nextInt(accounts));
                        count++;
                    }
                    return count;
                }));
            }
            long sum = 0;
            for (Future<Long> count : counts) {
                sum += count.get();
            }
            return sum * 1e9 / (System.nanoTime() - start);
        } finally {
            threads.shutdownNow();
        }
    }

    private Operation rawUpdate() {
        DataSource source = pool;
        return account -> {
            try (Connection connection = source.getConnection();
                    PreparedStatement update = connection.prepareStatement(
                            "update users set coins = coins - 1 where id = ? and coins >= 1")) {
                update.setString(1, account);
                if (update.executeUpdate() != 1) {
                    throw new IllegalStateException("the account ran out");
                }
            }
        };
    }

    private Operation holdAndCommit(SqlDialect dialect) {
        CoinLedger ledger = JdbcCoinLedger.builder(pool).dialect(dialect).build();
        return account -> {
            String key = "batch-" + keys.incrementAndGet();
            Reservation held = ledger.reserve(account, 1, key, TTL);
            Reservation committed = ledger.commit(key, RECEIPT);
            if (!held.fresh() || !committed.fresh()) {
                throw new IllegalStateException(held + ", " + committed);
            }
        };
    }

    private void prepare() throws SQLException {
        try (Connection connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table users (id varchar(40) primary key, coins bigint not null)");
            statement.execute("insert into users select 'account-' || n, 1000000000 from generate_series(0, "
                    + (ACCOUNTS - 1) + ") n");
        }
        JdbcCoinLedger.builder(pool).build().createSchema();
    }

    private static String summary(double[] ratios) {
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT, "%.3f (%.3f to %.3f)", sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
    }

    private interface Operation {
        void run(String account) throws SQLException;
    }
}
