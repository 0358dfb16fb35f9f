package id.potret.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import id.potret.ledger.Reservation.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link CoinLedger} as tests: extend this class and an implementation is checked against all of it.
 *
 * <pre>{@code
 * class MyLedgerTest extends CoinLedgerContract {
 *     private final SettableClock clock = new SettableClock();
 *     private final MyLedger ledger = new MyLedger(clock);
 *
 *     @Override protected CoinLedger newLedger() { return ledger; }
 *     @Override protected void grant(String account, long coins) { ledger.topUp(account, coins); }
 *     @Override protected void passTime(Duration time) { clock.advance(time); }
 * }
 * }</pre>
 *
 * <p>It needs JUnit Jupiter and AssertJ. What is random prints its seed; the system property {@code potret.ledger.seed}
 * repeats it.
 */
public abstract class CoinLedgerContract {

    private static final Duration TTL = Duration.ofMinutes(5);
    private static final int TASKS = 64;
    private static final String RECEIPT = "https://files.example/one.jpg\nhttps://files.example/two.jpg";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private CoinLedger ledger = new InMemoryCoinLedger();

    /** For subclasses. */
    protected CoinLedgerContract() {}

    /**
     * Returns the ledger to check, without any account or hold. Called once before each test.
     *
     * @return a ledger that nobody else uses during the test
     * @throws Exception if there is none; the test fails
     */
    protected abstract CoinLedger newLedger() throws Exception;

    /**
     * Adds coins to an account of the ledger that {@link #newLedger} returned last, and opens the account if needed.
     *
     * @param account one of the {@linkplain #accountName account names}
     * @param coins how many, at least 1
     * @throws Exception if it did not work; the test fails
     */
    protected abstract void grant(String account, long coins) throws Exception;

    /**
     * Lets time pass for the holds of the ledger, without waiting: moves its clock on, or the deadlines of its holds back.
     *
     * @param time how much; positive
     * @throws Exception if it did not work; the test fails
     */
    protected abstract void passTime(Duration time) throws Exception;

    /**
     * Returns the name of an account. Override it where accounts are numbers or UUIDs.
     *
     * @param number which account; 1 or more
     * @return a different name for each number
     */
    protected String accountName(int number) {
        return "account-" + number;
    }

    @BeforeEach
    void open() throws Exception {
        ledger = newLedger();
    }

    @AfterEach
    void stopRacing() {
        threads.shutdownNow();
    }

    // one key, step by step

    @Test
    void aHoldTakesTheCoinsAtOnce() throws Exception {
        String account = accountWith(5);

        assertThat(reserve(account, 2, "key")).isEqualTo(Reservation.held(true, 3));
        assertBalance(account, 3);
    }

    @Test
    void aCommitSpendsTheHeldCoins() throws Exception {
        String account = accountWith(5);
        reserve(account, 2, "key");

        assertThat(ledger.commit("key", RECEIPT)).isEqualTo(Reservation.committed(true, 3, RECEIPT));
        assertBalance(account, 3);
    }

    @Test
    void aReleaseGivesTheHeldCoinsBack() throws Exception {
        String account = accountWith(5);
        reserve(account, 2, "key");

        assertThat(ledger.release("key")).isEqualTo(Reservation.released(true, 5));
        assertBalance(account, 5);
    }

    @Test
    void allCoinsOfAnAccountCanBeHeld() throws Exception {
        String account = accountWith(2);

        assertThat(reserve(account, 2, "key")).isEqualTo(Reservation.held(true, 0));
        assertThat(reserve(account, 1, "other key")).isEqualTo(Reservation.insufficient(0));
    }

    @Test
    void tooFewCoinsLeaveNoTrace() throws Exception {
        String account = accountWith(1);
        String other = accountWith(2, 1);

        assertThat(reserve(account, 2, "key")).isEqualTo(Reservation.insufficient(1));
        assertBalance(account, 1);
        assertThat(ledger.commit("key", RECEIPT)).as("commit of a refused key").isEqualTo(Reservation.notFound());
        assertThat(ledger.release("key")).as("release of a refused key").isEqualTo(Reservation.notFound());
        assertThat(reserve(other, 1, "key"))
                .as("a refused key is free for another account and number of coins")
                .isEqualTo(Reservation.held(true, 0));
    }

