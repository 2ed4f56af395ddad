package io.dromedial.delivery;

/**
 * Requests that only ask, let in beside those that send: at most a quarter of the places. One that finds no room is
 * kept the next place, but not two before something was sent: neither side starves the other. Not for several threads.
 */
final class Guests {

    private static final int SHARE = 4;
    private static final long PATIENCE_MILLIS = 500;
    private final int most;
    private int inside;
    private long waitsUntil;
    private boolean sent;

    Guests(int places) {
        this.most = Math.max(1, places / SHARE);
    }

    int inside() {
        return inside;
    }

    /** Places that nothing that sends may take: 0 or 1. */
    int kept(long now) {
        return sent && now < waitsUntil ? 1 : 0;
    }

    /** One that is not let in asks again soon, or has nothing to ask any more. */
    boolean enter(boolean room, long now) {
        boolean full = inside >= most;
        waitsUntil = room || full ? 0 : now + PATIENCE_MILLIS;
        if (!room || full) {
            return false;
        }
        inside++;
        sent = false;
        return true;
    }

    void leave() {
        inside--;
    }

    void sent(int requests) {
        sent = sent || requests > 0;
    }
}
