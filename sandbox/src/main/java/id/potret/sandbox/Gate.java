package id.potret.sandbox;

/** Counts who is inside and lets in no more than its limit. */
final class Gate {
    private final int limit;
    private int inside;
    private int peak;

    Gate(int limit) {
        this.limit = limit;
    }

    synchronized boolean tryEnter() {
        if (inside == limit) {
            return false;
        }
        inside++;
        peak = Math.max(peak, inside);
        return true;
    }

    synchronized void leave() {
        inside--;
    }

    synchronized int peak() {
        return peak;
    }
}