    @Test
    void aRefusedKeyWorksAfterATopUp() throws Exception {
        String account = accountWith(1);
        reserve(account, 2, "key");
        grant(account, 1);

        assertThat(reserve(account, 2, "key")).isEqualTo(Reservation.held(true, 0));
    }

    @Test
    void anUnknownAccountHasNoCoins() {
        String account = accountName(1);

        assertThat(reserve(account, 1, "key")).isEqualTo(Reservation.insufficient(0));
        assertBalance(account, 0);
        assertThat(ledger.release("key")).isEqualTo(Reservation.notFound());
    }

    @Test
    void accountsDoNotTouchEachOther() throws Exception {
        String one = accountWith(1, 3);
        String two = accountWith(2, 3);
        reserve(one, 2, "one");
        reserve(two, 1, "two");
        ledger.release("two");

        assertBalance(one, 1);
        assertBalance(two, 3);
    }

    // the same call again

    @Test
    void aRepeatedReserveTakesNothingMore() throws Exception {
        String account = accountWith(5);
        reserve(account, 2, "key");

        assertThat(reserve(account, 2, "key")).isEqualTo(Reservation.held(false, 3));
        assertBalance(account, 3);
    }

    @Test
    void aRepeatedReserveIsAnsweredAtZeroBalance() throws Exception {
        String account = accountWith(2);
        reserve(account, 2, "key");

        assertThat(reserve(account, 2, "key")).isEqualTo(Reservation.held(false, 0));
    }

    @Test
    void aReserveAfterCommitBringsTheReceipt() throws Exception {
        String account = accountWith(1);
        reserve(account, 1, "key");
        ledger.commit("key", RECEIPT);

        assertThat(reserve(account, 1, "key")).isEqualTo(Reservation.committed(false, 0, RECEIPT));
        assertBalance(account, 0);
    }

    @Test
    void aReserveAfterReleaseStaysReleased() throws Exception {
        String account = accountWith(1);
        reserve(account, 1, "key");
        ledger.release("key");

        assertThat(reserve(account, 1, "key")).isEqualTo(Reservation.released(false, 1));
        assertBalance(account, 1);
    }

    @Test
    void aRepeatedCommitKeepsTheFirstReceipt() throws Exception {
        String account = accountWith(1);
        reserve(account, 1, "key");
        ledger.commit("key", RECEIPT);

        assertThat(ledger.commit("key", "another receipt")).isEqualTo(Reservation.committed(false, 0, RECEIPT));
        assertThat(reserve(account, 1, "key").receipt()).isEqualTo(RECEIPT);
    }

    @Test
    void aRepeatedReleaseGivesNothingMore() throws Exception {
        String account = accountWith(2);
        reserve(account, 1, "key");
        ledger.release("key");

        assertThat(ledger.release("key")).isEqualTo(Reservation.released(false, 2));
        assertBalance(account, 2);
    }

    @Test
    void aReleaseAfterCommitChangesNothing() throws Exception {
        String account = accountWith(2);
        reserve(account, 1, "key");
        ledger.commit("key", RECEIPT);

        assertThat(ledger.release("key")).isEqualTo(Reservation.committed(false, 1, RECEIPT));
        assertBalance(account, 1);
    }

    @Test
    void aCommitAfterReleaseChangesNothing() throws Exception {
        String account = accountWith(2);
        reserve(account, 1, "key");
        ledger.release("key");

        assertThat(ledger.commit("key", RECEIPT)).isEqualTo(Reservation.released(false, 2));
        assertBalance(account, 2);
        assertThat(reserve(account, 1, "key")).isEqualTo(Reservation.released(false, 2));
    }

