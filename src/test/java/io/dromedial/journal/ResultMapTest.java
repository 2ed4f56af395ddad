package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A record as a row of results. */
class ResultMapTest {

    private static RecordView record(String fields, String original) {
        return new RecordView(7, "ringer.call", 1, Optional.empty(), 2, "a", fields, original, Standing.due(0));
    }

    @Test
    void putsOurColumnsBehindTheUsersAndInPlaceOfOurOwnFromBefore() {
        assertThat(ResultMap.columns(List.of("_error", "phone", "_line", "_state", "phone")))
                .startsWith("phone", "_line", "_reference")
                .endsWith("_completed_at")
                .hasSize(13);
    }

    @Test
    void hasTheSameColumnsAsTheHeaderSays() {
        List<String> header = List.of("_error", "phone", "_line", "_state", "text");
        Map<String, Object> row =
                ResultMap.of(record("{}", "[\"old\",\"819\",\"17\",\"dead\",\"日本 \\n\\\"x\\\"\"]"), () -> header);
        assertThat(new ArrayList<>(row.keySet())).isEqualTo(ResultMap.columns(header));
        assertThat(row)
                .containsEntry("phone", "819")
                .containsEntry("_line", "17")
                .containsEntry("text", "日本 \n\"x\"")
                .containsEntry("_error", "")
                .containsEntry("_state", "due")
                .containsEntry("_completed_at", "");
    }

    @Test
    void fillsARowThatIsShorterThanTheHeaderAndCutsALongerOne() {
        assertThat(ResultMap.of(record("{}", "[\"1\",null]"), () -> List.of("a", "b", "c")))
                .containsEntry("a", "1")
                .containsEntry("b", "")
                .containsEntry("c", "");
        assertThat(ResultMap.of(record("{}", "[\"1\",\"2\"]"), () -> List.of("a")))
                .hasSize(12);
    }

    @Test
    void keepsTheValuesOfAnObject() {
        Map<String, Object> row =
                ResultMap.of(record("{}", "{\"n\":1,\"_state\":\"old\",\"deep\":{\"x\":true}}"), List::of);
        assertThat(row)
                .containsEntry("n", 1)
                .containsEntry("deep", Map.of("x", true))
                .containsEntry("_state", "due");
        assertThat(row.keySet()).startsWith("n", "deep", "_reference");
    }

    @Test
    void takesTheFieldsWhereNothingElseWasGiven() {
        assertThat(ResultMap.of(record("{\"phone\":\"819\"}", ""), List::of)).containsEntry("phone", "819");
    }
}
