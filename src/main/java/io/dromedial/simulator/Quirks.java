package io.dromedial.simulator;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Switches named {@code <provider>.<quirk>} that change how a dialect speaks, for all requests from now on. The
 * engine's own concern the callbacks of every dialect: {@code callbacks.twice}, {@code callbacks.shuffled} (after half
 * to twice the call duration) and {@code callbacks.forged} (one with a forged token before each).
 */
public final class Quirks {

    private final Set<String> on = new ConcurrentSkipListSet<>();

    Quirks(Collection<String> on) {
        this.on.addAll(on);
    }

    public boolean on(String quirk) {
        return !on.isEmpty() && on.contains(quirk);
    }

    public Quirks set(String quirk, boolean wanted) {
        if (wanted) {
            on.add(quirk);
        } else {
            on.remove(quirk);
        }
        return this;
    }

    /** From now on these and no others. */
    public void replace(Collection<String> wanted) {
        on.retainAll(wanted);
        on.addAll(wanted);
    }

    public Set<String> all() {
        return new TreeSet<>(on);
    }
}