    // refusals

    @Test
    void aKnownKeyWithAnotherNumberOfCoinsIsAConflict() throws Exception {
        String account = accountWith(9);
        reserve(account, 2, "held");
        reserve(account, 2, "committed");
        ledger.commit("committed", RECEIPT);

        for (String key : List.of("held", "committed")) {
            assertThat(reserve(account, 1, key)).as("fewer, %s", key).isEqualTo(Reservation.conflict(5));
            assertThat(reserve(account, 3, key)).as("more, %s", key).isEqualTo(Reservation.conflict(5));
            assertThat(reserve(account, 99, key))
                    .as("more than there are, %s", key)
                    .isEqualTo(Reservation.conflict(5));
        }
        assertBalance(account, 5);
        assertThat(reserve(account, 2, "held")).isEqualTo(Reservation.held(false, 5));
    }

    @Test
    void aKnownKeyWithAnotherAccountIsAConflict() throws Exception {
        String owner = accountWith(1, 5);
        String other = accountWith(2, 7);
        String unknown = accountName(3);
        reserve(owner, 2, "key");
        ledger.commit("key", RECEIPT);

        assertThat(reserve(other, 2, "key")).isEqualTo(Reservation.conflict(7));
        assertThat(reserve(unknown, 2, "key")).as("an unknown account").isEqualTo(Reservation.conflict(0));
        assertBalance(owner, 3);
        assertBalance(other, 7);
    }

    @Test
    void anUnknownKeyIsNotFound() throws Exception {
        String account = accountWith(1);

        assertThat(ledger.commit("never reserved", RECEIPT)).isEqualTo(Reservation.notFound());
        assertThat(ledger.release("never reserved")).isEqualTo(Reservation.notFound());
        assertBalance(account, 1);
        assertThat(reserve(account, 1, "never reserved"))
                .as("asking leaves no trace")
                .isEqualTo(Reservation.held(true, 0));
    }

    @Test
    void aNumberOfCoinsBelowOneIsRefused() throws Exception {
        String account = accountWith(1);

        for (long coins : new long[] {0, -1, Long.MIN_VALUE}) {
            assertRefused("coins " + coins, () -> reserve(account, coins, "key"));
        }
        assertBalance(account, 1);
    }

    @Test
    void theLargestNumberOfCoinsIsTooMany() throws Exception {
        String account = accountWith(1);

        assertThat(reserve(account, Long.MAX_VALUE, "key")).isEqualTo(Reservation.insufficient(1));
        assertBalance(account, 1);
    }

    @Test
    void badTextIsRefused() throws Exception {
        String account = accountWith(1);
        String tooLong = "k".repeat(CoinLedger.MAX_KEY_LENGTH + 1);

        for (String blank : List.of("", " ", "\t\n")) {
            assertRefused("reserve, blank account", () -> reserve(blank, 1, "key"));
            assertRefused("balance, blank account", () -> ledger.balance(blank));
        }
        for (String key : List.of("", " ", tooLong)) {
            assertRefused("reserve, bad key", () -> reserve(account, 1, key));
            assertRefused("commit, bad key", () -> ledger.commit(key, RECEIPT));
            assertRefused("release, bad key", () -> ledger.release(key));
        }
        reserve(account, 1, "key");
        assertRefused("commit, empty receipt", () -> ledger.commit("key", ""));
        assertThat(ledger.release("key")).as("nothing was changed").isEqualTo(Reservation.released(true, 1));
    }

    @Test
    void aTtlThatIsNotPositiveIsRefused() throws Exception {
        String account = accountWith(1);

        assertRefused("no ttl", () -> ledger.reserve(account, 1, "key", Duration.ZERO));
        assertRefused("a ttl in the past", () -> ledger.reserve(account, 1, "key", Duration.ofMillis(-1)));
        assertBalance(account, 1);
    }

    // what is stored comes back

