package id.potret.sandbox;

import java.net.URI;

/**
 * An attempt to deliver a webhook.
 *
 * @param requestId the queued request that it tells about
 * @param url where it went
 * @param status the HTTP status that came back, or 0 if none did
 */
public record WebhookDelivery(String requestId, URI url, int status) {
    /** Shows the address without its query, which may carry a secret. */
    @Override
    public String toString() {
        return "webhook for " + requestId + " to " + url.getScheme() + "://" + url.getAuthority() + url.getPath()
                + " -> " + status;
    }
}
