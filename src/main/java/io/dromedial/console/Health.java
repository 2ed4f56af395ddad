package io.dromedial.console;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at what must work; quick, and never throws. */
@FunctionalInterface
public interface Health {

    /** Only these make the answer a 503; all others are details. */
    Set<String> DECISIVE = Set.of("journal", "intake", "delivery");

    List<Check> checks();

    /** One thing looked at; details hold no secret, number or message text. */
    record Check(String name, boolean up, Map<String, Object> details) {

        public Check {
            details = Map.copyOf(details);
        }

        boolean decides() {
            return !up && DECISIVE.contains(name);
        }
    }
}
