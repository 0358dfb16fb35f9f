package id.potret;

import id.potret.prompt.PhotoOptions;
import id.potret.prompt.Prompt;
import id.potret.prompt.PromptBuilder;
import id.potret.prompt.TextTranslator;
import id.potret.prompt.Translation;
import id.potret.reference.ImageDescription;
import id.potret.reference.ReferenceDescriber;
import id.potret.reference.ReferenceImages;
import id.potret.reference.ReferenceOutcome;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a request into the prompt that goes to fal: own texts translated, references described, all within the budget. */
final class Composer {

    private final @Nullable TextTranslator translator;
    private final @Nullable ReferenceDescriber describer;
    private final Duration timeout;

    Composer(@Nullable TextTranslator translator, @Nullable ReferenceDescriber describer, Duration timeout) {
        this.translator = translator;
        this.describer = describer;
        this.timeout = timeout;
    }

    /** Refuses what could only fail later, when a coin is held. */
    void validate(BatchRequest request) {
        if (describer == null && !request.references().isEmpty()) {
            throw new IllegalArgumentException("batch " + request.batchId() + " has "
                    + request.references().size()
                    + " reference photos and nobody to describe them: give the generator a ReferenceDescriber");
        }
    }

    Composition compose(BatchRequest request, Deadline deadline, SafeListener listener) throws InterruptedException {
        String batchId = request.batchId();
        List<Translation> translations = translate(request, deadline);
        if (!translations.isEmpty()) {
            listener.tell(each -> each.onTranslated(batchId, translations));
        }
        Prompt base = base(request, translations);

        ReferenceImages photos = request.references();
        if (photos.isEmpty() || describer == null) {
            return new Composition(base, translations, List.of());
        }
        List<ReferenceOutcome> outcomes =
                describer.describe(photos, PromptBuilder.wordBudget(base, photos.slots()), within(deadline));
        listener.tell(each -> each.onReferences(batchId, outcomes));
        List<ImageDescription> descriptions = outcomes.stream()
                .filter(ReferenceOutcome.Described.class::isInstance)
                .map(outcome -> ((ReferenceOutcome.Described) outcome).description())
                .toList();
        BatchGenerator.LOG.log(
                Level.INFO,
                "Described " + descriptions.size() + "/" + photos.size() + " reference photos of batch " + batchId);
        return new Composition(PromptBuilder.enhance(base, descriptions), translations, outcomes);
    }

    private List<Translation> translate(BatchRequest request, Deadline deadline) throws InterruptedException {
        List<String> texts = request.options().map(PhotoOptions::customTexts).orElse(List.of());
        return translator == null || texts.isEmpty() ? List.of() : translator.translate(texts, within(deadline));
    }

    /** A translation comes from outside and is checked like the original; one that does not pass is no reason to fail. */
    private static Prompt base(BatchRequest request, List<Translation> translations) {
        Map<String, String> english = translations.stream()
                .filter(translation -> translation.status() == Translation.Status.TRANSLATED)
                .collect(Collectors.toMap(Translation::original, Translation::text, (first, second) -> first));
        if (english.isEmpty()) {
            return request.basePrompt();
        }
        try {
            return request.options()
                    .map(options -> PromptBuilder.build(options.withCustomTexts(english)))
                    .orElse(request.basePrompt());
        } catch (IllegalArgumentException unusable) {
            BatchGenerator.LOG.log(
                    Level.WARNING,
                    "The prompt of batch " + request.batchId()
                            + " cannot take the translated texts, so the originals stay");
            return request.basePrompt();
        }
    }

    private Duration within(Deadline deadline) {
        Duration remaining = deadline.remaining();
        // a port is not asked to work in no time at all
        return remaining.compareTo(timeout) < 0 ? remaining.plusMillis(1) : timeout;
    }
}
