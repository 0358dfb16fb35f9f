/** The locked flux/schnell client. */
module id.potret.fal {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires transitive java.net.http;

    exports id.potret.fal;
}
