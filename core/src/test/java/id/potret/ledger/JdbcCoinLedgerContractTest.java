package id.potret.ledger;

import id.potret.ledger.HostDatabase.Kind;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

@ParameterizedClass
@CsvSource({
    "POSTGRESQL, TEXT",
    "POSTGRESQL, NUMBER",
    "POSTGRESQL, UUID",
    "POSTGRESQL_PORTABLE, TEXT",
    "H2, TEXT",
    "H2, UUID",
    "SQLITE, TEXT",
    "SQLITE, NUMBER"
})
class JdbcCoinLedgerContractTest extends JdbcContract {

    JdbcCoinLedgerContractTest(Kind kind, AccountIdType idType) throws SQLException {
        super(kind, idType);
    }
}
