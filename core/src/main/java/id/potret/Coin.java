package id.potret;

import id.potret.ledger.CoinLedger;
import id.potret.ledger.Reservation;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The coin of one batch.
 *
 * <p>A ledger that throws does not know what became of the call, and its verbs are idempotent: so each is tried again. An
 * interrupt waits until the ledger has answered, because a coin that is left in between helps nobody.
 */
final class Coin {

    /** The price of a batch, whatever the number of its images. */
    static final int PRICE = 1;

    private static final Duration[] PAUSES = {Duration.ofMillis(100), Duration.ofMillis(400)};

    private final CoinLedger ledger;
    private final String account;
    private final String batchId;
    private final Duration ttl;

    Coin(CoinLedger ledger, String account, String batchId, Duration ttl) {
        this.ledger = ledger;
        this.account = account;
        this.batchId = batchId;
        this.ttl = ttl;
    }

    Reservation reserve() {
        try {
            return untilKnown("reserve", () -> ledger.reserve(account, PRICE, batchId, ttl));
        } catch (IllegalArgumentException refused) {
            throw refused;
        } catch (RuntimeException unknown) {
            throw new LedgerUnavailableException(batchId, unknown);
        }
    }

    /** Empty if the ledger cannot be reached. */
    Optional<Reservation> commit(String receipt) {
        return settle("commit", () -> ledger.commit(batchId, receipt));
    }

    /** Whether the ledger confirmed that the coin is back. */
    boolean release() {
        return settle("release", () -> ledger.release(batchId))
                .filter(reservation -> reservation.state() == Reservation.State.RELEASED)
                .isPresent();
    }

    private Optional<Reservation> settle(String verb, Supplier<Reservation> call) {
        try {
            return Optional.of(untilKnown(verb, call));
        } catch (RuntimeException unknown) {
            BatchGenerator.LOG.log(
                    Level.ERROR, "The ledger did not answer to " + verb + " of batch " + batchId, unknown);
            return Optional.empty();
        }
    }

    private static Reservation untilKnown(String verb, Supplier<Reservation> call) {
        boolean interrupted = false;
        try {
            for (int attempt = 0; ; attempt++) {
                interrupted |= Thread.interrupted();
                try {
                    return call.get();
                } catch (IllegalArgumentException refused) {
                    throw refused;
                } catch (RuntimeException unknown) {
                    if (attempt == PAUSES.length) {
                        throw unknown;
                    }
                    BatchGenerator.LOG.log(
                            Level.WARNING,
                            "The outcome of the ledger's " + verb + " is unknown ("
                                    + unknown.getClass().getName() + "), trying again");
                }
                interrupted |= interruptedWhileWaiting(PAUSES[attempt]);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean interruptedWhileWaiting(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
