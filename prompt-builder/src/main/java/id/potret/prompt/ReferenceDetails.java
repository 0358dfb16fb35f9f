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
                .map(description -> new Detail(
                        description.slot(),
                        description.phrases().stream().map(Phrase::of).toList()))
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
                detail.take(i);
                if (fits(each)) {
                    return;
                }
                detail.giveBack(i);
            }
        }
    }

    /** Fills what is left phrase by phrase, always with the description that has the fewest words for its weight. */
    private void shareTheRest() {
        int room = room(0);
        while (true) {
            Optional<Detail> next =
                    details.stream().filter(Detail::hasNext).min(Comparator.comparingDouble(Detail::saturation));
            if (next.isEmpty()) {
                return;
            }
            Detail detail = next.get();
            int phrase = detail.next();
            // most of what is too long is known to be so without a look at the whole prompt
            if (detail.phrases.get(phrase).tenths <= room) {
                detail.take(phrase);
                int left = room(0);
                if (left >= 0 && detail.words <= WordBudget.maxWords(detail.slot)) {
                    room = left;
                    continue;
                }
                detail.giveBack(phrase);
            }
            detail.considered = phrase + 1;
        }
    }

    /**
     * Divides the phrases that are longer than a fair share where so many of each are to fit.
     *
     * @return whether they fit now; if not, nothing was divided
     */
    private boolean divide(int each) {
        List<ReferenceSlot> slots = details.stream().map(detail -> detail.slot).toList();
        int left = TokenEstimator.MAX_TENTHS - TokenEstimator.tenths(frame(base, slots));
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
        return room(each) >= 0;
    }

    /** What is left of the model's tokens, in tenths. */
    private int room(int each) {
        return TokenEstimator.MAX_TENTHS - TokenEstimator.tenths(render(each));
    }

    /** The prompt with the phrases taken so far, and at least so many of each description. */
    private String render(int each) {
        String text = details.stream()
                .map(detail -> detail.render(each))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" | "));
        return text.isEmpty() ? base : base + START + text + END;
    }

    /** A phrase, what it costs in tenths of a token, and how many words it has. */
    private record Phrase(String text, int tenths, int words) {

        /** A quoted text counts as one word. */
        private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|\\S)+");

        static Phrase of(String text) {
            return new Phrase(text, TokenEstimator.tenths(text), words(text).size());
        }

        /** As many pieces as it takes for none to be longer than allowed, but where a single word is. */
        List<String> pieces(int maxTenths) {
            List<String> pieces = new ArrayList<>();
            String piece = "";
            for (String word : words(text)) {
                String longer = piece.isEmpty() ? word : piece + " " + word;
                if (!piece.isEmpty() && TokenEstimator.tenths(longer) > maxTenths) {
                    pieces.add(piece);
                    longer = word;
                }
                piece = longer;
            }
            pieces.add(piece);
            return pieces;
        }

        private static List<String> words(String text) {
            return WORD.matcher(text).results().map(MatchResult::group).toList();
        }
    }

    /** One description, and which of its phrases are taken. */
    private static final class Detail {

        private final ReferenceSlot slot;
        private final List<Phrase> phrases;
        private final List<Integer> nounThenCheapest;
        private final BitSet taken = new BitSet();
        private int words;
        private int considered;

        Detail(ReferenceSlot slot, List<Phrase> phrases) {
            this.slot = slot;
            this.phrases = phrases;
            this.nounThenCheapest = IntStream.range(0, phrases.size())
                    .boxed()
                    .sorted(Comparator.comparingInt(i -> i == 0 ? 0 : phrases.get(i).tenths))
                    .toList();
        }

        void take(int phrase) {
            taken.set(phrase);
            words += phrases.get(phrase).words;
        }

        void giveBack(int phrase) {
            taken.clear(phrase);
            words -= phrases.get(phrase).words;
        }

        boolean hasNext() {
            return next() < phrases.size();
        }

        int next() {
            return taken.nextClearBit(considered);
        }

        /** How much of its share it has. */
        double saturation() {
            return words / WordBudget.weight(slot);
        }

        /** What stands in the prompt, with phrases added where it has too few. */
        Optional<String> render(int atLeast) {
            BitSet shown = (BitSet) taken.clone();
            for (int i : nounThenCheapest) {
                if (shown.cardinality() >= atLeast) {
                    break;
                }
                shown.set(i);
            }
            return shown.isEmpty()
                    ? Optional.empty()
                    : Optional.of(shown.stream()
                            .mapToObj(i -> phrases.get(i).text)
                            .collect(Collectors.joining(", ", slot.promptLabel() + ": ", "")));
        }

        Stream<DroppedPhrase> dropped() {
            return IntStream.range(0, phrases.size())
                    .filter(i -> !taken.get(i))
                    .mapToObj(i -> new DroppedPhrase(slot, phrases.get(i).text));
        }

        /** The same with its long phrases in pieces; a single word that is too long comes last. */
        Detail divided(int maxTenths) {
            return new Detail(
                    slot,
                    phrases.stream()
                            .flatMap(phrase -> phrase.pieces(maxTenths).stream())
                            .map(Phrase::of)
                            .sorted(Comparator.comparing(piece -> piece.tenths > maxTenths))
                            .toList());
        }
    }
}
