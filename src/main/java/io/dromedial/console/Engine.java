package io.dromedial.console;

import io.dromedial.delivery.Delivery;
import io.dromedial.journal.Admission;
import io.dromedial.journal.Journal;
import io.dromedial.journal.Reading;
import io.dromedial.record.Operations;
import io.dromedial.record.Sources;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the console looks into and acts on.
 *
 * @param files takes the files of {@code dromedial send}
 * @param metrics what Prometheus reads
 * @param notes what an operator should know at a glance: files that nobody takes, and the like
 * @param sources how the feeds and schedules stand that users made of templates
 * @param node what this process is called
 * @param spool a folder under {@code data/} for bodies while they are being read
 */
public record Engine(
        Journal journal,
        Reading reading,
        Admission admission,
        FileTaking files,
        Delivery delivery,
        Operations operations,
        Health health,
        Supplier<String> metrics,
        Supplier<List<String>> notes,
        Supplier<Sources> sources,
        String version,
        String node,
        Path spool,
        Clock clock) {}
