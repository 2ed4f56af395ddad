package io.dromedial.provider.innocalls;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Operation;
import io.dromedial.record.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class InnoCallsRulesTest {

    private static List<Problem> problems(String operation, String name, String value) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("call_flow_id", "flow-1");
        row.put("first_callee_number", "201123456789");
        row.put("second_callee_number", "201098765432");
        row.put("duration", "2");
        row.put(name, value);
        Operation found = new InnoCallsProvider()
                .operations().stream()
                        .filter(o -> o.name().equals(operation))
                        .findFirst()
                        .orElseThrow();
        return found.rules().stream().flatMap(r -> r.check(row).stream()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "innocalls.bridge, second_callee_number, 201123456789, is the number in first_callee_number too",
        "innocalls.bridge, duration, 0, expected 1 minute or more",
        "innocalls.bridge, duration, -2, expected 1 minute or more",
        "innocalls.bridge, call_time, 2026-07-01T09:00:00, expected such as 2026-07-01 09:00:00",
        "innocalls.bridge, call_time, 2026-02-30 09:00:00, expected such as",
        "innocalls.bridge, call_time, 2026-07-01 09:00, expected such as",
        "innocalls.bridge, call_time, tomorrow, expected such as",
        "innocalls.edit, duration, 0, expected 1 minute or more",
        "innocalls.edit, call_uuid, .., is not an id",
        "innocalls.delete, call_uuid, ., is not an id"
    })
    void tellsTheColumnAndTheMend(String operation, String column, String value, String words) {
        assertThat(problems(operation, column, value)).singleElement().satisfies(p -> {
            assertThat(p.where()).isEqualTo(column);
            assertThat(p.text()).contains(words);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-07-01 09:00:00", "2024-02-29 23:59:59"})
    void takesATimeAsTheDocumentHasIt(String time) {
        assertThat(problems("innocalls.bridge", "call_time", time)).isEmpty();
    }

    @Test
    void needsEveryFieldOfAnEdit() {
        Operation edit = new InnoCallsProvider().operations().get(2);
        assertThat(edit.columns()).hasSize(8).allMatch(c -> c.required());
        Operation bridge = new InnoCallsProvider().operations().get(0);
        assertThat(bridge.columns().stream().filter(c -> !c.required()))
                .singleElement()
                .satisfies(c -> assertThat(c.name()).isEqualTo("call_time"));
    }
}
