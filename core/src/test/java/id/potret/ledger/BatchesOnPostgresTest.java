package id.potret.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import id.potret.BatchClosedException;
import id.potret.BatchGenerator;
import id.potret.BatchImage;
import id.potret.BatchInProgressException;
import id.potret.BatchRequest;
import id.potret.BatchResult;
import id.potret.InsufficientCoinsException;
import id.potret.fal.FalClient;
import id.potret.fal.FalCredentials;
import id.potret.ledger.HostDatabase.Kind;
import id.potret.prompt.Category;
import id.potret.prompt.PhotoOptions;
import id.potret.sandbox.FalCall;
import id.potret.sandbox.FalSandbox;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole batches on a database that several machines share. */
@Timeout(120)
class BatchesOnPostgresTest {

    private final HostDatabase database;
    private final JdbcCoinLedger ledger;
    private final FalSandbox fal = FalSandbox.start();

    BatchesOnPostgresTest() throws SQLException {
        database = HostDatabase.empty(Kind.POSTGRESQL, AccountIdType.TEXT);
        ledger = database.ledger(database.dataSource()).build();
    }

    @BeforeEach
    void giveThreeCoins() throws SQLException {
        database.grant("seller", 3);
    }

    @AfterEach
    void stopTheSandbox() {
        fal.close();
    }

    /** Each call is another machine: another client and another ledger on the same database. */
    private BatchGenerator machine() {
        FalClient client = FalClient.builder(FalCredentials.of("test-key"))
                .apiBase(fal.runUri())
                .build();
        return BatchGenerator.builder(
                        client, database.ledger(database.dataSource()).build())
                .build();
    }

    private static BatchRequest batch(String id) {
        return BatchRequest.builder("seller", PhotoOptions.product(Category.BAG).build())
                .batchId(id)
                .build();
    }

    @Test
    void oneBatchSentToEightMachinesIsPaidOnce() throws InterruptedException {
        List<Throwable> failures =
                IntStream.range(0, 8).mapToObj(i -> machine().generateAsync(batch("b1"))).toList().stream()
                        .map(answer ->
                                answer.handle((result, failure) -> failure).join())
                        .filter(Objects::nonNull)
                        .toList();

        assertThat(failures).hasSizeLessThan(8).allMatch(BatchInProgressException.class::isInstance);
        assertThat(fal.requestCount(FalCall.RUN)).isEqualTo(2);
        assertThat(ledger.balance("seller")).isEqualTo(2);

        BatchResult again = machine().generate(batch("b1"));
        assertThat(again.replayed()).isTrue();
        assertThat(again.images()).extracting(BatchImage::number).containsExactly(1, 2);
        assertThat(again.remainingCoins()).isEqualTo(2);
        assertThat(fal.requestCount(FalCall.RUN)).isEqualTo(2);
    }

    @Test
    void sixtyFourBatchesWithThreeCoinsArePaidThreeTimes() {
        BatchGenerator generator = machine();

        List<Throwable> refusals =
                IntStream.range(0, 64).mapToObj(i -> generator.generateAsync(batch("b" + i))).toList().stream()
                        .map(answer ->
                                answer.handle((result, failure) -> failure).join())
                        .filter(Objects::nonNull)
                        .toList();

        assertThat(refusals).hasSize(61).allMatch(InsufficientCoinsException.class::isInstance);
        assertThat(ledger.balance("seller")).isZero();
        assertThat(fal.requestCount(FalCall.RUN)).isEqualTo(6);
    }

    @Test
    void theCoinOfAMachineThatDiedGoesBackAndItsBatchIsClosed() throws SQLException {
        ledger.reserve("seller", 1, "b1", Duration.ofMinutes(9));
        assertThatExceptionOfType(BatchInProgressException.class)
                .isThrownBy(() -> machine().generate(batch("b1")));

        database.passTime(Duration.ofMinutes(10));

        assertThatExceptionOfType(BatchClosedException.class)
                .isThrownBy(() -> machine().generate(batch("b1")));
        assertThat(ledger.balance("seller")).isEqualTo(3);
        assertThat(fal.requestCount(FalCall.RUN)).isZero();
    }
}
