package io.dromedial.app;

import io.dromedial.intake.Admitting;
import io.dromedial.intake.Attachments;
import io.dromedial.journal.Journal;
import io.dromedial.journal.JournalDatabase;
import io.dromedial.journal.JournalRefused;
import io.dromedial.journal.Opening;
import io.dromedial.journal.SharedClock;
import io.dromedial.provider.Providers;
import io.dromedial.record.Operations;
import io.dromedial.record.Problem;
import io.dromedial.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Collectors;

/** The journal of a home without its runtime: with the checks and operations that the runtime has. */
public final class ApartOpening implements Opening {

    @Override
    public Opened open(Path folder, Optional<Database> given) {
        Home home = new Home(folder);
        Configured configured = Configured.read(home, System.getenv());
        Providers providers = configured.providers();
        Operations operations = configured.operations();
        Settings.Loaded loaded = configured.loaded();
        if (!loaded.problems().isEmpty()) {
            throw new JournalRefused(
                    loaded.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")), null);
        }
        Settings settings = loaded.settings();
        Database database = given.orElseGet(() -> new Database(
                settings.text("dromedial.datasource.url"),
                settings.find("dromedial.datasource.username").orElse(""),
                settings.find("dromedial.datasource.password").orElse("")));
        Journal journal = Journal.open(
                JournalDatabase.open(home.root(), database.url(), database.username(), database.password()),
                new SharedClock(Clock.systemUTC()),
                settings.duration("dromedial.lease"),
                new Policies(settings, operations, providers)::of,
                "pid " + ProcessHandle.current().pid() + ", apart");
        Attachments attachments = new Attachments(home.root(), home.inbox(), journal, operations);
        return new Opened(
                journal,
                new Admitting(journal, operations, new OperationRules(settings, providers, operations), attachments));
    }
}
