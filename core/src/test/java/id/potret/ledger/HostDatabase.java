package id.potret.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A real database with a host's table of users, shared by the tests of one JVM and emptied by each. */
final class HostDatabase {

    enum Kind {
        POSTGRESQL(SqlDialect.POSTGRESQL),
        POSTGRESQL_PORTABLE(SqlDialect.POSTGRESQL_PORTABLE),
        H2(SqlDialect.H2),
        SQLITE(SqlDialect.SQLITE),
        /** Where the system property {@value HostDatabase#MARIADB_URL} names a server. */
        MARIADB(SqlDialect.MARIADB);

        final SqlDialect dialect;

        Kind(SqlDialect dialect) {
            this.dialect = dialect;
        }
    }

    static final String MARIADB_URL = "potret.mariadb.url";

    private final Kind kind;
    private final DataSource dataSource;
    private final AccountIdType idType;

    private HostDatabase(DataSource dataSource, Kind kind, AccountIdType idType) {
        this.dataSource = dataSource;
        this.kind = kind;
        this.idType = idType;
    }

    static HostDatabase at(DataSource dataSource, Kind kind, AccountIdType idType) {
        return new HostDatabase(dataSource, kind, idType);
    }

    /** The database with an empty table of users and an empty table of holds. */
    static HostDatabase empty(Kind kind, AccountIdType idType) throws SQLException {
        HostDatabase database = at(Servers.of(kind), kind, idType);
        database.execute("drop table if exists " + database.quoted("coin_hold"));
        database.execute("drop table if exists " + database.quoted("users"));
        database.create();
        return database;
    }

    void create() throws SQLException {
        execute("create table %s (%s %s primary key, %s bigint not null)"
                .formatted(
                        quoted("users"),
                        quoted("id"),
                        idType == AccountIdType.TEXT ? "varchar(255)" : idType.columnType(kind.dialect),
                        quoted("coins")));
        ledger(dataSource).build().createSchema();
    }

    DataSource dataSource() {
        return dataSource;
    }

    JdbcCoinLedger.Builder ledger(DataSource through) {
        return JdbcCoinLedger.builder(through).dialect(kind.dialect).accountIds(idType);
    }

    String accountName(int number) {
        return switch (idType) {
            case TEXT -> "account-" + number;
            case NUMBER -> Integer.toString(number);
            case UUID -> new UUID(0, number).toString();
        };
    }

    void grant(String account, long coins) throws SQLException {
        Object id = idType.parameter(account, kind.dialect);
        int known = execute(
                "update %s set %s = %s + ? where %s = ?"
                        .formatted(quoted("users"), quoted("coins"), quoted("coins"), quoted("id")),
                coins,
                id);
        if (known == 0) {
            execute("insert into %s values (?, ?)".formatted(quoted("users")), id, coins);
        }
    }

    /** Moves the deadlines back, which is what the database's clock cannot be asked to do. */
    void passTime(Duration time) throws SQLException {
        String moved = switch (kind) {
            case POSTGRESQL, POSTGRESQL_PORTABLE -> "expires_at - ? * interval '1 millisecond'";
            case H2 -> "dateadd(millisecond, -1 * ?, expires_at)";
            case SQLITE -> "expires_at - ?";
            case MARIADB -> "timestampadd(microsecond, ? * -1000, expires_at)";
        };
        execute("update %s set expires_at = %s".formatted(quoted("coin_hold"), moved), time.toMillis());
    }

    /** The coins of an account that are in the balance, held or committed, less those of {@link JdbcCoinLedger#grant}. */
    long explained(String account) throws SQLException {
        return number("""
                select u.{coins} + coalesce((
                  select sum(case h.state when 'H' then amount when 'C' then amount when 'G' then -amount else 0 end)
                  from {holds} h where h.account_id = u.{id}), 0)
                from {users} u where u.{id} = '{account}'""".replace("{coins}", quoted("coins"))
                .replace("{holds}", quoted("coin_hold"))
                .replace("{users}", quoted("users"))
                .replace("{id}", quoted("id"))
                .replace("{account}", account));
    }

    int execute(String sql, Object... parameters) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
            return statement.getUpdateCount();
        }
    }

    long number(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    String quoted(String name) {
        return kind.dialect.quoted(name);
    }

    /** Started once, when first asked for; they end with the JVM. */
    private static final class Servers {

        static DataSource of(Kind kind) {
            return switch (kind) {
                case POSTGRESQL, POSTGRESQL_PORTABLE -> Postgres.POOL;
                case H2 -> H2.POOL;
                case SQLITE -> Sqlite.FILE;
                case MARIADB -> MariaDb.SERVER;
            };
        }

        private static final class Postgres {
            static final DataSource POOL = pool();

            private static DataSource pool() {
                try {
                    return HostDatabase.pool(EmbeddedPostgres.start().getJdbcUrl("postgres", "postgres"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        private static final class H2 {
            static final DataSource POOL = HostDatabase.pool("jdbc:h2:mem:ledger;DB_CLOSE_DELAY=-1");
        }

        private static final class Sqlite {
            static final DataSource FILE = file();

            /** Without a pool, as many hosts have it: each connection opens the file. */
            private static DataSource file() {
                try {
                    Path file = Files.createTempFile("ledger", ".sqlite");
                    file.toFile().deleteOnExit();
                    SQLiteConfig config = new SQLiteConfig();
                    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
                    SQLiteDataSource source = new SQLiteDataSource(config);
                    source.setUrl("jdbc:sqlite:" + file);
                    return source;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        private static final class MariaDb {
            static final DataSource SERVER = server();

            private static DataSource server() {
                try {
                    return new MariaDbDataSource(System.getProperty(MARIADB_URL));
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    static DataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(24);
        // opened when wanted: several backends share a server in the kill tests
        config.setMinimumIdle(0);
        // a server that was killed comes back
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }
}
