package io.dromedial.journal.camel;

import io.dromedial.journal.Admission;
import io.dromedial.journal.Batch;
import io.dromedial.journal.Candidate;
import io.dromedial.journal.Journal;
import io.dromedial.journal.JournalDatabase;
import io.dromedial.journal.NewRecord;
import io.dromedial.journal.Policy;
import io.dromedial.journal.Settlement;
import io.dromedial.journal.Started;
import io.dromedial.journal.Turn;
import io.dromedial.record.Outcome;
import io.dromedial.record.Result;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;

/** A journal on HSQLDB and a Camel context with it in the registry, as the runtime puts them together. */
final class Rig implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");
    static final String CALL = "ringer.call";
    final Journal journal;
    final CamelContext context = new DefaultCamelContext();
    final PlainAdmission admission;

    /** What a route took, in order. */
    final List<Map<String, Object>> taken = new CopyOnWriteArrayList<>();

    Rig(Path home) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Policy policy =
                new Policy(20, Duration.ofSeconds(1), Duration.ofMinutes(15), false, Duration.ofHours(24), () -> 1);
        journal = Journal.open(
                JournalDatabase.open(home, "jdbc:hsqldb:file:data/journal/journal", "", ""),
                clock,
                Duration.ofSeconds(30),
                o -> policy,
                "test");
        admission = new PlainAdmission(journal);
        context.getRegistry().bind("journal", journal);
        context.getRegistry().bind("admission", Admission.class, admission);
        context.getShutdownStrategy().setTimeout(10);
    }

    Rig property(String key, String value) {
        context.getPropertiesComponent().addInitialProperty(key, value);
        return this;
    }

    Rig java(RouteBuilder routes) throws Exception {
        context.addRoutes(routes);
        return this;
    }

    Rig yaml(String text) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("test.camel.yaml", text));
        return this;
    }

    Rig file(Path file) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getResourceLoader(context).resolveResource("file:" + file));
        return this;
    }

    Rig start() {
        context.start();
        return this;
    }

    void take(Map<String, Object> body) {
        taken.add(body);
    }

    List<String> takenReferences() {
        return taken.stream().map(m -> (String) m.get("_reference")).toList();
    }

    void awaitTaken(int number) {
        Awaitility.await("results: " + takenReferences())
                .atMost(Duration.ofSeconds(60))
                .until(() -> taken.size() >= number);
    }

    /** Records with these references, taken in. */
    void submit(String operation, String... references) {
        submit(
                operation,
                Arrays.stream(references)
                        .map(r -> Map.of("reference", r, "phone", "p-" + r))
                        .toList());
    }

    void submit(String operation, List<? extends Map<String, ?>> records) {
        admission.submit(
                new Admission.Submission(operation, Optional.empty(), Optional.empty(), false, "test"),
                records.iterator());
    }

    /** Rows as a file gives them. */
    void submitRows(String operation, String name, List<String> header, List<String> originals) {
        Batch batch = journal.begin(new Batch.Plan(operation, Optional.of(name), "file", header, "", ""));
        List<NewRecord> records = originals.stream()
                .map(o -> new NewRecord(2, "", "{}", o, Optional.empty(), 0, Optional.empty(), Optional.empty()))
                .toList();
        journal.add(batch, records, List.of(), records.size(), Journal.Repeats.NONE)
                .join();
    }

    /** Sends and settles all that is due, one after the other. */
    void settle(String operation) {
        settle(
                operation,
                s -> Outcome.completed(new Result("ref-" + s.reference(), "200", "answered", "1", Map.of("price", 2))));
    }

    void settle(String operation, Function<Started, Outcome> outcome) {
        List<Started> started = send(operation);
        turn(started.stream().map(s -> new Settlement(s, outcome.apply(s))).toList(), List.of());
    }

    /** Marks all that is due as sending. */
    List<Started> send(String operation) {
        Turn.Grouper grouper = (candidates, groups, size) ->
                candidates.stream().limit(groups).<List<Candidate>>map(List::of).toList();
        return turn(List.of(), List.of(new Turn.Wish(operation, 1000, 1, grouper))).groups().stream()
                .flatMap(List::stream)
                .toList();
    }

    private Turn.Granted turn(List<Settlement> settlements, List<Turn.Wish> wishes) {
        return journal.turn(new Turn() {
                    @Override
                    public List<Settlement> settlements() {
                        return settlements;
                    }

                    @Override
                    public List<Wish> wishes() {
                        return wishes;
                    }
                })
                .join();
    }

    @Override
    public void close() {
        context.stop();
        journal.close();
    }
}
