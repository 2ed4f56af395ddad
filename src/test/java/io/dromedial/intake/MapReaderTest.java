package io.dromedial.intake;

import static io.dromedial.intake.Samples.PLAIN;
import static io.dromedial.intake.Samples.SMS;
import static io.dromedial.intake.Samples.VOICE;
import static io.dromedial.intake.Samples.WORLD;
import static io.dromedial.intake.Samples.bad;
import static io.dromedial.intake.Samples.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapReaderTest {

    @Test
    void readsNestedObjectsAsDottedColumnsAndJsonColumnsAsJson() {
        Candidate candidate = read(
                WORLD,
                Map.of(
                        "Phone", Map.of("Number", 4252337837L, "CountryCode", "US"),
                        "Message", "Press one",
                        "Dtmf", Map.of("1", "Thank you")));
        assertThat(good(candidate).fields())
                .containsEntry("Phone.Number", "4252337837")
                .containsEntry("Dtmf", "{\"1\":\"Thank you\"}");
    }

    @Test
    void readsTheRowsOfATableWithItsUpperCaseNamesAndTypes() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("PHONE", new BigDecimal("81901234567.00"));
        row.put("MESSAGE", "Hi");
        row.put("CALLER", 8.15050050080E11);
        row.put("LANGUAGE", "ja");
        row.put("UTC", null);
        row.put("SEND_AT", Timestamp.valueOf(LocalDateTime.of(2026, 7, 1, 9, 0)));
        row.put("REFERENCE", 17);
        Draft draft = good(read(VOICE, row));
        assertThat(draft.fields())
                .containsExactly(
                        entry("phone", "81901234567"),
                        entry("message", "Hi"),
                        entry("caller", "815050050080"),
                        entry("language", "ja"));
        assertThat(draft.reference()).isEqualTo("17");
        assertThat(draft.sendAt()).contains(Instant.parse("2026-07-01T00:00:00Z"));
    }

    @Test
    void joinsLists() {
        Candidate candidate =
                read(SMS, Map.of("cid", "8451234567", "phones", List.of("8451234567", 8457654321L), "dnc", true));
        assertThat(good(candidate).fields())
                .containsEntry("phones", "8451234567,8457654321")
                .containsEntry("dnc", "true");
    }

    @Test
    void makesMissingAndDoubleColumnsTheRecordsProblem() {
        assertThat(bad(read(VOICE, Map.of("phone", "81901234567"))))
                .contains("message: is missing", "caller: is missing", "language: is missing");
        assertThat(bad(read(VOICE, Map.of("phone", "81901234567", "to", "81901234567"))))
                .contains("both the field phone");
    }

    @Test
    void tellsAboutADefaultThatNamesNoColumn() {
        MapReader reader = new MapReader(VOICE, Samples.defaults(Map.of("message", "Hi ${name}")));
        assertThat(bad(reader.read(Map.of("phone", "81901234567", "caller", "81901234567", "language", "ja"))))
                .contains("message: is missing", "names 'name', no column here");
    }

    @Test
    void refusesCharactersThatNoFileCanHold() {
        assertThat(bad(read(VOICE, Map.of("phone", "81901234567", "message", "a\0b"))))
                .startsWith("message: holds");
        assertThat(bad(read(VOICE, Map.of("note", "\ud83d")))).startsWith("note: holds");
    }

    @Test
    void rememberedShapesDoNotMixUpRecords() {
        MapReader reader = new MapReader(VOICE, PLAIN);
        for (int i = 0; i < 200; i++) {
            Map<String, String> flat = new LinkedHashMap<>();
            flat.put("x" + i, "x");
            flat.put("phone", "8190123456" + i % 10);
            flat.putAll(Map.of("message", "m" + i, "caller", "81901234567", "language", "ja"));
            assertThat(good(reader.read(flat)).fields()).containsEntry("message", "m" + i);
        }
    }

    private static Candidate read(io.dromedial.record.Operation operation, Map<String, ?> record) {
        MapReader reader = new MapReader(operation, PLAIN);
        return reader.read(reader.flatten(record));
    }
}
