package id.potret.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in memory, for tests and demos: it forgets everything with the process, and keeps every key until then.
 *
 * <p>Thread-safe: one lock guards all accounts.
 */
public final class InMemoryCoinLedger implements CoinLedger {

    private final Clock clock;
    private final Map<String, Long> balances = new HashMap<>();
    private final Map<String, Hold> holds = new HashMap<>();

    /** Creates an empty ledger on the system's clock. */
    public InMemoryCoinLedger() {
        this(Clock.systemUTC());
    }

    /**
     * Creates an empty ledger.
     *
     * @param clock tells when a hold expires
     */
    public InMemoryCoinLedger(Clock clock) {
        this.clock = clock;
    }

    /**
     * Gives coins to an account, which is opened if there is none of that name.
     *
     * @param account the account, not blank
     * @param coins how many, at least 1
     * @return the balance afterwards
     * @throws IllegalArgumentException if an argument is out of range
     * @throws ArithmeticException if the balance would exceed {@link Long#MAX_VALUE}
     */
    public synchronized long grant(String account, long coins) {
        return balances.merge(Arguments.account(account), Arguments.coins(coins), Math::addExact);
    }

    @Override
    public synchronized Reservation reserve(String account, long coins, String key, Duration ttl) {
        Arguments.account(account);
        Arguments.coins(coins);
        Arguments.key(key);
        Instant expiresAt = clock.instant().plusMillis(Arguments.ttlMillis(ttl));

        expire();
        Hold known = holds.get(key);
        if (known != null) {
            return known.account.equals(account) && known.coins == coins
                    ? answer(known, false)
                    : Reservation.conflict(available(account));
        }
        long available = available(account);
        if (available < coins) {
            return Reservation.insufficient(available);
        }
        Hold hold = new Hold(account, coins, expiresAt);
        balances.put(account, available - coins);
        holds.put(key, hold);
        return answer(hold, true);
    }

    @Override
    public synchronized Reservation commit(String key, String receipt) {
        Arguments.receipt(receipt);
        Hold hold = holds.get(Arguments.key(key));
        if (hold == null) {
            return Reservation.notFound();
        }
        boolean fresh = hold.state == Reservation.State.HELD;
        if (fresh) {
            hold.state = Reservation.State.COMMITTED;
            hold.receipt = receipt;
        }
        return answer(hold, fresh);
    }

    @Override
    public synchronized Reservation release(String key) {
        Hold hold = holds.get(Arguments.key(key));
        if (hold == null) {
            return Reservation.notFound();
        }
        boolean fresh = hold.state == Reservation.State.HELD;
        if (fresh) {
            giveBack(hold);
        }
        return answer(hold, fresh);
    }

    @Override
    public synchronized long balance(String account) {
        Arguments.account(account);
        expire();
        return available(account);
    }

    /**
     * Gives back every hold whose deadline has passed. Reserving and reading a balance do so, too.
     *
     * @return how many holds were given back
     */
    public synchronized int expire() {
        Instant now = clock.instant();
        int expired = 0;
        for (Hold hold : holds.values()) {
            if (hold.state == Reservation.State.HELD && !hold.expiresAt.isAfter(now)) {
                giveBack(hold);
                expired++;
            }
        }
        return expired;
    }

    private void giveBack(Hold hold) {
        balances.merge(hold.account, hold.coins, Math::addExact);
        hold.state = Reservation.State.RELEASED;
    }

    private long available(String account) {
        return balances.getOrDefault(account, 0L);
    }

    private Reservation answer(Hold hold, boolean fresh) {
        return new Reservation(hold.state, fresh, available(hold.account), hold.receipt);
    }

    private static final class Hold {
        private final String account;
        private final long coins;
        private final Instant expiresAt;
        private Reservation.State state = Reservation.State.HELD;
        private @Nullable String receipt;

        Hold(String account, long coins, Instant expiresAt) {
            this.account = account;
            this.coins = coins;
            this.expiresAt = expiresAt;
        }
    }
}
