package id.potret.prompt;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import id.potret.reference.ImageDescription;
import id.potret.reference.ReferenceSlot;
import id.potret.reference.WordBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceDetailsTest {

    private static final Prompt SHORT_BASE =
            PromptBuilder.build(PhotoOptions.product(Category.BAG).build());

    /** Every preset is the dearest of its dimension. */
    private static final Prompt LONGEST_BASE =
            PromptBuilder.build(PhotoOptions.model(dearest(ModelType.values()), dearest(Category.values()))
                    .pose(dearest(Pose.values()))
                    .background(dearest(Background.values()))
                    .style(dearest(Style.values()))
                    .lighting(dearest(Lighting.values()))
                    .cameraAngle(dearest(CameraAngle.values()))
                    .aspectRatio(dearest(AspectRatio.values()))
                    .build());

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    /** What vision models answer when they are asked for comma phrases, and when they do not listen. */
    private static final List<ImageDescription> SIX = List.of(
            new ImageDescription(
                    ReferenceSlot.PRODUCT_1,
                    "woven rattan tote bag, natural honey brown, round silhouette, brown leather straps, brass buckle "
                            + "closure, hand-stitched seams, cream cotton lining, with text \"PULANG KAMPUNG\", "
                            + "tassel charm in terracotta, flat base with metal feet, visible open weave pattern, "
                            + "slightly curved handles, small inner zip pocket, matte finish, medium size"),
            new ImageDescription(
                    ReferenceSlot.PRODUCT_2,
                    "The image shows a frosted amber glass serum bottle with a black rubber dropper and a cream label "
                            + "that carries thin serif lettering. It stands on its own. The cap has fine ridges."),
            new ImageDescription(
                    ReferenceSlot.PRODUCT_3,
                    "white canvas sneakers, gum rubber sole, navy heel tab, perforated toe box, waxed cotton laces, "
                            + "reinforced eyelets in brushed steel, padded ankle collar, contrast stitching"),
            new ImageDescription(
                    ReferenceSlot.PRODUCT_4,
                    "batik print midi dress, indigo and ivory parang motif, puff sleeves, waist tie, pleated skirt, "
                            + "mother-of-pearl buttons, round neckline, cotton voile, side seam pockets"),
            new ImageDescription(
                    ReferenceSlot.FACE,
                    "woman in her late twenties, warm medium-brown skin, oval face, almond-shaped dark eyes, sage "
                            + "hijab draped loosely, soft closed smile, full eyebrows, light natural make-up"),
            new ImageDescription(
                    ReferenceSlot.BACKGROUND,
                    "sunlit tropical veranda, rattan wall decor, potted monstera, terracotta floor tiles, late "
                            + "afternoon light, blurred greenery, string lights, whitewashed wooden railing"));

    @Test
    void descriptionsStandInSlotOrderBehindThePrompt() {
        Prompt prompt = PromptBuilder.enhance(
                SHORT_BASE,
                List.of(
                        new ImageDescription(ReferenceSlot.BACKGROUND, "concrete loft, tall windows."),
                        new ImageDescription(ReferenceSlot.FACE, "oval face"),
                        new ImageDescription(ReferenceSlot.PRODUCT_3, "woven rattan bag, round"),
                        new ImageDescription(ReferenceSlot.PRODUCT_1, "brown leather bag")));

        assertThat(prompt.text())
                .isEqualTo("Product photography for Bag, photorealistic resolusi HD. Reference images details: "
                        + "Product 1: brown leather bag | Product 3: woven rattan bag, round | "
                        + "Face/Model reference: oval face | Background/Environment: concrete loft, tall windows. "
                        + "Generate images that match these reference details.");
        assertThat(prompt.dropped()).isEmpty();
    }

    @Test
    void withoutDescriptionsThePromptStaysAsItWas() {
        assertThat(PromptBuilder.enhance(SHORT_BASE, List.of()).text()).isEqualTo(SHORT_BASE.text());
    }

    @Test
    void twoDescriptionsForOneSlotAreRefused() {
        ImageDescription face = new ImageDescription(ReferenceSlot.FACE, "oval face");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PromptBuilder.enhance(SHORT_BASE, List.of(face, face)))
                .withMessageContaining("FACE");
    }

    @Test
    void eachOfSixPhotosContributesItsNounAndTwoMorePhrases() {
        for (Prompt base : List.of(SHORT_BASE, LONGEST_BASE)) {
            Prompt prompt = PromptBuilder.enhance(base, SIX);

            assertThat(T5Vocabulary.count(prompt.text())).isLessThanOrEqualTo(Prompt.MAX_TOKENS);
            for (ImageDescription description : SIX) {
                assertThat(taken(prompt, description.slot()))
                        .hasSizeGreaterThanOrEqualTo(3)
                        .startsWith(description.phrases().get(0));
            }
        }
    }

    @Test
    void phrasesAreTakenWholeInOrderAndTheRestIsReported() {
        for (Prompt base : List.of(SHORT_BASE, LONGEST_BASE)) {
            Prompt prompt = PromptBuilder.enhance(base, SIX);

            for (ImageDescription description : SIX) {
                List<String> taken = taken(prompt, description.slot());
                List<String> dropped = prompt.dropped().stream()
                        .filter(phrase -> phrase.slot() == description.slot())
                        .map(DroppedPhrase::phrase)
                        .toList();
                List<String> left = new ArrayList<>(description.phrases());
                left.removeAll(dropped);
                assertThat(taken).containsExactlyElementsOf(left);
            }
            assertThat(prompt.dropped()).isNotEmpty();
            assertThat(prompt.dropped()).extracting(DroppedPhrase::slot).isSorted();
        }
    }

    @Test
    void whatIsLeftIsSharedByWeight() {
        String many = Stream.generate(() -> "red bag").limit(60).collect(joining(", "));
        List<ImageDescription> descriptions = Arrays.stream(ReferenceSlot.values())
                .map(slot -> new ImageDescription(slot, many))
                .toList();

        Prompt prompt = PromptBuilder.enhance(SHORT_BASE, descriptions);

        double unit = taken(prompt, ReferenceSlot.PRODUCT_1).size() / WordBudget.weight(ReferenceSlot.PRODUCT_1);
        for (ReferenceSlot slot : ReferenceSlot.values()) {
            assertThat(taken(prompt, slot).size() / WordBudget.weight(slot)).isBetween(unit - 0.8, unit + 0.8);
        }
    }

    @Test
    void aSingleDescriptionGetsNoMoreWordsThanAreOfUse() {
        String many = Stream.generate(() -> "red bag").limit(60).collect(joining(", "));
        Prompt prompt =
                PromptBuilder.enhance(SHORT_BASE, List.of(new ImageDescription(ReferenceSlot.BACKGROUND, many)));

        assertThat(taken(prompt, ReferenceSlot.BACKGROUND)).hasSize(WordBudget.maxWords(ReferenceSlot.BACKGROUND) / 2);
    }

    @Test
    void longPhrasesAreDividedWhereThreeOfEachWouldNotFit() {
        String hostile = Stream.generate(() -> "extraordinarily sophisticated hand-embroidered multicoloured "
                        + "Yogyakarta-inspired ceremonial neoclassical ornamentation")
                .limit(20)
                .collect(joining(", "));
        List<ImageDescription> descriptions = Arrays.stream(ReferenceSlot.values())
                .map(slot -> new ImageDescription(slot, hostile))
                .toList();

        Prompt prompt = PromptBuilder.enhance(LONGEST_BASE, descriptions);

        assertThat(T5Vocabulary.count(prompt.text())).isLessThanOrEqualTo(Prompt.MAX_TOKENS);
        for (ReferenceSlot slot : ReferenceSlot.values()) {
            assertThat(taken(prompt, slot)).hasSizeGreaterThanOrEqualTo(3).startsWith("extraordinarily");
        }
    }

    @Test
    void onePhotoWithEndlessPhrasesTakesNothingFromTheOthers() {
        String hostile = Stream.generate(() -> "supercalifragilistic antidisestablishmentarian floccinaucinihil "
                        + "pneumonoultramicroscopic pseudopseudohypo hippopotomonstro sesquipedalian honorificabili")
                .limit(20)
                .collect(joining(", "));
        List<ImageDescription> descriptions = new ArrayList<>(SIX);
        descriptions.set(0, new ImageDescription(ReferenceSlot.PRODUCT_1, hostile));

        Prompt prompt = PromptBuilder.enhance(LONGEST_BASE, descriptions);

        for (ReferenceSlot slot : EnumSet.complementOf(EnumSet.of(ReferenceSlot.PRODUCT_1))) {
            assertThat(taken(prompt, slot)).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 120, 160, 200, 230, 250})
    void theLongerTheBaseTheFewerPhrasesButPhotosStayEqual(int baseTokens) {
        StringBuilder text = new StringBuilder("red bag");
        while (TokenEstimator.estimate(text + ", soft light") <= baseTokens) {
            text.append(", soft light");
        }
        Prompt base = Prompt.of(text.toString());

        Prompt prompt = PromptBuilder.enhance(base, SIX);

        assertThat(prompt.text()).startsWith(base.text());
        assertThat(prompt.estimatedTokens()).isLessThanOrEqualTo(Prompt.MAX_TOKENS);
        List<Integer> sizes = Arrays.stream(ReferenceSlot.values())
                .map(slot -> taken(prompt, slot).size())
                .toList();
        if (baseTokens <= 160) {
            assertThat(sizes).allSatisfy(size -> assertThat(size).isPositive());
        }
        assertThat(prompt.dropped()).isNotEmpty();
    }

    @Test
    void aBaseThatLeavesNoRoomStaysAloneAndEverythingIsReported() {
        StringBuilder text = new StringBuilder("red bag");
        while (TokenEstimator.estimate(text + " red") <= Prompt.MAX_TOKENS) {
            text.append(" red");
        }

        Prompt prompt = PromptBuilder.enhance(Prompt.of(text.toString()), SIX);

        assertThat(prompt.text()).isEqualTo(text.toString());
        assertThat(prompt.dropped())
                .hasSize(SIX.stream()
                        .mapToInt(description -> description.phrases().size())
                        .sum());
    }

    @RepeatedTest(3)
    void noComposedPromptIsEverLongerThanTheModelReads() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> phrases = Resources.rows("unseen-prompts.tsv").stream()
                .flatMap(row -> Arrays.stream(row.get(0).split(", | \\| |: |\\. ")))
                .distinct()
                .toList();
        for (int i = 0; i < 150; i++) {
            List<ReferenceSlot> slots = new ArrayList<>(List.of(ReferenceSlot.values()));
            Collections.shuffle(slots, random);
            List<ImageDescription> descriptions = slots.subList(0, 1 + random.nextInt(6)).stream()
                    .map(slot -> new ImageDescription(
                            slot,
                            random.ints(1 + random.nextInt(30), 0, phrases.size())
                                    .mapToObj(phrases::get)
                                    .collect(joining(", ", "thing, ", ""))))
                    .toList();
            Prompt base = PromptBuilder.build(RandomPrompts.options(random));

            Prompt prompt = PromptBuilder.enhance(base, descriptions);

            assertThat(prompt.estimatedTokens()).as("seed %d", seed).isLessThanOrEqualTo(Prompt.MAX_TOKENS);
            assertThat(T5Vocabulary.count(prompt.text()))
                    .as("seed %d: %s", seed, prompt.text())
                    .isLessThanOrEqualTo(Prompt.MAX_TOKENS);
            for (ImageDescription description : descriptions) {
                int possible = Math.min(3, description.phrases().size());
                assertThat(taken(prompt, description.slot()))
                        .as("seed %d: %s", seed, prompt.text())
                        .hasSizeGreaterThanOrEqualTo(possible);
            }
            Set<String> quoted = quoted(descriptions.stream().map(ImageDescription::text));
            assertThat(quoted(Stream.of(prompt.text().substring(base.text().length()))))
                    .as("seed %d", seed)
                    .isSubsetOf(quoted);
        }
    }

    @Test
    void wordsAreSharedOutByWhatTheBaseLeaves() {
        Set<ReferenceSlot> all = EnumSet.allOf(ReferenceSlot.class);

        assertThat(total(PromptBuilder.wordBudget(SHORT_BASE, all))).isBetween(80, 100);
        assertThat(total(PromptBuilder.wordBudget(LONGEST_BASE, all))).isBetween(60, 75);
        assertThat(total(PromptBuilder.wordBudget(SHORT_BASE, Set.of()))).isZero();
    }

    private static int total(WordBudget budget) {
        return Arrays.stream(ReferenceSlot.values()).mapToInt(budget::words).sum();
    }

    /** The phrases that stand behind a slot's label. */
    private static List<String> taken(Prompt prompt, ReferenceSlot slot) {
        String label = Pattern.quote(slot.promptLabel() + ": ");
        return Pattern.compile(label + "(.*?)(?: \\| |\\. Generate images)")
                .matcher(prompt.text())
                .results()
                .flatMap(match -> Arrays.stream(match.group(1).split(", (?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")))
                .toList();
    }

    private static Set<String> quoted(Stream<String> texts) {
        return texts.flatMap(text -> QUOTED.matcher(text).results().map(MatchResult::group))
                .collect(toSet());
    }

    private static <T extends OptionLabel> T dearest(T[] options) {
        return Arrays.stream(options)
                .max((a, b) -> TokenEstimator.tenths(a.english()) - TokenEstimator.tenths(b.english()))
                .orElseThrow();
    }
}
