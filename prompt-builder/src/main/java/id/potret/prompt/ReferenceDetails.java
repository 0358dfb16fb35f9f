package id.potret.prompt;

import id.potret.reference.ImageDescription;
import id.potret.reference.ReferenceSlot;
import id.potret.reference.WordBudget;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Chooses the phrases of descriptions that go behind a prompt. */
final class ReferenceDetails {

    /** A noun and two more phrases. */
    private static final int ESSENTIAL_PHRASES = 3;

    /** Tenths of a token; a piece of a phrase that must be shorter than this says nothing. */
    private static final int MIN_PIECE = 30;

    private static final String START = ". Reference images details: ";
    private static final String END = ". Generate images that match these reference details.";

    private final String base;
    private List<Detail> details;

    ReferenceDetails(Prompt base, Collection<ImageDescription> descriptions) {
        this.base = base.text();
        this.details = descriptions.stream()
                .sorted(Comparator.comparing(ImageDescription::slot))
                .map(description -> new Detail(description.slot(), description.phrases()))
                .toList();
        Set<ReferenceSlot> slots = EnumSet.noneOf(ReferenceSlot.class);
        for (Detail detail : details) {
            if (!slots.add(detail.slot)) {
                throw new IllegalArgumentException("two descriptions for " + detail.slot + "; give one of each");
            }
        }
    }

    /** The prompt with the labels of the slots, and nothing behind them. */
    static String frame(String base, Collection<ReferenceSlot> slots) {
        return slots.stream()
                .sorted()
                .map(slot -> slot.promptLabel() + ": ")
                .collect(Collectors.joining(" | ", base + START, END));
    }

    Prompt compose() {
        takeEssentials();
        shareTheRest();
        return new Prompt(render(0), details.stream().flatMap(Detail::dropped).toList());
    }

    /** Takes as many phrases of each description as fit of all, but no more than the essential ones. */
    private void takeEssentials() {
        int each = ESSENTIAL_PHRASES;
        while (each > 0 && !fits(each) && !divide(each)) {
            each--;
        }
        for (int taken = 0; taken < each; taken++) {
            for (Detail detail : details) {
                takeNext(detail, each);
            }
        }
    }

    /** Takes the most important phrase that leaves room for what the descriptions still need to have so many each. */
    private void takeNext(Detail detail, int each) {
        for (int i = 0; i < detail.phrases.size(); i++) {
            if (!detail.taken.get(i)) {
                detail.taken.set(i);
                if (fits(each)) {
                    return;
                }
                detail.taken.clear(i);
            }
        }
    }

    /** Fills what is left phrase by phrase, always with the description that has the fewest words for its weight. */
    private void shareTheRest() {
        while (true) {
            Optional<Detail> next =
                    details.stream().filter(Detail::hasNext).min(Comparator.comparingDouble(Detail::saturation));
            if (next.isEmpty()) {
                return;
            }
            Detail detail = next.get();
            int phrase = detail.next();
            detail.taken.set(phrase);
            if (detail.words() > WordBudget.maxWords(detail.slot) || !fits(0)) {
                detail.taken.clear(phrase);
                detail.considered = phrase + 1;
            }
        }
    }

    /**
     * Divides the phrases that are longer than a fair share where so many of each are to fit.
     *
     * @return whether they fit now; if not, nothing was divided
     */
    private boolean divide(int each) {
        List<ReferenceSlot> slots = details.stream().map(detail -> detail.slot).toList();
        int left = 10 * Prompt.MAX_TOKENS - TokenEstimator.tenths(frame(base, slots)) - 10;
        int share = left / (each * details.size()) - TokenEstimator.tenths("x,") + TokenEstimator.tenths("x");
        if (share < MIN_PIECE) {
            return false;
        }
        List<Detail> whole = details;
        details = details.stream().map(detail -> detail.divided(share)).toList();
        if (!fits(each)) {
            details = whole;
            return false;
        }
        return true;
    }

    private boolean fits(int each) {
        return TokenEstimator.estimate(render(each)) <= Prompt.MAX_TOKENS;
    }

    /** The prompt with the phrases taken so far, and at least so many of each description. */
    private String render(int each) {
        String text = details.stream()
                .map(detail -> detail.render(each))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" | "));
        return text.isEmpty() ? base : base + START + text + END;
    }

    /** One description, and which of its phrases are taken. */
    private static final class Detail {

        /** A quoted text counts as one word. */
        private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|\\S)+");

        private final ReferenceSlot slot;
        private final List<String> phrases;
        private final BitSet taken = new BitSet();
        private int considered;

        Detail(ReferenceSlot slot, List<String> phrases) {
            this.slot = slot;
            this.phrases = phrases;
        }

        boolean hasNext() {
            return next() < phrases.size();
        }

        int next() {
            return taken.nextClearBit(considered);
        }

        /** How much of its share it has. */
        double saturation() {
            return words() / WordBudget.weight(slot);
        }

        int words() {
            return taken.stream().map(i -> words(phrases.get(i)).size()).sum();
        }

        Optional<String> render(int atLeast) {
            BitSet shown = (BitSet) taken.clone();
            if (shown.cardinality() < atLeast) {
                shown.set(0);
            }
            IntStream.range(1, phrases.size())
                    .filter(i -> !taken.get(i))
                    .boxed()
                    .sorted(Comparator.comparingInt(i -> TokenEstimator.tenths(phrases.get(i))))
                    .limit(Math.max(0, atLeast - shown.cardinality()))
                    .forEach(shown::set);
            return shown.isEmpty()
                    ? Optional.empty()
                    : Optional.of(shown.stream()
                            .mapToObj(phrases::get)
                            .collect(Collectors.joining(", ", slot.promptLabel() + ": ", "")));
        }

        Stream<DroppedPhrase> dropped() {
            return IntStream.range(0, phrases.size())
                    .filter(i -> !taken.get(i))
                    .mapToObj(i -> new DroppedPhrase(slot, phrases.get(i)));
        }

        /** The same with no phrase longer than allowed, but where a single word is; such words come last. */
        Detail divided(int maxTenths) {
            List<String> pieces = new ArrayList<>();
            for (String phrase : phrases) {
                String piece = "";
                for (String word : words(phrase)) {
                    String longer = piece.isEmpty() ? word : piece + " " + word;
                    if (!piece.isEmpty() && TokenEstimator.tenths(longer) > maxTenths) {
                        pieces.add(piece);
                        longer = word;
                    }
                    piece = longer;
                }
                pieces.add(piece);
            }
            return new Detail(
                    slot,
                    pieces.stream()
                            .sorted(Comparator.comparing(piece -> TokenEstimator.tenths(piece) > maxTenths))
                            .toList());
        }

        private static List<String> words(String phrase) {
            return WORD.matcher(phrase).results().map(MatchResult::group).toList();
        }
    }
}
