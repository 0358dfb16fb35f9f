package id.potret.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import id.potret.ledger.HostDatabase.Kind;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcCoinLedgerBuilderTest {

    private final JdbcCoinLedger.Builder builder =
            JdbcCoinLedger.builder(new JdbcDataSource()).dialect(SqlDialect.H2);

    @ParameterizedTest
    @ValueSource(strings = {"", "1users", "users; drop table users", "us\"ers", "us`ers", "a.b.c", ".users", "users."})
    void aNameThatIsNoneIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.accounts(name, "id", "coins"))
                .withMessageContaining("not a name");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.accounts("users", name, "coins"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.accounts("users", "id", name));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.holds(name));
    }

    @Test
    void aColumnHasNoSchema() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder.accounts("app.users", "users.id", "coins"));
    }

    @Test
    void timesOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder.statementTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.statementTimeout(Duration.ofDays(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.retryFor(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.retryFor(Duration.ofDays(2)));
    }

    @Test
    void anAccountOfTheWrongKindIsRefusedBeforeTheDatabaseIsAsked() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> builder.accountIds(AccountIdType.NUMBER).build().balance("ani"))
                .withMessage("account is not a whole number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.accountIds(AccountIdType.UUID).build().balance("ani"))
                .withMessage("account is not a UUID");
    }

    @ParameterizedTest
    @CsvSource({"PostgreSQL, POSTGRESQL", "H2, H2", "SQLite, SQLITE", "MariaDB, MARIADB", "MySQL, MARIADB"})
    void theDialectFollowsTheProduct(String product, SqlDialect dialect) {
        assertThat(SqlDialect.ofProduct(product)).contains(dialect);
    }

    @Test
    void anUnknownDatabaseIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        JdbcCoinLedger.builder(databaseCalled("Paper 1.0")).build())
                .withMessageContaining("\"Paper 1.0\"")
                .withMessageContaining("POSTGRESQL");
    }

    @Test
    void aDatabaseThatIsDownIsReportedByBuild() {
        JdbcDataSource nowhere = new JdbcDataSource();
        nowhere.setURL("jdbc:h2:file:/dev/null/none");
        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> JdbcCoinLedger.builder(nowhere).build())
                .withMessageContaining("cannot ask the database");
    }

    @ParameterizedTest
    @EnumSource
    void theSchemaHasEveryNameFilledIn(SqlDialect dialect) {
        for (AccountIdType idType : AccountIdType.values()) {
            String schema = JdbcCoinLedger.builder(new JdbcDataSource())
                    .dialect(dialect)
                    .accountIds(idType)
                    .holds("shop.batch_coins")
                    .build()
                    .schema();
            assertThat(schema)
                    .contains(dialect.quoted("shop.batch_coins"), idType.columnType(dialect))
                    .doesNotContain("{", "}");
        }
    }

    @Test
    void aSchemaBeforeTheDotIsUsed() throws SQLException {
        HostDatabase database = HostDatabase.empty(Kind.POSTGRESQL, AccountIdType.TEXT);
        database.execute("create schema if not exists shop");
        database.execute("drop table if exists shop.users, shop.holds");
        database.execute("create table shop.users (id varchar(9) primary key, coins int not null)");
        database.execute("insert into shop.users values ('ani', 1)");
        JdbcCoinLedger ledger = JdbcCoinLedger.builder(database.dataSource())
                .accounts("shop.users", "id", "coins")
                .holds("shop.holds")
                .build();
        ledger.createSchema();

        assertThat(ledger.reserve("ani", 1, "key", Duration.ofMinutes(1))).isEqualTo(Reservation.held(true, 0));
        assertThat(database.number("select count(*) from shop.holds")).isEqualTo(1);
    }

    private static DataSource databaseCalled(String product) {
        DatabaseMetaData metaData = answering(DatabaseMetaData.class, "getDatabaseProductName", product);
        return answering(DataSource.class, "getConnection", answering(Connection.class, "getMetaData", metaData));
    }

    private static <T> T answering(Class<T> type, String method, Object answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, args) -> {
            return called.getName().equals(method) ? answer : null;
        }));
    }
}
