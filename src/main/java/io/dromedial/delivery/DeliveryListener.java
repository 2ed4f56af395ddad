package io.dromedial.delivery;

import io.dromedial.journal.Pause;
import io.dromedial.record.Outcome;
import java.util.List;

/** Told of what delivery sees; must be quick. */
public interface DeliveryListener {

    /** A request came back, with one outcome a record. */
    default void answered(String operation, List<Outcome> outcomes) {}

    /** A provider was paused; the journal is to be told. */
    default void paused(Pause pause) {}
}
