package io.dromedial.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Does to callbacks what the engine's own quirks say. */
final class CallbackModes {

    private final Quirks quirks;
    private final Random random = new Random(1);

    CallbackModes(Quirks quirks) {
        this.quirks = quirks;
    }

    List<Callback> apply(List<Callback> callbacks) {
        boolean twice = quirks.on("callbacks.twice");
        boolean forged = quirks.on("callbacks.forged");
        boolean shuffled = quirks.on("callbacks.shuffled");
        if (!twice && !forged && !shuffled) {
            return callbacks;
        }
        List<Callback> all = new ArrayList<>();
        for (Callback callback : callbacks) {
            Callback moved = shuffled && !callback.early()
                    ? callback.after(callback.lag() * (0.5 + 1.5 * random.nextDouble()))
                    : callback;
            if (forged) {
                all.add(moved.forged());
            }
            all.add(moved);
            if (twice) {
                all.add(moved);
            }
        }
        return all;
    }
}
