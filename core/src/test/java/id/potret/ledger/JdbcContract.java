package id.potret.ledger;

import id.potret.ledger.HostDatabase.Kind;
import java.sql.SQLException;
import java.time.Duration;

/** The kit on a database; fifteen lines of host's own code. */
abstract class JdbcContract extends CoinLedgerContract {

    private final HostDatabase database;

    JdbcContract(Kind kind, AccountIdType idType) throws SQLException {
        database = HostDatabase.empty(kind, idType);
    }

    @Override
    protected CoinLedger newLedger() {
        return database.ledger(database.dataSource()).build();
    }

    @Override
    protected void grant(String account, long coins) throws SQLException {
        database.grant(account, coins);
    }

    @Override
    protected void passTime(Duration time) throws SQLException {
        database.passTime(time);
    }

    @Override
    protected String accountName(int number) {
        return database.accountName(number);
    }
}