    @Test
    void keysAreToldApartToTheLastCharacter() throws Exception {
        String account = accountWith(9);
        String longest = "k".repeat(CoinLedger.MAX_KEY_LENGTH - 1);

        for (String key : List.of("key", "KEY", "k\u00e9y", "key'; --", "\u30ad\u30fc", longest + "a", longest + "b")) {
            assertThat(reserve(account, 1, key).fresh()).as("key %s", key).isTrue();
        }
        assertBalance(account, 2);
    }

    @Test
    void aLongReceiptComesBackUnchanged() throws Exception {
        String account = accountWith(1);
        String receipt = ("https://files.example/" + "p".repeat(2_000) + "?q='\"\\%20\u00e9\ud83d\ude00\n").repeat(10);
        reserve(account, 1, "key");
        ledger.commit("key", receipt);

        assertThat(reserve(account, 1, "key").receipt()).isEqualTo(receipt);
    }

    // time

    @Test
    void aHoldDoesNotExpireEarly() throws Exception {
        String account = accountWith(1);
        reserve(account, 1, "key");
        passTime(TTL.minusMinutes(1));

        assertBalance(account, 0);
        assertThat(reserve(account, 1, "other key")).isEqualTo(Reservation.insufficient(0));
        assertThat(reserve(account, 1, "key")).isEqualTo(Reservation.held(false, 0));
    }

    @Test
    void anExpiredHoldIsGivenBackOnce() throws Exception {
        String account = accountWith(3);
        reserve(account, 2, "key");
        passTime(TTL.plusSeconds(1));

        assertBalance(account, 3);
        passTime(TTL.plusSeconds(1));
        assertBalance(account, 3);
        assertThat(ledger.release("key")).isEqualTo(Reservation.released(false, 3));
        assertThat(ledger.commit("key", RECEIPT)).isEqualTo(Reservation.released(false, 3));
    }

    @Test
    void theCoinsOfAnExpiredHoldCanBeReserved() throws Exception {
        String account = accountWith(2);
        reserve(account, 2, "key");
        passTime(TTL.plusSeconds(1));

        assertThat(reserve(account, 2, "next key")).isEqualTo(Reservation.held(true, 0));
        assertBalance(account, 0);
        assertThat(ledger.release("key")).as("not given back twice").isEqualTo(Reservation.released(false, 0));
    }

    @Test
    void aRepeatedReserveOfAnExpiredHoldIsReleased() throws Exception {
        String account = accountWith(3);
        reserve(account, 2, "key");
        passTime(TTL.plusSeconds(1));

        assertThat(reserve(account, 2, "key")).isEqualTo(Reservation.released(false, 3));
        assertBalance(account, 3);
    }

    @Test
    void aLateReleaseGivesBackOnce() throws Exception {
        String account = accountWith(1);
        reserve(account, 1, "key");
        passTime(TTL.plusSeconds(1));

        assertThat(ledger.release("key").state()).isEqualTo(State.RELEASED);
        assertBalance(account, 1);
    }

    @Test
    void aLateCommitIsKeptOrRefusedButNeverBoth() throws Exception {
        String account = accountWith(1);
        reserve(account, 1, "key");
        passTime(TTL.plusSeconds(1));

        Reservation late = ledger.commit("key", RECEIPT);
        assertThat(late.state()).isIn(State.COMMITTED, State.RELEASED);
        assertBalance(account, late.state() == State.COMMITTED ? 0 : 1);
        assertThat(reserve(account, 1, "key").state()).isEqualTo(late.state());
    }

    @Test
    void whatIsSettledNeverExpires() throws Exception {
        String account = accountWith(3);
        reserve(account, 1, "committed");
        ledger.commit("committed", RECEIPT);
        reserve(account, 1, "released");
        ledger.release("released");
        passTime(TTL.plusSeconds(1));

        assertBalance(account, 2);
        assertThat(reserve(account, 1, "committed")).isEqualTo(Reservation.committed(false, 2, RECEIPT));
    }

    // races

