package id.potret.fal;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The hosts that may see the key, and the hosts that pictures come from. */
final class FalHosts {

    static final URI RUN = URI.create("https://fal.run");
    static final URI QUEUE = URI.create("https://queue.fal.run");

    private static final Set<String> API =
            Set.of("fal.run", "queue.fal.run", "rest.fal.ai", "falrun.com", "queue.falrun.com");

    private FalHosts() {}

    /**
     * Where a client may go.
     *
     * @param queueBase where queued requests are asked for
     * @param loopback whether the client speaks to this very machine: then it stays there, and takes pictures from there
     */
    record Policy(URI queueBase, boolean loopback) {

        /** Whether the key may be sent to an address that an answer named. */
        boolean admits(URI uri) {
            return loopback ? isLoopback(uri) : isApi(uri);
        }
    }

    /** Checks a base address that is configured, and drops its trailing slash. */
    static URI requireApiBase(String setting, URI base) {
        if (base.getRawQuery() != null || base.getRawFragment() != null || !(isApi(base) || isLoopback(base))) {
            throw new IllegalArgumentException(setting + " must be https at one of fal's API hosts ("
                    + String.join(", ", API.stream().sorted().toList())
                    + ") or http on loopback, because the key is sent there; it is " + Redaction.location(base));
        }
        String text = base.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : base;
    }

    /** Whether the key may be sent to this address of fal's. */
    static boolean isApi(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme())
                && API.contains(host(uri))
                && (uri.getPort() == -1 || uri.getPort() == 443)
                && uri.getRawUserInfo() == null;
    }

    /** Whether this is a plain address of this very machine, as a sandbox has. */
    static boolean isLoopback(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) && uri.getRawUserInfo() == null && isLoopbackHost(host(uri));
    }

    static boolean isLoopbackHost(@Nullable String host) {
        // literals only: what a name resolves to is for others to decide
        return host != null
                && (host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}"));
    }

    /** Whether pictures of fal's are served there. */
    static boolean isOutputHost(String host) {
        return host.equals("fal.media") || host.endsWith(".fal.media");
    }

    static @Nullable String host(URI uri) {
        String host = uri.getHost();
        return host == null ? null : host.toLowerCase(Locale.ROOT);
    }
}
