package id.potret.ledger;

import id.potret.ledger.HostDatabase.Kind;
import java.sql.SQLException;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@EnabledIfSystemProperty(
        named = HostDatabase.MARIADB_URL,
        matches = "jdbc:.+",
        disabledReason = "no MariaDB server is named by -D" + HostDatabase.MARIADB_URL)
@ParameterizedClass
@EnumSource
class MariaDbCoinLedgerContractTest extends JdbcContract {

    MariaDbCoinLedgerContractTest(AccountIdType idType) throws SQLException {
        super(Kind.MARIADB, idType);
    }
}