    @Test
    void theLastCoinsGoToAsManyAsThereAre() throws Exception {
        String account = accountWith(3);

        List<Reservation> answers = race(task -> reserve(account, 1, "key-" + task));

        assertThat(count(answers, State.HELD)).as("winners of 3 coins").isEqualTo(3);
        assertThat(count(answers, State.INSUFFICIENT)).isEqualTo(TASKS - 3);
        assertBalance(account, 0);
    }

    @Test
    void oneKeyRacedIsTakenOnce() throws Exception {
        String account = accountWith(TASKS);

        List<Reservation> answers = race(task -> reserve(account, 1, "key"));

        assertThat(count(answers, State.HELD)).isEqualTo(TASKS);
        assertThat(fresh(answers)).as("callers that were told to start").isEqualTo(1);
        assertBalance(account, TASKS - 1);
    }

    @Test
    void oneKeyRacedForTheLastCoinIsTakenOnce() throws Exception {
        String account = accountWith(1);

        List<Reservation> answers = race(task -> reserve(account, 1, "key"));

        assertThat(fresh(answers)).as("callers that were told to start").isEqualTo(1);
        assertThat(count(answers, State.HELD)).isEqualTo(TASKS);
        assertBalance(account, 0);
    }

    @Test
    void oneKeyRacedByTwoAccountsBelongsToOne() throws Exception {
        List<String> accounts = List.of(accountWith(1, TASKS), accountWith(2, TASKS));

        List<Reservation> answers = race(task -> reserve(accounts.get(task % 2), 1, "key"));

        assertThat(fresh(answers)).isEqualTo(1);
        assertThat(count(answers, State.HELD)).isEqualTo(TASKS / 2);
        assertThat(count(answers, State.CONFLICT)).isEqualTo(TASKS / 2);
        assertThat(ledger.balance(accounts.get(0)) + ledger.balance(accounts.get(1)))
                .isEqualTo(2L * TASKS - 1);
    }

    @Test
    void aReleaseRacedGivesBackOnce() throws Exception {
        String account = accountWith(5);
        reserve(account, 2, "key");

        List<Reservation> answers = race(task -> ledger.release("key"));

        assertThat(count(answers, State.RELEASED)).isEqualTo(TASKS);
        assertThat(fresh(answers)).as("callers that gave the coins back").isEqualTo(1);
        assertBalance(account, 5);
    }

    @Test
    void commitsRacedKeepOneReceipt() throws Exception {
        String account = accountWith(1);
        reserve(account, 1, "key");

        List<Reservation> answers = race(task -> ledger.commit("key", "receipt-" + task));

        assertThat(count(answers, State.COMMITTED)).isEqualTo(TASKS);
        assertThat(fresh(answers)).isEqualTo(1);
        assertThat(answers.stream().map(Reservation::receipt).distinct()).hasSize(1);
    }

    @Test
    void commitRacedWithReleaseHasOneWinner() throws Exception {
        String account = accountWith(10);
        long balance = 10;
        for (int round = 0; round < 8; round++) {
            String key = "key-" + round;
            reserve(account, 1, key);

            List<Reservation> answers = race(task -> task % 2 == 0 ? ledger.commit(key, RECEIPT) : ledger.release(key));

            assertThat(answers.stream().map(Reservation::state).distinct())
                    .as("all callers see the same end")
                    .hasSize(1)
                    .isSubsetOf(State.COMMITTED, State.RELEASED);
            assertThat(fresh(answers)).isEqualTo(1);
            balance -= answers.get(0).state() == State.COMMITTED ? 1 : 0;
            assertBalance(account, balance);
        }
    }

    @Test
    void anExpiryRacedGivesBackOnce() throws Exception {
        String account = accountWith(3);
        for (int i = 0; i < 3; i++) {
            reserve(account, 1, "old-" + i);
        }
        passTime(TTL.plusSeconds(1));

        List<Reservation> answers = race(task -> reserve(account, 1, "new-" + task));

        assertThat(count(answers, State.HELD))
                .as("winners of 3 coins given back")
                .isEqualTo(3);
        assertBalance(account, 0);
    }

