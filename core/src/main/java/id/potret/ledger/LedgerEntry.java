package id.potret.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of an account's history: what became of the coins of one key.
 *
 * <p>The text form leaves the receipt out.
 *
 * @param key the idempotency key
 * @param state where the coins are
 * @param coins how many, at least 1
 * @param createdAt when they were reserved or granted, by the database's clock
 * @param expiresAt when a hold expires or would have expired; null for a grant
 * @param settledAt when they were committed, released or expired; null while held and for a grant
 * @param receipt what was stored at commit; null unless the state is {@link State#COMMITTED}
 */
public record LedgerEntry(
        String key,
        State state,
        long coins,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant settledAt,
        @Nullable String receipt) {

    /** Where the coins of an entry are. */
    public enum State {
        /** Taken from the balance and waiting for commit or release. */
        HELD('H'),
        /** Spent for good. */
        COMMITTED('C'),
        /** Given back by release. */
        RELEASED('R'),
        /** Given back because the deadline had passed. */
        EXPIRED('E'),
        /** Added to the balance. */
        GRANTED('G');

        private final char code;

        State(char code) {
            this.code = code;
        }

        /** What the state column holds. */
        String code() {
            return String.valueOf(code);
        }

        static State ofCode(String code) {
            for (State state : values()) {
                if (state.code().equals(code)) {
                    return state;
                }
            }
            throw new IllegalStateException("unknown state in the table of holds: " + code);
        }
    }

    @Override
    public String toString() {
        return "LedgerEntry[" + key + ", " + state + ", coins=" + coins + ", createdAt=" + createdAt + ", expiresAt="
                + expiresAt + ", settledAt=" + settledAt + "]";
    }
}
