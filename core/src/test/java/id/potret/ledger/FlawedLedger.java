package id.potret.ledger;

import id.potret.ledger.Reservation.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A ledger that is right but for one flaw. */
final class FlawedLedger implements CoinLedger {

    /** Each with the cases of the kit that name it; others may fail, too. */
    enum Flaw {
        NONE,
        CHECK_THEN_DEDUCT("theLastCoinsGoToAsManyAsThereAre", "oneKeyRacedIsTakenOnce"),
        DEBIT_AND_HOLD_IN_TWO_AUTOCOMMITS("oneKeyRacedIsTakenOnce"),
        REPLAY_DEBITS_AGAIN("aRepeatedReserveTakesNothingMore", "randomHistoriesAnswerAsTheModel"),
        REPLAY_LOOKS_AT_THE_BALANCE_FIRST(
                "aRepeatedReserveIsAnsweredAtZeroBalance", "aReserveAfterCommitBringsTheReceipt"),
        REPLAY_IS_FRESH("aRepeatedReserveTakesNothingMore", "oneKeyRacedIsTakenOnce"),
        REPLAY_FORGETS_THE_RECEIPT("aReserveAfterCommitBringsTheReceipt"),
        REPLAY_OF_A_RELEASED_KEY_HOLDS_AGAIN(
                "aReserveAfterReleaseStaysReleased", "aRepeatedReserveOfAnExpiredHoldIsReleased"),
        INSUFFICIENT_LEAVES_A_TRACE("tooFewCoinsLeaveNoTrace", "aRefusedKeyWorksAfterATopUp"),
        CONFLICT_IS_TAKEN_FOR_A_REPLAY(
                "aKnownKeyWithAnotherNumberOfCoinsIsAConflict", "aKnownKeyWithAnotherAccountIsAConflict"),
        ALL_OR_NOTHING_IS_FORGOTTEN("tooFewCoinsLeaveNoTrace"),
        DOUBLE_REFUND("aRepeatedReleaseGivesNothingMore", "aReleaseRacedGivesBackOnce"),
        RELEASE_AFTER_COMMIT_REFUNDS("aReleaseAfterCommitChangesNothing"),
        COMMIT_AFTER_RELEASE_WINS("aCommitAfterReleaseChangesNothing"),
        LAST_RECEIPT_WINS("aRepeatedCommitKeepsTheFirstReceipt", "commitsRacedKeepOneReceipt"),
        SETTLING_AGAIN_IS_FRESH("aRepeatedCommitKeepsTheFirstReceipt", "commitRacedWithReleaseHasOneWinner"),
        UNKNOWN_KEY_IS_RELEASED("anUnknownKeyIsNotFound"),
        NEVER_EXPIRES("anExpiredHoldIsGivenBackOnce", "theCoinsOfAnExpiredHoldCanBeReserved"),
        EXPIRES_EARLY("aHoldDoesNotExpireEarly"),
        EXPIRY_REFUNDS_EVERY_TIME("anExpiredHoldIsGivenBackOnce"),
        EXPIRES_WHAT_IS_COMMITTED("whatIsSettledNeverExpires"),
        KEYS_IGNORE_CASE("keysAreToldApartToTheLastCharacter"),
        RECEIPTS_ARE_CUT("aLongReceiptComesBackUnchanged"),
        NEGATIVE_COINS_ARE_A_TOP_UP("aNumberOfCoinsBelowOneIsRefused");

        @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
        final List<String> cases;

        Flaw(String... cases) {
            this.cases = List.of(cases);
        }
    }

    private final Flaw flaw;
    private final Clock clock;
    private final Map<String, Long> balances = new HashMap<>();
    private final Map<String, Hold> holds = new HashMap<>();

    FlawedLedger(Flaw flaw, Clock clock) {
        this.flaw = flaw;
        this.clock = clock;
    }

    synchronized void grant(String account, long coins) {
        add(account, coins);
    }

    @Override
    public Reservation reserve(String account, long coins, String key, Duration ttl) {
        Arguments.account(account);
        if (!has(Flaw.NEGATIVE_COINS_ARE_A_TOP_UP)) {
            Arguments.coins(coins);
        }
        Arguments.key(key);
        Hold hold = new Hold(account, coins, clock.instant().plusMillis(Arguments.ttlMillis(ttl)));
        String stored = stored(key);
        return switch (flaw) {
            case CHECK_THEN_DEDUCT -> {
                Reservation refusal = refusal(hold, stored);
                letOthersIn();
                yield refusal != null ? refusal : take(hold, stored);
            }
            case DEBIT_AND_HOLD_IN_TWO_AUTOCOMMITS -> {
                synchronized (this) {
                    Reservation refusal = refusal(hold, stored);
                    if (refusal != null) {
                        yield refusal;
                    }
                    add(account, -coins);
                }
                letOthersIn();
                synchronized (this) {
                    Hold known = holds.putIfAbsent(stored, hold);
                    yield answer(known == null ? hold : known, known == null);
                }
            }
            default -> {
                synchronized (this) {
                    Reservation refusal = refusal(hold, stored);
                    yield refusal != null ? refusal : take(hold, stored);
                }
            }
        };
    }

