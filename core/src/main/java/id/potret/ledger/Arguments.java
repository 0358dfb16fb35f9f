package id.potret.ledger;

import java.time.Duration;
import java.util.Objects;

/** The checks of the port's arguments, the same for every implementation. No message shows an account or a key. */
final class Arguments {

    /** Beyond a century a deadline means "never", and date arithmetic would overflow. */
    private static final Duration LONGEST_TTL = Duration.ofDays(36_500);

    private Arguments() {}

    static String account(String account) {
        return name("account", account);
    }

    static String key(String key) {
        name("key", key);
        if (key.length() > CoinLedger.MAX_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "key has " + key.length() + " characters; at most " + CoinLedger.MAX_KEY_LENGTH + " are allowed");
        }
        return key;
    }

    static long coins(long coins) {
        if (coins < 1) {
            throw new IllegalArgumentException("coins must be at least 1: " + coins);
        }
        return coins;
    }

    static String receipt(String receipt) {
        Objects.requireNonNull(receipt, "receipt");
        if (receipt.isEmpty()) {
            throw new IllegalArgumentException("receipt must not be empty");
        }
        return storable("receipt", receipt);
    }

    /** In milliseconds, rounded up, so that the shortest interval is not none. */
    static long ttlMillis(Duration ttl) {
        Objects.requireNonNull(ttl, "ttl");
        if (ttl.isZero() || ttl.isNegative()) {
            throw new IllegalArgumentException("ttl must be positive: " + ttl);
        }
        return ttl.compareTo(LONGEST_TTL) > 0
                ? LONGEST_TTL.toMillis()
                : ttl.plusNanos(999_999).toMillis();
    }

    private static String name(String what, String text) {
        Objects.requireNonNull(text, what);
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
        return storable(what, text);
    }

    /** Databases refuse NUL and have no bytes for half a surrogate pair: better here than as an unknown outcome. */
    private static String storable(String what, String text) {
        boolean lossy = text.codePoints()
                .anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
        if (lossy) {
            throw new IllegalArgumentException(what + " must not contain NUL or an unpaired surrogate");
        }
        return text;
    }
}
