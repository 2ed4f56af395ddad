package io.dromedial.provider;

import io.dromedial.record.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a status look-up came to: what the route {@code direct:<operation>.look-up} leaves as its body. Looking up never
 * changes anything at the provider, so it may be repeated at will.
 */
public sealed interface Finding {

    /**
     * The provider answered.
     *
     * @param reports what it says of the records that were asked for, final or interim; a record of which it says nothing
     *     new has none
     */
    record Told(List<Report> reports) implements Finding {
        public Told {
            reports = List.copyOf(reports);
        }
    }

    /**
     * No word of them: they are looked up again later.
     *
     * @param why for people
     * @param after the provider's own wish (Retry-After), if it gave one
     */
    record Nothing(String why, Optional<Duration> after) implements Finding {}

    /** The provider does not let us ask: the fault is ours, and a person is told. */
    record Barred(int status, String why) implements Finding {}
}
