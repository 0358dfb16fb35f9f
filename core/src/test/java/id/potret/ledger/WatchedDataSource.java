package id.potret.ledger;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Counts the round trips to a database and cuts the connection at one of them.
 *
 * <p>A cut does what the server does when a connection breaks: it rolls the open transaction back. From then on the
 * connection answers nothing.
 */
final class WatchedDataSource {

    enum When {
        /** The statement never arrives. */
        BEFORE,
        /** The statement runs, and its answer is lost. */
        AFTER
    }

    private final DataSource real;
    private final boolean autoCommit;
    private final List<Boolean> autoCommitOnReturn = new CopyOnWriteArrayList<>();
    private int roundTrips;
    private int cutAt;
    private When when = When.BEFORE;
    private boolean down;

    /** Hands out connections in the autocommit mode given. */
    WatchedDataSource(DataSource real, boolean autoCommit) {
        this.real = real;
        this.autoCommit = autoCommit;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (proxy, method, args) -> {
            if (method.getName().equals("getConnection")) {
                return connection();
            }
            throw new UnsupportedOperationException(method.getName());
        });
    }

    /** Cuts the connection once, at the round trip of this number, counted from now. */
    void cutAt(int number, When moment) {
        roundTrips = 0;
        cutAt = number;
        when = moment;
    }

    void refuseConnections() {
        down = true;
    }

    int roundTrips() {
        return roundTrips;
    }

    /** For each connection that came back, the mode it came in. */
    List<Boolean> autoCommitOnReturn() {
        return autoCommitOnReturn;
    }

    private Connection connection() throws SQLException {
        if (down) {
            throw lost("refused");
        }
        Connection connection = real.getConnection();
        connection.setAutoCommit(autoCommit);
        return proxy(Connection.class, new Watched(connection));
    }

    private static SQLException lost(String how) {
        return new SQLNonTransientConnectionException("connection " + how, "08006");
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private final class Watched implements InvocationHandler {
        private final Connection connection;
        private boolean cut;

        Watched(Connection connection) {
            this.connection = connection;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
            Callable<Object> call = () -> call(connection, method, args);
            return switch (method.getName()) {
                case "close" -> {
                    if (!cut) {
                        autoCommitOnReturn.add(connection.getAutoCommit());
                    }
                    connection.setAutoCommit(true);
                    yield call.call();
                }
                case "abort" -> {
                    cut();
                    yield null;
                }
                case "commit", "rollback", "setAutoCommit" -> roundTrip(call);
                case "prepareStatement" -> statement((PreparedStatement) alive(call));
                default -> alive(call);
            };
        }

        private PreparedStatement statement(PreparedStatement statement) {
            return proxy(PreparedStatement.class, (proxy, method, args) -> {
                Callable<Object> call = () -> call(statement, method, args);
                if (method.getName().equals("close")) {
                    return call.call();
                }
                return method.getName().startsWith("execute") ? roundTrip(call) : alive(call);
            });
        }

        private Object roundTrip(Callable<Object> call) throws Exception {
            roundTrips++;
            boolean now = roundTrips == cutAt;
            if (now && when == When.BEFORE) {
                cut();
            }
            Object answer = alive(call);
            if (now) {
                cut();
                throw lost("lost");
            }
            return answer;
        }

        private Object alive(Callable<Object> call) throws Exception {
            if (cut) {
                throw lost("lost");
            }
            return call.call();
        }

        private void cut() throws SQLException {
            cut = true;
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        }

        private Object call(Object target, Method method, Object[] args) throws Exception {
            try {
                return method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }
}
