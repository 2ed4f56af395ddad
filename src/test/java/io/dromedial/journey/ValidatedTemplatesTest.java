package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.app.Validation;
import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.SimulatorOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Issue 4: {@code dromedial validate} checks what users make of the templates, as far as their databases. */
final class ValidatedTemplatesTest {

    private static final String SELECT = "SELECT id, phone, text AS message, '815050500801' AS caller, 'en' AS language"
            + " FROM call_request WHERE taken_at IS NULL";
    private static final String MARK = "UPDATE call_request SET taken_at = CURRENT_TIMESTAMP WHERE id = :#id";

    @TempDir
    Path folder;

    private House house;
    private Legacy legacy;

    void open(TestDatabase database) {
        legacy = Legacy.on(database);
        legacy.run("CREATE TABLE call_request (id INT PRIMARY KEY, phone VARCHAR(40), text VARCHAR(200),"
                + " taken_at TIMESTAMP, state VARCHAR(20))");
        legacy.run("CREATE INDEX call_request_taken ON call_request (taken_at)");
        house = legacy.in(House.in(folder, database, SimulatorOptions.builder()), "crm");
    }

    @AfterEach
    void close() {
        house.close();
        legacy.close();
    }

    private static String filled(String template, Map<String, String> parameters) {
        StringBuilder yaml = new StringBuilder(
                "- templatedRoute:\n    routeTemplateRef: " + template + "\n    routeId: a-route\n    parameters:\n");
        parameters.forEach((name, value) -> yaml.append("      - {name: ")
                .append(name)
                .append(", value: \"")
                .append(value)
                .append("\"}\n"));
        return yaml.toString();
    }

    private static Map<String, String> feed(String select, String taken) {
        Map<String, String> feed = new LinkedHashMap<>();
        feed.put("dataSource", "crm");
        feed.put("operation", House.CALL);
        feed.put("select", select);
        feed.put("key", "id");
        feed.put("taken", taken);
        return feed;
    }

    private static Map<String, String> with(Map<String, String> all, String name, String value) {
        all.put(name, value);
        return all;
    }

    private interface Expectation {
        void of(List<String> told);
    }

    private final List<Expectation> expected = new ArrayList<>();

    /** What is to be said of a route file, without the file's name. */
    private void expect(String yaml, Expectation expectation) {
        expected.add(expectation);
        String name = "mine" + expected.size();
        house.route(name + ".camel.yaml", yaml.replace("a-route", name));
    }

    private void expectNothing(String template, Map<String, String> parameters) {
        expect(filled(template, parameters), told -> assertThat(told).isEmpty());
    }

    private void expectOne(String template, Map<String, String> parameters, Line line) {
        expect(filled(template, parameters), told -> {
            assertThat(told).hasSize(1);
            line.of(assertThat(told.get(0)));
        });
    }

    private interface Line {
        void of(AbstractStringAssert<?> line);
    }

