package id.potret.ledger;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The databases that {@link JdbcCoinLedger} speaks to. */
public enum SqlDialect {
    /** PostgreSQL 12 or later: each verb is one statement and one round trip. */
    POSTGRESQL(
            '"',
            "clock_timestamp()",
            "{now} + ? * interval '1 millisecond'",
            "cast(extract(epoch from %s) * 1000 as bigint)",
            "%1$s returning %2$s"),
    /** The portable statements on PostgreSQL, for servers that speak its protocol but do not write in a WITH clause. */
    POSTGRESQL_PORTABLE(POSTGRESQL),
    /** H2 2.x. */
    H2(
            '"',
            "current_timestamp(3)",
            "dateadd(millisecond, ?, {now})",
            "cast(extract(epoch from %s) * 1000 as bigint)",
            "select %2$s from final table (%1$s)"),
    /** SQLite 3.42 or later. */
    SQLITE('"', "cast(unixepoch('subsec') * 1000 as integer)", "{now} + ?", "%s", "%1$s returning %2$s"),
    /** MariaDB 10.5 or later, and MySQL 8. */
    MARIADB(
            '`',
            "utc_timestamp(3)",
            "timestampadd(microsecond, ? * 1000, {now})",
            "timestampdiff(microsecond, '1970-01-01', %s) div 1000",
            null);

    private final char quote;
    private final String now;
    private final String inMillis;
    private final String epochMillis;
    private final @Nullable String returning;

    SqlDialect(char quote, String now, String inMillis, String epochMillis, @Nullable String returning) {
        this.quote = quote;
        this.now = now;
        this.inMillis = inMillis.replace("{now}", now);
        this.epochMillis = epochMillis;
        this.returning = returning;
    }

    SqlDialect(SqlDialect same) {
        this(same.quote, same.now, same.inMillis, same.epochMillis, same.returning);
    }

    /** Finds the dialect by the name that the driver gives to its database. */
    static Optional<SqlDialect> ofProduct(String product) {
        return switch (product.toLowerCase(Locale.ROOT)) {
            case "postgresql" -> Optional.of(POSTGRESQL);
            case "h2" -> Optional.of(H2);
            case "sqlite" -> Optional.of(SQLITE);
            case "mariadb", "mysql" -> Optional.of(MARIADB);
            default -> Optional.empty();
        };
    }

    boolean isPostgres() {
        return this == POSTGRESQL || this == POSTGRESQL_PORTABLE;
    }

    /** The database's own clock: holds made by many machines expire by one clock. */
    String now() {
        return now;
    }

    /** A moment as many milliseconds from now as its one parameter says; none for null. */
    String inMillis() {
        return inMillis;
    }

    /** A column of time as milliseconds since 1970. */
    String epochMillis(String column) {
        return epochMillis.formatted(column);
    }

    /** An update that answers with a value of each row that it changed; empty if the database has none. */
    Optional<String> returning(String update, String value) {
        return Optional.ofNullable(returning).map(pattern -> pattern.formatted(update, value));
    }

    String quoted(String name) {
        return quote + name.replace(".", quote + "." + quote) + quote;
    }

    String schemaResource() {
        return "schema-" + (isPostgres() ? "postgresql" : name().toLowerCase(Locale.ROOT)) + ".sql";
    }
}
