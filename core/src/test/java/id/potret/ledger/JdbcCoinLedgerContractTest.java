package id.potret.ledger;

import id.potret.ledger.HostDatabase.Kind;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

@ParameterizedClass
@CsvSource({
    "POSTGRESQL, TEXT", "POSTGRESQL, NUMBER", "POSTGRESQL, UUID",
    "POSTGRESQL_PORTABLE, TEXT", "POSTGRESQL_PORTABLE, NUMBER", "POSTGRESQL_PORTABLE, UUID",
    "H2, TEXT", "H2, NUMBER", "H2, UUID",
    "SQLITE, TEXT", "SQLITE, NUMBER", "SQLITE, UUID"
})
class JdbcCoinLedgerContractTest extends JdbcContract {

    JdbcCoinLedgerContractTest(Kind kind, AccountIdType idType) throws SQLException {
        super(kind, idType);
    }
}
