package io.dromedial.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.app.Validation;
import io.dromedial.journal.TestDatabase;
import io.dromedial.simulator.SimulatorOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
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
        StringBuilder yaml = new StringBuilder("- templatedRoute:\n    routeTemplateRef: " + template
                + "\n    routeId: a-route\n    parameters:\n");
        parameters.forEach((name, value) ->
                yaml.append("      - {name: ").append(name).append(", value: \"").append(value).append("\"}\n"));
        return yaml.toString();
    }

    private static Map<String, String> feed(String select, String taken) {
        Map<String, String> feed = new java.util.LinkedHashMap<>();
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

    /** What is said of the one route file, without the file's name. */
    private List<String> told(String yaml) {
        house.route("mine.camel.yaml", yaml).furnish();
        return new Validation(house.root(), Map.of())
                .run(Optional.empty(), List.of()).stream()
                        .filter(f -> f.text().startsWith("routes/mine.camel.yaml:"))
                        .map(f -> f.weight() + " " + f.text().substring("routes/mine.camel.yaml:".length()))
                        .toList();
    }

    private String one(String template, Map<String, String> parameters) {
        List<String> told = told(filled(template, parameters));
        assertThat(told).hasSize(1);
        return told.get(0);
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void checksFeedsAgainstTheirTables(TestDatabase database) {
        open(database);
        assertThat(told(filled("table-feed", feed(SELECT, MARK)))).isEmpty();
        assertThat(one("table-feed", feed(SELECT.replace("phone", "phon"), MARK)))
                .startsWith("ROW 7: select: ")
                .containsIgnoringCase("phon")
                .contains("(SQLState 42");
        assertThat(one("table-feed", feed(SELECT.replace("'815050500801' AS caller, ", ""), MARK)))
                .startsWith("ROW 7: select: no column caller")
                .contains("voicenotify.call.default.");
        assertThat(one("table-feed", feed(SELECT.replace("phone,", "phone AS telephone,"), MARK)))
                .startsWith("ROW 7: select: the result has no column phone");
        assertThat(one("table-feed", with(feed(SELECT, MARK), "key", "idd")))
                .startsWith("ROW 8: key: the select gives no column 'idd' (did you mean");
        assertThat(one("table-feed", feed(SELECT, MARK.replace(":#id", ":#key"))))
                .startsWith("ROW 9: taken: :#key is no column of the select");
        assertThat(one("table-feed", feed(SELECT, MARK.replace("taken_at", "took_at"))))
                .startsWith("ROW 9: taken: ")
                .containsIgnoringCase("took_at");
        assertThat(told(filled("table-feed", feed(SELECT, "UPDATE call_request SET state = :#id"))))
                .anyMatch(t -> t.startsWith("ROW 9: taken: without a WHERE it marks every row"));
        assertThat(one("table-feed", with(feed(SELECT, MARK), "dataSource", "crn")))
                .startsWith("ROW 5: dataSource: there is no legacy database 'crn'; set legacy.crn.url");
        assertThat(one("table-feed", with(feed(SELECT, MARK), "operation", "voicenotify.cal")))
                .startsWith("ROW 6: operation: no operation is named 'voicenotify.cal'")
                .contains("voicenotify.call");
        assertThat(one("table-feed", with(feed(SELECT, MARK), "evry", "5s")))
                .isEqualTo("ROW 10: table-feed has no parameter 'evry' (did you mean 'every'?)");
        Map<String, String> lacking = feed(SELECT, MARK);
        lacking.remove("key");
        assertThat(one("table-feed", lacking)).isEqualTo("START 2: table-feed needs the parameter key");
        assertThat(told(filled("table-fed", feed(SELECT, MARK)))).anyMatch(t -> t.contains("table-feed"));
        assertThat(legacy.rows("SELECT id FROM call_request")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsOfOrderIndexesAndRights(TestDatabase database) {
        open(database);
        Map<String, String> up = feed(SELECT.replace("taken_at IS NULL", "id > :#last"), "none");
        assertThat(one("table-feed", up)).startsWith("ROW 7: select: :#last counts up");
        assertThat(told(filled("table-feed", with(up, "select", up.get("select") + " ORDER BY id"))))
                .isEmpty();
        legacy.run("DROP INDEX call_request_taken");
        assertThat(one("table-feed", feed(SELECT, MARK)))
                .startsWith("NOTE 7: select: no index of call_request begins with taken_at")
                .contains("CREATE INDEX call_request_taken_at ON call_request (taken_at)");
        legacy.run("CREATE INDEX call_request_taken ON call_request (taken_at)");
        legacy.readOnly(house, "crm", "call_request");
        assertThat(one("table-feed", feed(SELECT, MARK)))
                .startsWith("ROW 9: taken: ")
                .contains("(SQLState 42501)");
        house.set("legacy.crm.url", legacy.url().replaceAll("127.0.0.1:\\d+|mem:", "127.0.0.1:1"));
        if (database == TestDatabase.POSTGRESQL) {
            assertThat(told(filled("table-feed", feed(SELECT, MARK))).get(0))
                    .startsWith("ROW 5: dataSource: the database 'crm' can't be reached: ");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void checksWhereResultsGo(TestDatabase database) {
        open(database);
        Map<String, String> results = new java.util.LinkedHashMap<>();
        results.put("dataSource", "crm");
        results.put("operation", House.CALL);
        results.put("sql", "UPDATE call_request SET state = :#_state WHERE 'crm-' || id = :#_reference");
        assertThat(told(filled("table-results", results))).isEmpty();
        String sql = results.get("sql");
        assertThat(one("table-results", with(results, "sql", sql.replace("_state", "_stat"))))
                .startsWith("ROW 7: sql: :#_stat is no column of results (did you mean '_state'?)");
        assertThat(one("table-results", with(results, "sql", sql.replace("SET state", "SET stat"))))
                .startsWith("ROW 7: sql: ")
                .contains("SQLState 42");
        assertThat(one("table-results", with(results, "sql", sql.replace(":#_reference", ":#customer"))))
                .startsWith("NOTE 7: sql: :#customer is a column of yours");
        assertThat(told(filled("table-results", with(results, "sql", sql.replace(":#_reference", ":#id")))
                        + filled("table-feed", feed(SELECT, MARK)).replace("a-route", "b-route")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void checksSchedules(TestDatabase database) {
        open(database);
        House.write(
                house.root().resolve("lists/friends.csv"),
                "name,phone,caller,language\nAnn,819012349200,815050500801,en\n".getBytes(StandardCharsets.UTF_8));
        Map<String, String> schedule = new java.util.LinkedHashMap<>();
        schedule.put("name", "morning");
        schedule.put("operation", House.CALL);
        schedule.put("cron", "0 9 * * 1-5");
        schedule.put("zone", "Europe/Berlin");
        schedule.put("recipients", "lists/friends.csv");
        schedule.put("message", "Hello ${name}");
        schedule.put("misfire", "skip");
        assertThat(told(filled("schedule", schedule))).isEmpty();
        assertThat(one("schedule", with(schedule, "cron", "0 25 * * *"))).startsWith("START 7: cron '0 25 * * *'");
        schedule.put("cron", "0 9 * * 1-5");
        assertThat(one("schedule", with(schedule, "zone", "Europe/Berlim")))
                .startsWith("START 8: zone: 'Europe/Berlim' is no time zone")
                .contains("Europe/Berlin");
        schedule.put("zone", "Europe/Berlin");
        assertThat(one("schedule", with(schedule, "misfire", "never")))
                .isEqualTo("START 11: misfire 'never'; expected skip or once");
        schedule.put("misfire", "once");
        assertThat(one("schedule", with(schedule, "message", "Hello ${nick}")))
                .startsWith("ROW 10: message names ${nick}");
        schedule.put("message", "Hello ${name}");
        assertThat(one("schedule", with(schedule, "recipients", "lists/freinds.csv")))
                .startsWith("START 9: recipients: there is no file 'lists/freinds.csv'");
        assertThat(one("schedule", with(schedule, "recipients", "SELECT phone FROM call_request")))
                .startsWith("START 9: recipients is a SELECT, so the parameter dataSource is needed");
        schedule.put("dataSource", "crm");
        schedule.put("message", "Hello");
        assertThat(told(filled("schedule", schedule)))
                .containsExactlyInAnyOrderElementsOf(List.of(
                        told(filled("schedule", schedule)).get(0),
                        told(filled("schedule", schedule)).get(1)))
                .allMatch(t -> t.startsWith("ROW 9: recipients: no column "));
        assertThat(one("schedule", with(schedule, "recipients", "SELECT phone FROM call_requests")))
                .startsWith("ROW 9: recipients: ")
                .containsIgnoringCase("call_requests");
        assertThat(one("schedule", with(schedule, "recipients", "label:friends")))
                .startsWith("ROW 9: recipients: ");
        assertThat(legacy.rows("SELECT id FROM call_request")).isEmpty();
    }
}
