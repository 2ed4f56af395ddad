package io.dromedial.app;

import io.dromedial.console.Engine;
import io.dromedial.console.FileTaking;
import io.dromedial.console.Health;
import io.dromedial.console.ManagementAddress;
import io.dromedial.console.ManagementServer;
import io.dromedial.delivery.Delivery;
import io.dromedial.intake.Inbox;
import io.dromedial.journal.Admission;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Journal;
import io.dromedial.journal.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Judges whether the house can work, and takes the files that the command line sends. */
final class Management implements Health, FileTaking {

    private static final int MOST_FAULTS = 100;
    private final Journal journal;
    private final Reading reading;
    private final Delivery delivery;
    private final Inbox inbox;
    private final CamelHost camel;

    Management(Journal journal, Delivery delivery, Inbox inbox, CamelHost camel) {
        this.journal = journal;
        this.reading = journal.reading();
        this.delivery = delivery;
        this.inbox = inbox;
        this.camel = camel;
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
        List<String> stopped = camel.stoppedRoutes();
        all.add(new Check("routes", stopped.isEmpty(), stopped.isEmpty() ? Map.of() : Map.of("stopped", stopped)));
        return all;
    }

    @Override
    public Admission.Summary take(String operation, String name, boolean allowDuplicate, java.nio.file.Path csv)
            throws IOException {
        Batch batch = inbox.send(operation, name, allowDuplicate, csv);
        List<Admission.Fault> faults = new ArrayList<>();
        reading.rejects(batch.id(), reject -> {
            if (faults.size() < MOST_FAULTS) {
                faults.add(new Admission.Fault(reject.line(), "", reject.error()));
            }
        });
        return new Admission.Summary(batch.id(), batch.accepted(), batch.duplicates(), batch.rejected(), faults);
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
                parts.inbox()::strays,
                parts.sources(),
                Version.text(),
                parts.node(),
                parts.home().data().resolve("spool"),
                parts.clock());
        return new ManagementServer(parts.vertx(), address, engine);
    }
}
