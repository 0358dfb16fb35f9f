package id.potret.fal;

/**
 * How many pictures of a client are under way.
 *
 * <p>The limit adapts: it halves when fal says that the account allows fewer at once, and grows back by one whenever as
 * many pictures as the limit have succeeded.
 *
 * @param limit how many may be in flight at once now
 * @param inFlight how many are in flight
 * @param waiting how many wait for their turn
 */
public record FalConcurrency(int limit, int inFlight, int waiting) {}
