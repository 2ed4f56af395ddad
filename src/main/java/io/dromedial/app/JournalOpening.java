package io.dromedial.app;

import io.dromedial.journal.CrashPoint;
import io.dromedial.journal.Journal;
import io.dromedial.journal.JournalDatabase;
import io.dromedial.journal.Pause;
import io.dromedial.record.Operation;
import io.dromedial.record.Operations;
import io.dromedial.settings.Settings;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the journal that the configuration names. */
final class JournalOpening {

    private static final Logger LOG = LoggerFactory.getLogger(JournalOpening.class);

    private JournalOpening() {}

    static Journal open(Home home, Settings settings, Clock clock, Operations operations, Policies policies) {
        JournalDatabase database = JournalDatabase.open(
                home.root(),
                settings.text("dromedial.datasource.url"),
                settings.find("dromedial.datasource.username").orElse(""),
                settings.find("dromedial.datasource.password").orElse(""));
        Journal journal = Journal.open(
                database,
                clock,
                settings.duration("dromedial.lease"),
                policies::of,
                "pid " + ProcessHandle.current().pid());
        CrashPoint.pass("start.journal-open");
        try {
            database.restored().ifPresent(why -> holdBack(journal, why, operations, clock));
            return journal;
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** What a restored journal holds as due may have been sent since; only a person can know. */
    private static void holdBack(Journal journal, String why, Operations operations, Clock clock) {
        String reason = why + "; what was sent since then it does not know. Compare with what the provider has, cancel"
                + " what went already, then resume";
        LOG.warn("Nothing is sent: {}.", reason);
        journal.holdBack(operations.all().stream()
                .filter(o -> !o.isLadder())
                .map(Operation::provider)
                .distinct()
                .map(p -> new Pause(p, clock.millis(), reason, ""))
                .toList());
    }
}
