package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.Batch;
import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.SimulatorOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes with the same routes on one PostgreSQL, each in a JVM of its own: a row is taken once, a schedule fires once,
 * a result is written once, and when one node stops the other goes on.
 */
final class SourcesOfNodesTest {

    private static final String ROUTES = """
            - templatedRoute:
                routeTemplateRef: table-feed
                routeId: feed
                parameters:
                  - {name: dataSource, value: crm}
                  - {name: operation, value: voicenotify.call}
                  - {name: select, value: "SELECT id, phone, 'Hello' AS message FROM call_request WHERE taken_at IS NULL"}
                  - {name: key, value: id}
                  - {name: every, value: 50ms}
                  - {name: most, value: "7"}
                  - {name: taken, value: "UPDATE call_request SET taken_at = CURRENT_TIMESTAMP WHERE id = :#id"}
            - templatedRoute:
                routeTemplateRef: table-results
                routeId: results
                parameters:
                  - {name: dataSource, value: crm}
                  - {name: operation, value: voicenotify.call}
                  - {name: sql, value: "INSERT INTO outcome (reference) VALUES (:#_reference)"}
            - templatedRoute:
                routeTemplateRef: schedule
                routeId: schedule
                parameters:
                  - {name: name, value: often}
                  - {name: operation, value: voicenotify.call}
                  - {name: cron, value: "* * * * * ?"}
                  - {name: recipients, value: "819012349486"}
                  - {name: message, value: Hello}
            """;

    @TempDir
    Path folder;

    private final List<String> phones = new ArrayList<>();
    private Legacy legacy;
    private House one;
    private House other;

    @BeforeEach
    void open() {
        legacy = Legacy.on(TestDatabase.POSTGRESQL)
                .run("CREATE TABLE call_request (id SERIAL PRIMARY KEY, phone VARCHAR(40), taken_at TIMESTAMP)")
                .run("CREATE TABLE outcome (reference VARCHAR(80))");
        one = node("one");
        other = node("other");
        for (String shared : List.of("dromedial.datasource.url", "voicenotify.url", "voicenotify.access-token")) {
            other.set(shared, one.setting(shared));
        }
    }

    private House node(String name) {
        House house = House.in(folder.resolve(name), TestDatabase.POSTGRESQL, SimulatorOptions.builder());
        return legacy.in(house, "crm")
                .set("voicenotify.call.default.caller", "815050500801")
                .set("voicenotify.call.default.language", "en")
                .set("voicenotify.call.repeat-window", "0")
                .set("dromedial.lease", "2s")
                .route("sources.camel.yaml", ROUTES);
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        legacy.close();
    }

    private void rows(int some) {
        for (int i = 0; i < some; i++) {
            phones.add(Phones.any());
            legacy.run("INSERT INTO call_request (phone) VALUES ('" + phones.get(phones.size() - 1) + "')");
        }
    }

    private boolean allCalled() {
        return phones.stream().noneMatch(p -> one.calls(p).isEmpty());
    }

    private List<Batch> firings() {
        return other.reading().batches(0, 1000).stream()
                .filter(b -> b.name().isPresent())
                .toList();
    }

    private List<String> results() {
        return legacy.rows("SELECT reference FROM outcome");
    }

    private List<String> references() {
        return legacy.rows("SELECT 'crm-' || id FROM call_request");
    }

    @Test
    void takeEachRowAndFireOnce() {
        rows(20);
        one.furnish();
        try (Child node = Child.start(one)) {
            node.opened();
            other.open();
            other.until("the rows are called", this::allCalled);
            other.until("some firings", () -> firings().size() >= 3);
            rows(10);
            other.until("further rows", this::allCalled);
        }
        int before = firings().size();
        rows(10);
        other.until("the other one goes on", this::allCalled);
        other.until("with the schedule, too", () -> firings().size() >= before + 2);
        other.until("every result is written", () -> results().containsAll(references()));
        assertThat(results().stream().filter(r -> r.startsWith("crm-"))).doesNotHaveDuplicates();
        other.stop();
        other.unroute("sources.camel.yaml").open();
        other.until(
                "every firing is called",
                () -> one.calls("819012349486").size() >= firings().size());
        assertThat(phones).allMatch(p -> one.calls(p).size() == 1);
        assertThat(one.calls("819012349486")).hasSameSizeAs(firings());
        List<String> names = firings().stream().map(b -> b.name().orElseThrow()).toList();
        assertThat(new HashSet<>(names)).hasSameSizeAs(names);
        assertThat(names).noneMatch(n -> n.endsWith("-2"));
        for (House house : List.of(one, other)) {
            Path results = house.root().resolve("results/voicenotify.call");
            // whoever had no turn at the schedule has none
            if (Files.isDirectory(results)) {
                assertThat(results).isDirectoryNotContaining("glob:**.rejected.csv");
            }
        }
    }
}
