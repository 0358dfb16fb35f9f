package id.potret.fal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this library, as the build wrote it down. */
final class Version {

    static final String VERSION = read();

    private Version() {}

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            // a name in a header is not worth a failure
        }
        return properties.getProperty("version", "unknown");
    }
}