    /** One run over all files: it reads Camel's schema, which takes a while. */
    private void run() {
        house.furnish();
        List<Validation.Finding> all = new Validation(house.root(), Map.of()).run(Optional.empty(), List.of());
        for (int i = 0; i < expected.size(); i++) {
            String file = "routes/mine" + (i + 1) + ".camel.yaml:";
            expected.get(i)
                    .of(all.stream()
                            .filter(f -> f.text().startsWith(file))
                            // many of one name stand side by side here, so that one run does for all
                            .filter(f -> !f.text().contains(" stands at mine"))
                            .map(f -> f.weight() + " " + f.text().substring(file.length()))
                            .toList());
            house.unroute("mine" + (i + 1) + ".camel.yaml");
        }
        expected.clear();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void checksFeedsAndResultsAgainstTheirTables(TestDatabase database) {
        open(database);
        expectNothing("table-feed", feed(SELECT, MARK));
        expectOne(
                "table-feed",
                feed(SELECT.replace("phone", "phon"), MARK),
                line -> line.startsWith("ROW 7: select: ")
                        .containsIgnoringCase("phon")
                        .contains("(SQLState 42"));
        expectOne(
                "table-feed",
                feed(SELECT.replace("'815050500801' AS caller, ", ""), MARK),
                line -> line.startsWith("ROW 7: select: no column caller").contains("voicenotify.call.default."));
        expectOne(
                "table-feed",
                feed(SELECT.replace("phone,", "phone AS telephone,"), MARK),
                line -> line.startsWith("ROW 7: select: the result has no column phone"));
        expectOne(
                "table-feed",
                with(feed(SELECT, MARK), "key", "idd"),
                line -> line.startsWith("ROW 8: key: the select gives no column 'idd'; it gives id, phone"));
        expectOne(
                "table-feed",
                feed(SELECT, MARK.replace(":#id", ":#key")),
                line -> line.startsWith("ROW 9: taken: :#key is no column of the select"));
        expectOne(
                "table-feed",
                feed(SELECT, MARK.replace("taken_at", "took_at")),
                line -> line.startsWith("ROW 9: taken: ").containsIgnoringCase("took_at"));
        expectOne(
                "table-feed",
                feed(SELECT, "UPDATE call_request SET taken_at = CURRENT_TIMESTAMP"),
                line -> line.startsWith("ROW 9: taken: without a WHERE it marks every row"));
        expectOne(
                "table-feed",
                with(feed(SELECT, MARK), "dataSource", "crn"),
                line -> line.startsWith("START 5: unknown data source 'crn'; set legacy.crn.url"));
        expectOne(
                "table-feed",
                with(feed(SELECT, MARK), "operation", "voicenotify.cal"),
                line -> line.startsWith("START 6: unknown operation 'voicenotify.cal'")
                        .contains("voicenotify.call"));
        expectOne(
                "table-feed",
                with(feed(SELECT, MARK), "evry", "5s"),
                line -> line.isEqualTo("START 10: unknown parameter 'evry' of table-feed; did you mean 'every'?"));
        Map<String, String> lacking = feed(SELECT, MARK);
        lacking.remove("key");
        expectOne(
                "table-feed",
                lacking,
                line -> line.isEqualTo("START 2: the template table-feed needs the parameter 'key'"));
        expectOne(
                "table-fed",
                feed(SELECT, MARK),
                line -> line.isEqualTo("START 2: unknown template 'table-fed'; did you mean 'table-feed'?"));
        Map<String, String> up = feed(SELECT.replace("taken_at IS NULL", "id > :#last"), "none");
        expectOne("table-feed", up, line -> line.startsWith("ROW 7: select: :#last counts up"));
        expectNothing("table-feed", with(up, "select", up.get("select") + " ORDER BY id"));
        results();
        run();
        legacy.run("DROP INDEX call_request_taken");
        expectOne(
                "table-feed",
                feed(SELECT, MARK),
                line -> line.startsWith("NOTE 7: select: no index of call_request begins with taken_at")
                        .contains("CREATE INDEX call_request_taken_at ON call_request (taken_at)"));
        run();
        legacy.run("CREATE INDEX call_request_taken ON call_request (taken_at)");
        legacy.readOnly(house, "crm", "call_request");
        expectOne(
                "table-feed",
                feed(SELECT, MARK),
                line -> line.startsWith("ROW 9: taken: ").contains("(SQLState 42501)"));
        run();
        assertThat(legacy.rows("SELECT id FROM call_request")).isEmpty();
    }

    @Test
    void tellsOfADatabaseThatIsAway() {
        open(TestDatabase.HSQLDB);
        house.set("legacy.crm.url", "jdbc:postgresql://127.0.0.1:" + House.freePort() + "/crm");
        expectOne(
                "table-feed",
                feed(SELECT, MARK),
                line -> line.startsWith("ROW 5: dataSource: the database 'crm' can't be reached: ")
                        .contains("(SQLState 08001); so select was not checked"));
        run();
    }

    private void results() {
        Map<String, String> results = new LinkedHashMap<>();
        results.put("dataSource", "crm");
        results.put("operation", House.CALL);
        results.put("sql", "UPDATE call_request SET state = :#_state WHERE 'crm-' || id = :#_reference");
        expectNothing("table-results", results);
        String sql = results.get("sql");
        expectOne(
                "table-results",
                with(results, "sql", sql.replace("_state", "_stat")),
                line -> line.startsWith("ROW 7: sql: :#_stat is no column of results")
                        .endsWith("; did you mean '_state'?"));
        expectOne(
                "table-results",
                with(results, "sql", sql.replace("SET state", "SET stat")),
                line -> line.startsWith("ROW 7: sql: ").contains("SQLState 42"));
        expectOne(
                "table-results",
                with(results, "sql", sql.replace(":#_reference", ":#customer")),
                line -> line.startsWith("NOTE 7: sql: :#customer is a column of yours"));
        expectNothing("table-results", with(results, "sql", sql.replace(":#_reference", ":#id")));
    }

    @Test
    void checksSchedules() {
        open(TestDatabase.HSQLDB);
        House.write(
                house.root().resolve("lists/friends.csv"),
                "name,phone,caller,language\nAnn,819012349200,815050500801,en\n".getBytes(StandardCharsets.UTF_8));
        Map<String, String> schedule = new LinkedHashMap<>();
        schedule.put("name", "morning");
        schedule.put("operation", House.CALL);
        schedule.put("cron", "0 9 * * 1-5");
        schedule.put("zone", "Europe/Berlin");
        schedule.put("recipients", "lists/friends.csv");
        schedule.put("message", "Hello ${name}");
        schedule.put("misfire", "skip");
        expectNothing("schedule", schedule);
        expectOne(
                "schedule",
                with(schedule, "cron", "0 25 * * *"),
                line -> line.startsWith("START 7: cron '0 25 * * *'"));
        schedule.put("cron", "0 9 * * 1-5");
        expectOne(
                "schedule",
                with(schedule, "zone", "Europe/Berlim"),
                line -> line.startsWith("START 8: zone: 'Europe/Berlim' is no time zone")
                        .contains("Europe/Berlin"));
        schedule.put("zone", "Europe/Berlin");
        expectOne(
                "schedule",
                with(schedule, "misfire", "never"),
                line -> line.isEqualTo("START 11: misfire 'never'; expected skip or once"));
        schedule.put("misfire", "once");
        expectOne(
                "schedule",
                with(schedule, "message", "Hello ${nick}"),
                line -> line.startsWith("ROW 10: message names ${nick}"));
        schedule.put("message", "Hello ${name}");
        expectOne(
                "schedule",
                with(schedule, "recipients", "lists/freinds.csv"),
                line -> line.startsWith("START 9: recipients: there is no file 'lists/freinds.csv'"));
        expectOne(
                "schedule",
                with(schedule, "recipients", "SELECT phone FROM call_request"),
                line -> line.startsWith("START 9: recipients is a SELECT, so the parameter dataSource is needed"));
        schedule.put("dataSource", "crm");
        schedule.put("message", "Hello");
        expect(
                filled("schedule", schedule),
                told -> assertThat(told).hasSize(2).allMatch(t -> t.startsWith("ROW 9: recipients: no column ")));
        expectOne(
                "schedule",
                with(schedule, "recipients", "SELECT phone FROM call_requests"),
                line -> line.startsWith("ROW 9: recipients: ").containsIgnoringCase("call_requests"));
        expectOne(
                "schedule",
                with(schedule, "recipients", "label:friends"),
                line -> line.startsWith("ROW 9: recipients: "));
        run();
    }
}
