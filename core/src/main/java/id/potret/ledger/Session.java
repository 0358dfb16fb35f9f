package id.potret.ledger;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A borrowed connection in autocommit mode: each statement stands alone unless it runs {@link #inTransaction}. */
final class Session implements AutoCloseable {

    interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    interface Work {
        /** The balance to commit, or nothing to roll back. */
        OptionalLong run() throws SQLException;
    }

    private static final System.Logger LOG = System.getLogger(Session.class.getName());

    private final Connection connection;
    /** For each statement; 0 if the network's timeout does it. */
    private final int timeoutSeconds;

    private final boolean autoCommit;
    private final int networkTimeoutMillis;
    private boolean aborted;

    /**
     * Borrows a connection.
     *
     * @param byNetwork whether the network's timeout stands in for the statement's, whose timer costs PostgreSQL's driver
     *     a third of such a short statement
     */
    Session(DataSource dataSource, int timeoutSeconds, boolean byNetwork) throws SQLException {
        this.timeoutSeconds = byNetwork ? 0 : timeoutSeconds;
        connection = dataSource.getConnection();
        try {
            autoCommit = connection.getAutoCommit();
            setAutoCommit(true, autoCommit);
            networkTimeoutMillis = byNetwork ? connection.getNetworkTimeout() : 0;
            if (byNetwork) {
                connection.setNetworkTimeout(Runnable::run, Math.multiplyExact(timeoutSeconds, 1000));
            }
        } catch (SQLException e) {
            quietly("close", connection::close);
            throw e;
        }
    }

    <T> T query(String sql, Reader<T> reader, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            return reader.read(rows);
        }
    }

    /** The balance in the first row, empty without a row; an account that the host has deleted meanwhile reads as 0. */
    OptionalLong queryBalance(String sql, @Nullable Object... parameters) throws SQLException {
        return query(sql, rows -> rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty(), parameters);
    }

    int update(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    void execute(String sql) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            statement.execute();
        }
    }

    /** Commits what the work did if it came to a balance; rolls it back if it did not or throws. */
    OptionalLong inTransaction(Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            OptionalLong balance = work.run();
            if (balance.isPresent()) {
                connection.commit();
            } else {
                connection.rollback();
            }
            return balance;
        } catch (SQLException | RuntimeException e) {
            rollback(e);
            throw e;
        } finally {
            if (!aborted) {
                connection.setAutoCommit(true);
            }
        }
    }

    /** Hands the connection back as it came. What the session did is done: a failure here must not hide it. */
    @Override
    public void close() {
        if (!aborted) {
            quietly("restore", () -> {
                setAutoCommit(autoCommit, true);
                if (timeoutSeconds == 0) {
                    connection.setNetworkTimeout(Runnable::run, networkTimeoutMillis);
                }
            });
        }
        quietly("close", connection::close);
    }

    /** A transaction that can be neither committed nor rolled back must not reach setAutoCommit(true), which commits. */
    private void rollback(Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
            aborted = true;
            quietly("abort", () -> connection.abort(Runnable::run));
        }
    }

    private void setAutoCommit(boolean wanted, boolean present) throws SQLException {
        if (wanted != present) {
            connection.setAutoCommit(wanted);
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            if (timeoutSeconds > 0) {
                statement.setQueryTimeout(timeoutSeconds);
            }
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i] == null) {
                    statement.setNull(i + 1, Types.BIGINT);
                } else {
                    statement.setObject(i + 1, parameters[i]);
                }
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private static void quietly(String what, Closing step) {
        try {
            step.run();
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "could not " + what + " a connection", e);
        }
    }

    private interface Closing {
        void run() throws SQLException;
    }
}