    // histories

    @Test
    void randomHistoriesAnswerAsTheModel() throws Exception {
        long seed = seed();
        Random random = new Random(seed);
        Model model = new Model();
        List<String> accounts =
                IntStream.rangeClosed(1, 3).mapToObj(this::accountName).toList();
        for (int step = 0; step < 400; step++) {
            String account = accounts.get(random.nextInt(accounts.size()));
            String key = "key-" + random.nextInt(60);
            long coins = 1L + random.nextInt(3);
            String receipt = "receipt-" + step;
            String what = "seed %d, step %d".formatted(seed, step);
            switch (random.nextInt(10)) {
                case 0 -> {
                    grant(account, coins);
                    model.grant(account, coins);
                }
                case 1, 2, 3, 4, 5 ->
                    assertThat(reserve(account, coins, key))
                            .as("%s: reserve %d, %s", what, coins, key)
                            .isEqualTo(model.reserve(account, coins, key));
                case 6, 7 ->
                    assertThat(ledger.commit(key, receipt))
                            .as("%s: commit %s", what, key)
                            .isEqualTo(model.settle(key, State.COMMITTED, receipt));
                case 8 ->
                    assertThat(ledger.release(key))
                            .as("%s: release %s", what, key)
                            .isEqualTo(model.settle(key, State.RELEASED, null));
                default -> {
                    if (random.nextInt(4) == 0) {
                        passTime(TTL.plusSeconds(1));
                        model.expireAll();
                    }
                    for (String each : accounts) {
                        assertThat(ledger.balance(each)).as("%s: balance", what).isEqualTo(model.balance(each));
                    }
                }
            }
        }
    }

    @Test
    void randomConcurrentHistoriesConserveEveryCoin() throws Exception {
        long seed = seed();
        int keys = 24;
        Map<String, Long> granted = new TreeMap<>();
        for (int i = 0; i < 3; i++) {
            granted.put(accountWith(i + 1, 6), 6L);
        }
        List<String> accounts = List.copyOf(granted.keySet());

        List<Map<Integer, List<Reservation>>> answers = race(task -> {
            Random random = new Random(seed + task);
            Map<Integer, List<Reservation>> seen = new HashMap<>();
            for (int step = 0; step < 12; step++) {
                int key = random.nextInt(keys);
                Reservation answer = switch (random.nextInt(4)) {
                    case 0 -> ledger.commit("key-" + key, "receipt-" + task + "-" + step);
                    case 1 -> ledger.release("key-" + key);
                    default -> reserve(accounts.get(key % accounts.size()), 1 + key % 2, "key-" + key);
                };
                seen.computeIfAbsent(key, k -> new ArrayList<>()).add(answer);
            }
            return seen;
        });

        Map<String, Long> spent = new HashMap<>();
        for (int key = 0; key < keys; key++) {
            String what = "seed %d, key-%d".formatted(seed, key);
            Reservation end = ledger.release("key-" + key);
            int which = key;
            List<Reservation> seen = answers.stream()
                    .flatMap(each -> each.getOrDefault(which, List.of()).stream())
                    .toList();
            long taken = seen.stream()
                    .filter(r -> r.fresh() && r.state() == State.HELD)
                    .count();
            long settled = seen.stream()
                    .filter(r -> r.fresh() && r.state() != State.HELD)
                    .count();
            assertThat(taken).as("%s: taken once, if at all", what).isEqualTo(end.state() == State.NOT_FOUND ? 0 : 1);
            assertThat(settled + (end.fresh() ? 1 : 0))
                    .as("%s: settled once", what)
                    .isEqualTo(taken);
            assertThat(seen.stream()
                            .map(Reservation::receipt)
                            .filter(r -> r != null)
                            .distinct())
                    .as("%s: one receipt", what)
                    .hasSizeLessThanOrEqualTo(1);
            if (end.state() == State.COMMITTED) {
                spent.merge(accounts.get(key % accounts.size()), 1L + key % 2, Long::sum);
            }
        }
        for (String account : accounts) {
            assertThat(ledger.balance(account) + spent.getOrDefault(account, 0L))
                    .as("seed %d: balance and spent coins of %s", seed, account)
                    .isEqualTo(granted.get(account));
        }
    }

