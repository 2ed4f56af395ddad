package io.dromedial.delivery;

import io.dromedial.journal.Settlement;
import io.dromedial.journal.Turn;
import java.time.Clock;
import java.util.List;

/** One turn of a lane with the journal. The writer may ask again, should its transaction fail. */
final class LaneTurn implements Turn {

    private final Landings landings;
    private final Gate gate;
    private final Rotation operations;
    private final Clock clock;
    private Landings.Taken taken;
    private List<Settlement> settlements;
    private int free;
    private int asked;

    LaneTurn(Landings landings, Gate gate, Rotation operations, Clock clock) {
        this.landings = landings;
        this.gate = gate;
        this.operations = operations;
        this.clock = clock;
    }

    @Override
    public List<Settlement> settlements() {
        if (settlements == null) {
            taken = landings.take();
            settlements = taken.settlements();
        }
        return settlements;
    }

    @Override
    public List<Wish> wishes() {
        free = gate.room(taken.openThen(), clock.millis());
        List<Wish> wishes = operations.wishes(free);
        asked = wishes.size();
        return wishes;
    }

    /** It is written; says when to take the next turn if nothing happens before. */
    long done(Granted granted) {
        long now = clock.millis();
        int started = granted.groups().size();
        taken.written(started);
        gate.took(started);
        return free > 0 ? operations.next(asked, granted, now) : gate.opensAt(landings.open(), now);
    }

    /** Whether there is room beyond what was granted, and something to be had at once. */
    boolean more(Granted granted) {
        int started = granted.groups().size();
        boolean moreIsDue = started > 0 && granted.nextDue() <= clock.millis();
        return free > started && (moreIsDue || operations.unasked());
    }

    void undo() {
        gate.took(0);
        if (taken != null) {
            taken.back();
        }
    }
}
