/** Options, translations, the prompt and its token budget, reference photos. Pure: no network, no logging. */
module id.potret.prompt {
    requires static transitive org.jspecify;

    exports id.potret.prompt;
    exports id.potret.reference;
}
