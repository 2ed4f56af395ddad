package io.dromedial.journal;

import java.time.Clock;
import java.util.List;

/** What people decide about records and providers. */
abstract class Desk {

    final Clock clock;

    Desk(Clock clock) {
        this.clock = clock;
    }

    abstract <T> T now(Writer.Work<T> work);

    abstract Decisions decisions();

    public abstract Tokens tokens();

    /** Another key for callback tokens. Those out there are good until their own time, or until the next key but one. */
    public Tokens.Rotated rotateCallbackKey() {
        return now(tx -> tokens().rotate(tx, clock.millis()));
    }

    public boolean cancel(long request) {
        return now(tx -> decisions().cancel(tx, request, clock.millis()));
    }

    /** Cancels what of a batch is still due; returns how many. */
    public int cancelBatch(long batch) {
        int all = 0;
        int some;
        do {
            some = now(tx -> decisions().cancelSome(tx, batch, clock.millis()));
            all += some;
        } while (some > 0);
        return all;
    }

    /** False if it is not one to send again, or its reference was meanwhile sent under another number. */
    public boolean redrive(long request, String note) {
        return now(tx -> decisions().redrive(tx, request, note, clock.millis()));
    }

    public boolean resolve(long request, boolean sent, String note) {
        return now(tx -> decisions().resolve(tx, request, sent, note, clock.millis()));
    }

    public void pause(Pause pause) {
        now(tx -> Pauses.pause(tx, pause));
    }

    public boolean resume(String provider) {
        return now(tx -> Pauses.resume(tx, provider));
    }

    public List<Pause> pauses() {
        return now(Pauses::all);
    }
}