    private String accountWith(long coins) throws Exception {
        return accountWith(1, coins);
    }

    private String accountWith(int number, long coins) throws Exception {
        String account = accountName(number);
        grant(account, coins);
        return account;
    }

    private Reservation reserve(String account, long coins, String key) {
        return ledger.reserve(account, coins, key, TTL);
    }

    private void assertBalance(String account, long coins) {
        assertThat(ledger.balance(account)).as("balance").isEqualTo(coins);
    }

    private static void assertRefused(String what, Supplier<Object> call) {
        assertThatIllegalArgumentException().as(what).isThrownBy(call::get);
    }

    private static long count(List<Reservation> answers, State state) {
        return answers.stream().filter(answer -> answer.state() == state).count();
    }

    private static long fresh(List<Reservation> answers) {
        return answers.stream().filter(Reservation::fresh).count();
    }

    private static long seed() {
        long seed =
                Long.getLong("potret.ledger.seed", ThreadLocalRandom.current().nextLong());
        System.out.println("potret.ledger.seed=" + seed);
        return seed;
    }

    /** Starts {@value #TASKS} tasks together and returns their answers. */
    private <T> List<T> race(Task<T> task) throws Exception {
        CountDownLatch ready = new CountDownLatch(TASKS);
        List<Callable<T>> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            int number = i;
            tasks.add(() -> {
                ready.countDown();
                ready.await();
                return task.run(number);
            });
        }
        List<T> answers = new ArrayList<>();
        for (Future<T> future : threads.invokeAll(tasks, 2, TimeUnit.MINUTES)) {
            if (future.isCancelled()) {
                fail("a raced call did not return within two minutes");
            }
            answers.add(future.get());
        }
        return answers;
    }

    private interface Task<T> {
        T run(int number) throws Exception;
    }

    /** What the contract says, one call at a time; expiry happens only when told. */
    private static final class Model {
        private final Map<String, Long> balances = new HashMap<>();
        private final Map<String, Hold> holds = new HashMap<>();

        private record Hold(
                String account,
                long coins,
                State state,
                @Nullable String receipt) {}

        long balance(String account) {
            return balances.getOrDefault(account, 0L);
        }

        void grant(String account, long coins) {
            balances.merge(account, coins, Long::sum);
        }

        Reservation reserve(String account, long coins, String key) {
            Hold hold = holds.get(key);
            if (hold != null) {
                return hold.account.equals(account) && hold.coins == coins
                        ? answer(hold, false)
                        : Reservation.conflict(balance(account));
            }
            if (balance(account) < coins) {
                return Reservation.insufficient(balance(account));
            }
            balances.merge(account, -coins, Long::sum);
            return answer(put(key, new Hold(account, coins, State.HELD, null)), true);
        }

        Reservation settle(String key, State end, @Nullable String receipt) {
            Hold hold = holds.get(key);
            if (hold == null) {
                return Reservation.notFound();
            }
            if (hold.state != State.HELD) {
                return answer(hold, false);
            }
            if (end == State.RELEASED) {
                grant(hold.account, hold.coins);
            }
            return answer(put(key, new Hold(hold.account, hold.coins, end, receipt)), true);
        }

        void expireAll() {
            for (String key : List.copyOf(holds.keySet())) {
                settle(key, State.RELEASED, null);
            }
        }

        private Hold put(String key, Hold hold) {
            holds.put(key, hold);
            return hold;
        }

        private Reservation answer(Hold hold, boolean fresh) {
            return new Reservation(hold.state, fresh, balance(hold.account), hold.receipt);
        }
    }
}
