package io.dromedial.intake;

import io.dromedial.csv.CsvFormat;
import io.dromedial.record.Operation;
import java.time.Duration;
import java.util.List;

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
}
