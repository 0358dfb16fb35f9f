package id.potret.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** How a ledger must not be written: it is right as long as nothing breaks between two statements. */
final class TwoAutocommitsLedger implements CoinLedger {

    private static final String HOLD =
            "insert into \"coin_hold\" (hold_key, account_id, amount, state, call_id, created_at)"
                    + " values (?, ?, ?, 'H', 0, current_timestamp)";
    private static final String ADD = "update \"users\" set \"coins\" = \"coins\" + ? where \"id\" = ?";
    private static final String FIND =
            "select state, amount, account_id, receipt from \"coin_hold\" where hold_key = ?";
    private static final String END =
            "update \"coin_hold\" set state = ?, receipt = ? where hold_key = ? and state = 'H'";
    private static final String BALANCE = "select \"coins\" from \"users\" where \"id\" = ?";

    private final DataSource dataSource;

    TwoAutocommitsLedger(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Reservation reserve(String account, long coins, String key, Duration ttl) {
        return call(session -> {
            Optional<Reservation> known = find(session, key);
            if (known.isPresent()) {
                return known.get();
            }
            long left = balance(session, account) - coins;
            if (left < 0) {
                return Reservation.insufficient(left + coins);
            }
            session.update(ADD, -coins, account);
            session.update(HOLD, key, account, coins);
            return Reservation.held(true, left);
        });
    }

    @Override
    public Reservation commit(String key, String receipt) {
        return call(session -> {
            session.update(END, "C", receipt, key);
            return find(session, key).orElseGet(Reservation::notFound);
        });
    }

    @Override
    public Reservation release(String key) {
        return call(session -> {
            if (session.update(END, "R", null, key) == 1) {
                session.query(
                        FIND, rows -> rows.next() ? session.update(ADD, rows.getLong(2), rows.getString(3)) : 0, key);
            }
            return find(session, key).orElseGet(Reservation::notFound);
        });
    }

    @Override
    public long balance(String account) {
        return call(session -> balance(session, account));
    }

    private static long balance(Session session, String account) throws SQLException {
        return session.query(BALANCE, rows -> rows.next() ? rows.getLong(1) : 0L, account);
    }

    private static Optional<Reservation> find(Session session, String key) throws SQLException {
        return session.query(
                FIND,
                rows -> rows.next()
                        ? Optional.of(
                                switch (rows.getString(1)) {
                                    case "C" ->
                                        Reservation.committed(false, balance(session, rows.getString(3)), "receipt");
                                    case "R" -> Reservation.released(false, balance(session, rows.getString(3)));
                                    default -> Reservation.held(false, balance(session, rows.getString(3)));
                                })
                        : Optional.empty(),
                key);
    }

    private <T> T call(Call<T> call) {
        try (Session session = new Session(dataSource, 10, false)) {
            return call.run(session);
        } catch (SQLException e) {
            throw new LedgerException("outcome unknown", e);
        }
    }

    private interface Call<T> {
        T run(Session session) throws SQLException;
    }
}
