package id.potret.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEstimatorTest {

    /** From so many tokens on an estimate must not be too low; a shorter prompt is far from the limit anyway. */
    private static final int LONG = 150;

    /**
     * Prompts with their true counts; none of the second file's custom texts and descriptions was seen when the costs
     * were fitted: Indonesian, English, both, rare words, brands, accents, capitals, emoji and other scripts, numbers.
     */
    @ParameterizedTest
    @ValueSource(strings = {"composed-prompts.tsv", "unseen-prompts.tsv"})
    void noLongPromptIsEstimatedTooLowAndNoneMuchTooHigh(String file) {
        DoubleSummaryStatistics ratios = new DoubleSummaryStatistics();
        for (List<String> row : Resources.rows(file)) {
            int tokens = Integer.parseInt(row.get(1));
            int estimate = TokenEstimator.estimate(row.get(0));

            ratios.accept((double) estimate / tokens);
            if (tokens >= LONG) {
                assertThat(estimate).as(row.get(0)).isGreaterThanOrEqualTo(tokens);
            }
        }
        assertThat(ratios.getAverage()).as(file).isBetween(1.0, 1.2);
        assertThat(ratios.getMin()).as(file).isGreaterThan(0.9);
        assertThat(ratios.getMax()).as(file).isLessThan(1.6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"composed-prompts.tsv", "unseen-prompts.tsv"})
    void theTestsCountAsTheModelDoes(String file) {
        for (List<String> row : Resources.rows(file)) {
            assertThat(T5Vocabulary.count(row.get(0))).as(row.get(0)).isEqualTo(Integer.parseInt(row.get(1)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pantai saat matahari terbenam dengan ombak tenang dan langit berwarna jingga keemasan",
                "perempuan berkerudung duduk santai di beranda rumah sambil menyeruput teh hangat",
                "jangan tampilkan wajah orang, sisakan ruang kosong di sebelah kiri untuk tulisan promosi",
                "suasana pasar malam yang ramai dengan lampu warna-warni, asap sate mengepul",
            })
    void indonesianIsCountedAsWhatItCosts(String text) {
        assertThat(TokenEstimator.estimate(text))
                .isBetween(T5Vocabulary.count(text), (int) (1.35 * T5Vocabulary.count(text)));
    }

    @Test
    void englishIsNotCountedAsIndonesian() {
        int indonesian = TokenEstimator.estimate("pantai saat matahari terbenam dengan ombak tenang");
        int english = TokenEstimator.estimate("beach at sunset with calm waves and soft light");

        assertThat(indonesian).isGreaterThan(2 * english);
    }

    @ParameterizedTest
    @CsvSource({"'',1", "' ',1", "the,2", "the the,3"})
    void theEndMarkIsCounted(String text, int tokens) {
        assertThat(TokenEstimator.estimate(text)).isEqualTo(tokens);
    }

    @Test
    void textsOfAnyLettersAreCountedRoughly() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (String alphabet : List.of(
                "abcdefghijklmnopqrstuvwxyz",
                "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                "abcdefghijklmABCDEFGHIJKLM0123456789",
                "0123456789",
                "!#$%&'()*+,-./:;=?@[]_",
                "\u00E0\u00E9\u00FC\u00F1\u00E7\u0159\u0142\u00F8",
                "\u0430\u0431\u0432\u0433\u0434\u0435\u0436",
                "\u65E5\u672C\u8A9E\uAC00\uAC01\u2605\u2764")) {
            StringBuilder text = new StringBuilder();
            for (int words = 0; words < 60; words++) {
                for (int length = 2 + random.nextInt(8); length > 0; length--) {
                    text.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                text.append(' ');
            }
            assertThat((double) TokenEstimator.estimate(text.toString()))
                    .as("seed %d: %s", seed, text)
                    .isGreaterThan(0.75 * T5Vocabulary.count(text.toString()));
        }
    }

    @Test
    void aGiantTextCostsAGiantNumber() {
        assertThat(TokenEstimator.estimate("x".repeat(5_000_000))).isGreaterThan(1_000_000);
        assertThat(TokenEstimator.estimate("xyz ".repeat(5_000_000))).isGreaterThan(1_000_000);
    }

    @Test
    void noTextIsTooStrangeForAnEstimate() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(50); length > 0; length--) {
                text.append((char) random.nextInt(65_536));
            }
            assertThat(TokenEstimator.estimate(text.toString()))
                    .as("seed %d", seed)
                    .isBetween(1, 10_000);
        }
    }
}
