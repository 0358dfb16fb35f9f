package id.potret;

import java.net.URI;

final class Urls {

    private Urls() {}

    /** Without the query, which may hold a signature, and without the data of a data URI. */
    static String forLog(URI url) {
        return url.isOpaque() ? url.getScheme() + ":..." : url.getScheme() + "://" + url.getAuthority() + url.getPath();
    }
}
