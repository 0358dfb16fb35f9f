package id.potret.ledger;

import java.sql.SQLException;
import java.util.Set;

/** What an SQLException means for a ledger. */
final class SqlFailures {

    /** SQLite's codes for an unknown name or bad syntax, and for a violated constraint; its driver gives no SQLState. */
    private static final int SQLITE_ERROR = 1;

    private static final int SQLITE_CONSTRAINT = 19;

    /**
     * Classes of SQLState that the same statement would meet again: unsupported feature, bad data, violated constraint,
     * wrong transaction state (such as read-only), refused login, unknown catalog or schema, syntax or unknown name.
     * Everything else (lost connections, deadlocks, serialization failures, a server that starts or stops, full pools,
     * locks) may pass.
     */
    private static final Set<String> LASTING = Set.of("0A", "22", "23", "25", "26", "28", "3D", "3F", "42", "44");

    private SqlFailures() {}

    static boolean isDuplicate(SQLException e) {
        String state = e.getSQLState();
        return state == null ? e.getErrorCode() == SQLITE_CONSTRAINT : state.startsWith("23");
    }

    static boolean mayPass(SQLException e) {
        String state = e.getSQLState();
        if (state == null || state.length() < 2) {
            return !isDuplicate(e) && e.getErrorCode() != SQLITE_ERROR;
        }
        return !LASTING.contains(state.substring(0, 2));
    }
}