    @Override
    public synchronized Reservation commit(String key, String receipt) {
        Arguments.receipt(receipt);
        Hold hold = holds.get(stored(Arguments.key(key)));
        if (hold == null) {
            return unknown();
        }
        boolean fresh = hold.state == State.HELD;
        if (fresh || (has(Flaw.COMMIT_AFTER_RELEASE_WINS) && hold.state == State.RELEASED)) {
            hold.state = State.COMMITTED;
            hold.receipt = has(Flaw.RECEIPTS_ARE_CUT) && receipt.length() > 1000 ? receipt.substring(0, 1000) : receipt;
        } else if (has(Flaw.LAST_RECEIPT_WINS) && hold.state == State.COMMITTED) {
            hold.receipt = receipt;
        }
        return answer(hold, fresh || has(Flaw.SETTLING_AGAIN_IS_FRESH));
    }

    @Override
    public synchronized Reservation release(String key) {
        Hold hold = holds.get(stored(Arguments.key(key)));
        if (hold == null) {
            return unknown();
        }
        boolean fresh = hold.state == State.HELD;
        if (fresh || (has(Flaw.RELEASE_AFTER_COMMIT_REFUNDS) && hold.state == State.COMMITTED)) {
            hold.state = State.RELEASED;
            hold.receipt = null;
            add(hold.account, hold.coins);
        } else if (has(Flaw.DOUBLE_REFUND) && hold.state == State.RELEASED) {
            add(hold.account, hold.coins);
        }
        return answer(hold, fresh || has(Flaw.SETTLING_AGAIN_IS_FRESH));
    }

    @Override
    public synchronized long balance(String account) {
        Arguments.account(account);
        expire();
        return available(account);
    }

    private synchronized @Nullable Reservation refusal(Hold hold, String key) {
        expire();
        Hold known = holds.get(key);
        long available = available(hold.account);
        if (has(Flaw.REPLAY_LOOKS_AT_THE_BALANCE_FIRST) && available < hold.coins) {
            return Reservation.insufficient(available);
        }
        if (known != null && !(has(Flaw.REPLAY_OF_A_RELEASED_KEY_HOLDS_AGAIN) && known.state == State.RELEASED)) {
            boolean same = known.account.equals(hold.account) && known.coins == hold.coins;
            if (!same && !has(Flaw.CONFLICT_IS_TAKEN_FOR_A_REPLAY)) {
                return Reservation.conflict(available);
            }
            if (has(Flaw.REPLAY_DEBITS_AGAIN) && available >= hold.coins) {
                add(hold.account, -hold.coins);
            }
            return answer(known, has(Flaw.REPLAY_IS_FRESH));
        }
        if (available < hold.coins && !(has(Flaw.ALL_OR_NOTHING_IS_FORGOTTEN) && available > 0)) {
            if (has(Flaw.INSUFFICIENT_LEAVES_A_TRACE)) {
                hold.state = State.RELEASED;
                holds.put(key, hold);
            }
            return Reservation.insufficient(available);
        }
        return null;
    }

    private synchronized Reservation take(Hold hold, String key) {
        holds.put(key, hold);
        add(hold.account, -hold.coins);
        return answer(hold, true);
    }

    private synchronized void expire() {
        Instant now = clock.instant().plus(has(Flaw.EXPIRES_EARLY) ? Duration.ofMinutes(2) : Duration.ZERO);
        for (Hold hold : holds.values()) {
            boolean expires =
                    hold.state == State.HELD || (has(Flaw.EXPIRES_WHAT_IS_COMMITTED) && hold.state == State.COMMITTED);
            if (expires && !hold.expiresAt.isAfter(now) && !has(Flaw.NEVER_EXPIRES)) {
                add(hold.account, hold.coins);
                if (!has(Flaw.EXPIRY_REFUNDS_EVERY_TIME)) {
                    hold.state = State.RELEASED;
                    hold.receipt = null;
                }
            }
        }
    }

    private Reservation unknown() {
        return has(Flaw.UNKNOWN_KEY_IS_RELEASED) ? Reservation.released(false, 0) : Reservation.notFound();
    }

    private synchronized Reservation answer(Hold hold, boolean fresh) {
        String receipt = has(Flaw.REPLAY_FORGETS_THE_RECEIPT) && hold.receipt != null && !fresh ? "-" : hold.receipt;
        return new Reservation(hold.state, fresh, available(hold.account), receipt);
    }

    private synchronized long available(String account) {
        return Math.max(0, balances.getOrDefault(account, 0L));
    }

    private synchronized void add(String account, long coins) {
        balances.merge(account, coins, Long::sum);
    }

    private String stored(String key) {
        return has(Flaw.KEYS_IGNORE_CASE) ? key.toLowerCase(Locale.ROOT) : key;
    }

    private boolean has(Flaw which) {
        return flaw == which;
    }

    /** The gap that a careless ledger leaves between two steps; the others use it. */
    private static void letOthersIn() {
        LockSupport.parkNanos(5_000_000);
    }

    private static final class Hold {
        private final String account;
        private final long coins;
        private final Instant expiresAt;
        private State state = State.HELD;
        private @Nullable String receipt;

        Hold(String account, long coins, Instant expiresAt) {
            this.account = account;
            this.coins = coins;
            this.expiresAt = expiresAt;
        }
    }
}
