/** fal and Gemini on loopback, for tests and first steps. */
module id.potret.sandbox {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires java.desktop;

    exports id.potret.sandbox;
}
