package id.potret.ledger;

import id.potret.ledger.Reservation.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A backend in a JVM of its own, to be killed or to be raced with: takes and settles coins on four threads, and writes down
 * what the ledger has told it, one line each, before it goes on.
 *
 * <p>Arguments: the database, the file to write to, the number of accounts, a seed, and how many keys to work through. With
 * a number, the keys and what they cost are the same in every JVM; with 0 it makes up keys of its own until it is killed.
 * Prints a line each time it has been told {@value #PROGRESS} more things.
 */
final class LedgerWorker {

    static final int THREADS = 4;
    static final int PROGRESS = 200;

    private static final Duration TTL = Duration.ofMinutes(30);
    private static final Duration SHORT_TTL = Duration.ofMillis(1);

    private final JdbcCoinLedger ledger;
    private final FileChannel log;
    private final int accounts;
    private final AtomicInteger told = new AtomicInteger();

    private LedgerWorker(JdbcCoinLedger ledger, FileChannel log, int accounts) {
        this.ledger = ledger;
        this.log = log;
        this.accounts = accounts;
    }

    /** What a ledger has told a worker of one key. */
    record Told(String key, State state, boolean fresh, String receipt) {

        static Told parse(String line) {
            String[] parts = line.split("\t", -1);
            return new Told(parts[0], State.valueOf(parts[1]), Boolean.parseBoolean(parts[2]), parts[3]);
        }
    }

    public static void main(String[] args) throws Exception {
        JdbcCoinLedger ledger = JdbcCoinLedger.builder(HostDatabase.pool(args[0]))
                .dialect(SqlDialect.POSTGRESQL)
                .retryFor(Duration.ofMinutes(1))
                .build();
        try (FileChannel log = FileChannel.open(
                Path.of(args[1]), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            LedgerWorker worker = new LedgerWorker(ledger, log, Integer.parseInt(args[2]));
            long seed = Long.parseLong(args[3]);
            int keys = Integer.parseInt(args[4]);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seed + i);
                Thread thread = new Thread(() -> worker.work(random, keys));
                thread.setUncaughtExceptionHandler((dead, e) -> {
                    e.printStackTrace();
                    Runtime.getRuntime().halt(1);
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private void work(Random random, int keys) {
        for (int step = 0; keys == 0 || step < keys; step++) {
            int number = keys == 0 ? random.nextInt(1_000_000) : random.nextInt(keys);
            String key = keys == 0 ? UUID.randomUUID().toString() : "key-" + number;
            boolean forgotten = keys == 0 && random.nextInt(10) == 0;
            Reservation held = tell(
                    key,
                    ledger.reserve(
                            "account-" + (1 + number % accounts), 1L + number % 3, key, forgotten ? SHORT_TTL : TTL));
            if (held.state() == State.INSUFFICIENT || forgotten) {
                continue;
            }
            switch (random.nextInt(10)) {
                case 0 -> ledger.expire();
                case 1, 2, 3 -> tell(key, ledger.release(key));
                default -> tell(key, ledger.commit(key, "receipt-" + random.nextInt()));
            }
        }
    }

    private Reservation tell(String key, Reservation answer) {
        String line = String.join(
                "\t", key, answer.state().name(), Boolean.toString(answer.fresh()), orEmpty(answer.receipt()) + "\n");
        try {
            log.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        if (told.incrementAndGet() % PROGRESS == 0) {
            System.out.println(told.get());
        }
        return answer;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
