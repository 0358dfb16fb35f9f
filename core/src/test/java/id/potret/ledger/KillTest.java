package id.potret.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import id.potret.ledger.HostDatabase.Kind;
import id.potret.ledger.LedgerEntry.State;
import id.potret.ledger.LedgerWorker.Told;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backends and the database are killed while coins move; every coin and every answer that was given must survive. */
@Tag("kill")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class KillTest {

    /** Of these, every second runs out of coins within the first moments. */
    private static final int ACCOUNTS = 8;

    private static final long PLENTY = 1_000_000;
    private static final long FEW = 25;

    @TempDir
    Path folder;

    private final long seed = ThreadLocalRandom.current().nextLong();
    private final Random random = new Random(seed);
    private final List<Process> workers = new ArrayList<>();
    private EmbeddedPostgres postgres;
    private HostDatabase database;

    @BeforeEach
    void open() throws Exception {
        System.out.println("seed " + seed);
        start(0);
        database.create();
        for (int i = 1; i <= ACCOUNTS; i++) {
            database.grant("account-" + i, granted(i));
        }
    }

    @AfterEach
    void close() throws IOException {
        workers.forEach(Process::destroyForcibly);
        postgres.close();
    }

    @Test
    void aKilledBackendLosesNoCoinAndNoAnswer() throws Exception {
        Path log = folder.resolve("told.log");
        for (int round = 0; round < 5; round++) {
            Process worker = worker(log, seed + round, 0);
            awaitProgress(worker, 3 + random.nextInt(10));
            worker.destroyForcibly().waitFor();
            assertThat(worker.exitValue()).as("killed, not crashed").isEqualTo(137);
            verify(List.of(log));
        }
        assertThat(database.number("select count(*) from coin_hold where state = 'E'"))
                .isPositive();
    }

    @Test
    void aKilledDatabaseLosesNoCoinAndNoAnswer() throws Exception {
        Path log = folder.resolve("told.log");
        Process worker = worker(log, seed, 0);
        for (int round = 0; round < 3; round++) {
            awaitProgress(worker, 3 + random.nextInt(10));
            int port = postgres.getPort();
            killPostgres();
            start(port);
            verify(List.of(log));
            awaitProgress(worker, 1);
            assertThat(worker.isAlive()).as("the backend went on by itself").isTrue();
        }
        worker.destroyForcibly().waitFor();
        verify(List.of(log));
    }

    @Test
    void fourBackendsOnOneDatabaseTakeEachKeyOnce() throws Exception {
        List<Path> logs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Path log = folder.resolve("told-" + i + ".log");
            logs.add(log);
            worker(log, seed + i, 600);
        }
        for (Process worker : workers) {
            try (BufferedReader out = worker.inputReader()) {
                out.lines().forEach(line -> {});
            }
            assertThat(worker.waitFor()).isZero();
        }

        verify(logs);
        Map<String, Integer> taken = new HashMap<>();
        Map<String, Integer> settled = new HashMap<>();
        for (Path log : logs) {
            for (Told told : told(log)) {
                if (told.fresh()) {
                    (told.state() == Reservation.State.HELD ? taken : settled).merge(told.key(), 1, Integer::sum);
                }
            }
        }
        assertThat(taken)
                .hasSizeGreaterThan(100)
                .allSatisfy((key, times) -> assertThat(times).as(key).isEqualTo(1));
        assertThat(settled)
                .hasSizeGreaterThan(100)
                .allSatisfy((key, times) -> assertThat(times).as(key).isEqualTo(1));
        assertThat(database.number("select count(*) from coin_hold")).isEqualTo(taken.size());
    }

    /** With the settings that a real server has; the test library would trade durability for speed. */
    private void start(int port) throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        DataSource pool = HostDatabase.pool(postgres.getJdbcUrl("postgres", "postgres"));
        database = HostDatabase.at(pool, Kind.POSTGRESQL, AccountIdType.TEXT);
    }

    private void killPostgres() throws Exception {
        Path pidFile = folder.resolve("data").resolve("postmaster.pid");
        ProcessHandle postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pidFile).get(0).strip()))
                .orElseThrow();
        List<ProcessHandle> backends = postmaster.children().toList();
        postmaster.destroyForcibly();
        backends.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle dead : backends) {
            dead.onExit().get(30, TimeUnit.SECONDS);
        }
        postmaster.onExit().get(30, TimeUnit.SECONDS);
        postgres.close();
    }

    private Process worker(Path log, long workerSeed, int keys) throws IOException {
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LedgerWorker.class.getName(),
                        postgres.getJdbcUrl("postgres", "postgres"),
                        log.toString(),
                        Integer.toString(ACCOUNTS),
                        Long.toString(workerSeed),
                        Integer.toString(keys))
                .redirectError(new File(log + ".err"))
                .start();
        workers.add(worker);
        return worker;
    }

    private static void awaitProgress(Process worker, int lines) throws IOException {
        BufferedReader out = worker.inputReader();
        for (int i = 0; i < lines; i++) {
            assertThat(out.readLine()).as("progress of the worker").isNotNull();
        }
    }

    /** Reads what was told before what is stored, because a worker may still be at work. */
    private void verify(List<Path> logs) throws Exception {
        List<Told> all = new ArrayList<>();
        for (Path log : logs) {
            all.addAll(told(log));
        }
        assertThat(all).hasSizeGreaterThan(LedgerWorker.PROGRESS);
        Map<String, LedgerEntry> stored = new HashMap<>();
        JdbcCoinLedger ledger = database.ledger(database.dataSource()).build();
        for (int i = 1; i <= ACCOUNTS; i++) {
            assertThat(database.explained("account-" + i))
                    .as("seed %d: balance, held and committed coins of account %d", seed, i)
                    .isEqualTo(granted(i));
            ledger.history("account-" + i).forEach(entry -> stored.put(entry.key(), entry));
        }
        assertThat(database.number("select count(*) from users where coins < 0"))
                .isZero();
        for (Told told : all) {
            if (told.state() != Reservation.State.INSUFFICIENT) {
                String what = "seed %d: the ledger said %s".formatted(seed, told);
                assertThat(stored).as(what).containsKey(told.key());
                check(what, told, Objects.requireNonNull(stored.get(told.key())));
            }
        }
        System.out.println("answers checked: " + all.size());
    }

    /** What was said to be held may have gone on since; what was said to be at its end must have stayed there. */
    private static void check(String what, Told told, LedgerEntry entry) {
        switch (told.state()) {
            case COMMITTED -> {
                assertThat(entry.state()).as(what).isEqualTo(State.COMMITTED);
                assertThat(entry.receipt()).as(what).isEqualTo(told.receipt());
            }
            case RELEASED -> assertThat(entry.state()).as(what).isIn(State.RELEASED, State.EXPIRED);
            default -> assertThat(told.state()).as(what).isEqualTo(Reservation.State.HELD);
        }
    }

    private static List<Told> told(Path log) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(log));
        return lines.stream().map(Told::parse).toList();
    }

    private static long granted(int account) {
        return account % 2 == 0 ? FEW : PLENTY;
    }
}
