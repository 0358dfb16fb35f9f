package id.potret.reference;

import static id.potret.reference.ReferenceSlot.BACKGROUND;
import static id.potret.reference.ReferenceSlot.FACE;
import static id.potret.reference.ReferenceSlot.PRODUCT_1;
import static id.potret.reference.ReferenceSlot.PRODUCT_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordBudgetTest {

    @Test
    void wordsAreSharedByWeight() {
        WordBudget three = WordBudget.of(100, Set.of(PRODUCT_1, FACE, BACKGROUND));
        assertThat(three.words(PRODUCT_1)).isEqualTo(46);
        assertThat(three.words(FACE)).isEqualTo(30);
        assertThat(three.words(BACKGROUND)).isEqualTo(23);

        WordBudget six = WordBudget.of(100, EnumSet.allOf(ReferenceSlot.class));
        assertThat(EnumSet.allOf(ReferenceSlot.class).stream().map(six::words)).containsExactly(27, 13, 13, 13, 18, 13);
    }

    @Test
    void noDescriptionGetsMoreThanIsOfUse() {
        for (ReferenceSlot slot : ReferenceSlot.values()) {
            assertThat(WordBudget.of(1000, Set.of(slot)).words(slot)).isEqualTo(WordBudget.maxWords(slot));
        }
    }

    @Test
    void everyDescriptionGetsWordsForANounAndTwoPhrases() {
        assertThat(WordBudget.of(0, Set.of(FACE)).words(FACE)).isEqualTo(WordBudget.MIN_WORDS);
    }

    @Test
    void aSlotWithoutPhotoGetsNothing() {
        assertThat(WordBudget.of(100, Set.of(FACE)).words(PRODUCT_2)).isZero();
        assertThat(WordBudget.of(100, Set.of())).hasToString("{}");
    }

    @Test
    void aNegativeNumberOfWordsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WordBudget.of(-1, Set.of(FACE)))
                .withMessageContaining("-1");
    }
}
