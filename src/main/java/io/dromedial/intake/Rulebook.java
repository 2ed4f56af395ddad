package io.dromedial.intake;

import io.dromedial.csv.CsvFormat;
import io.dromedial.record.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What intake asks the configuration. */
public interface Rulebook {

    IntakeRules rules(Operation operation);

    CsvFormat format(String operation);

    /** How long the same callee, caller and text count as a repeat; zero for never. */
    Duration repeatWindow(Operation operation);

    /** How long a file rests before it is taken. */
    Duration quiet();

    /** The keys that turn the operation's provider on; empty where it is on. */
    List<String> keysToSet(Operation operation);

    /** That the operation's provider is off, and how it is turned on; nothing where it is on. */
    default Optional<String> whyOff(Operation operation) {
        List<String> keys = keysToSet(operation);
        return keys.isEmpty()
                ? Optional.empty()
                : Optional.of(operation.provider() + " is off; to turn it on set " + String.join(" and ", keys)
                        + " in config/application.properties and start again");
    }
}
