package id.potret;

import id.potret.prompt.Prompt;
import id.potret.prompt.Translation;
import id.potret.reference.ReferenceOutcome;
import java.util.List;

/** The prompt that goes to fal, and what went into it. */
record Composition(Prompt prompt, List<Translation> translations, List<ReferenceOutcome> references) {

    boolean allDescribed() {
        return references.stream().allMatch(outcome -> outcome instanceof ReferenceOutcome.Described);
    }
}
