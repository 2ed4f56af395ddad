package io.dromedial.app;

import io.dromedial.console.Engine;
import io.dromedial.console.FileTaking;
import io.dromedial.console.Health;
import io.dromedial.console.ManagementAddress;
import io.dromedial.console.ManagementServer;
import io.dromedial.csv.CsvRows;
import io.dromedial.csv.Row;
import io.dromedial.delivery.Delivery;
import io.dromedial.intake.Inbox;
import io.dromedial.journal.Admission;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Journal;
import io.dromedial.journal.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Judges whether the house can work, and takes the files that the command line sends. */
final class Management implements Health, FileTaking {

    private static final int MOST_FAULTS = 100;
    private final Journal journal;
    private final Reading reading;
    private final Delivery delivery;
    private final Inbox inbox;
    private final CamelHost camel;
    private final RouteFailures failures;

    Management(Journal journal, Delivery delivery, Inbox inbox, CamelHost camel, RouteFailures failures) {
        this.journal = journal;
        this.reading = journal.reading();
        this.delivery = delivery;
        this.inbox = inbox;
        this.camel = camel;
        this.failures = failures;
    }

    @Override
    public List<Check> checks() {
        List<Check> all = new ArrayList<>();
        all.add(new Check("journal", journal.writable(), Map.of()));
        all.add(new Check("intake", true, Map.of("strays", inbox.strays().size())));
        all.add(new Check("delivery", journal.writable(), Map.of()));
        for (Delivery.LaneStatus lane : delivery.status()) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("breaker", lane.breaker());
            details.put("inFlight", lane.inFlight());
            lane.pause().ifPresent(p -> details.put("paused", p.reason()));
            all.add(new Check("provider " + lane.provider(), lane.pause().isEmpty(), details));
        }
        all.add(routes());
        return all;
    }

    private Check routes() {
        Map<String, Object> details = new LinkedHashMap<>();
        List<String> stopped = camel.stoppedRoutes();
        if (!stopped.isEmpty()) {
            details.put("stopped", stopped);
        }
        List<RouteFailures.Failing> failing = failures.now();
        if (!failing.isEmpty()) {
            details.put(
                    "failing",
                    failing.stream().map(RouteFailures.Failing::details).toList());
        }
        return new Check("routes", stopped.isEmpty(), details);
    }

    /** What an operator should know at a glance. */
    private List<String> notes() {
        return Stream.concat(inbox.strays().stream(), failures.now().stream().map(RouteFailures.Failing::words))
                .toList();
    }

    @Override
    public Admission.Summary take(String operation, String name, boolean allowDuplicate, Path csv) throws IOException {
        Batch batch = inbox.send(operation, name, allowDuplicate, csv);
        Map<Long, String> texts = new LinkedHashMap<>();
        reading.rejects(batch.id(), reject -> {
            if (texts.size() < MOST_FAULTS) {
                texts.put(reject.line(), reject.error());
            }
        });
        return new Admission.Summary(
                batch.id(), batch.accepted(), batch.duplicates(), batch.rejected(), faults(operation, csv, texts));
    }

    /** The journal knows the rows by their lines; which records they are, the file tells. */
    private List<Admission.Fault> faults(String operation, Path csv, Map<Long, String> texts) throws IOException {
        List<Admission.Fault> faults = new ArrayList<>();
        try (CsvRows rows = CsvRows.open(operation, csv, inbox.formats().apply(operation))) {
            for (long position = 1; faults.size() < texts.size() && rows.hasNext(); position++) {
                Row row = rows.next();
                String text = texts.get(row.line());
                if (text != null) {
                    faults.add(new Admission.Fault(position, reference(rows.header(), row), text, row.line()));
                }
            }
        }
        return faults;
    }

    private static String reference(List<String> header, Row row) {
        for (String name : List.of("reference", "_reference")) {
            for (int i = 0; i < Math.min(header.size(), row.cells().size()); i++) {
                String cell = row.cells().get(i).strip();
                if (header.get(i).strip().equalsIgnoreCase(name) && !cell.isEmpty()) {
                    return cell;
                }
            }
        }
        return "";
    }

    /** A server that shows and steers what runs here; not yet listening. */
    static ManagementServer server(Parts parts, ManagementAddress address, Management own) {
        Engine engine = new Engine(
                parts.journal(),
                parts.journal().reading(),
                parts.admission(),
                own,
                parts.delivery(),
                parts.operations(),
                own,
                parts.metrics(),
                own::notes,
                parts.sources(),
                Version.text(),
                parts.node(),
                parts.home().data().resolve("spool"),
                parts.clock());
        return new ManagementServer(parts.vertx(), address, engine);
    }
}
