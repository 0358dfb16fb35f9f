package id.potret;

import id.potret.ledger.CoinLedger;
import id.potret.ledger.LedgerException;
import id.potret.ledger.Reservation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A ledger whose answers get lost: the call takes effect, or not, and the caller does not learn which. */
final class FlakyLedger implements CoinLedger {

    private final CoinLedger real;
    private final Map<String, Integer> unreached = new HashMap<>();
    private final Map<String, Integer> unanswered = new HashMap<>();

    FlakyLedger(CoinLedger real) {
        this.real = real;
    }

    FlakyLedger doesNotReach(String verb, int times) {
        unreached.put(verb, times);
        return this;
    }

    FlakyLedger doesNotAnswer(String verb, int times) {
        unanswered.put(verb, times);
        return this;
    }

    private Reservation call(String verb, Supplier<Reservation> call) {
        fail(verb, unreached);
        Reservation answer = call.get();
        fail(verb, unanswered);
        return answer;
    }

    private static void fail(String verb, Map<String, Integer> times) {
        int left = times.getOrDefault(verb, 0);
        if (left > 0) {
            times.put(verb, left - 1);
            throw new LedgerException(verb + " was not answered", new TimeoutException());
        }
    }

    @Override
    public Reservation reserve(String account, long coins, String key, Duration ttl) {
        return call("reserve", () -> real.reserve(account, coins, key, ttl));
    }

    @Override
    public Reservation commit(String key, String receipt) {
        return call("commit", () -> real.commit(key, receipt));
    }

    @Override
    public Reservation release(String key) {
        return call("release", () -> real.release(key));
    }

    @Override
    public long balance(String account) {
        return real.balance(account);
    }
}
