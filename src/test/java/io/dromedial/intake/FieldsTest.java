package io.dromedial.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    @Test
    void keepsOrderAndEveryCharacter() {
        Random random = new Random(20260703);
        for (int i = 0; i < 2_000; i++) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (int n = random.nextInt(6); n > 0; n--) {
                fields.put(text(random), text(random));
            }
            assertThat(Fields.fromJson(Fields.toJson(fields))).containsExactlyEntriesOf(fields);
            List<String> texts = List.copyOf(fields.values());
            assertThat(Fields.listFromJson(Fields.toJson(texts))).isEqualTo(texts);
        }
    }

    @Test
    void holdsLongTexts() {
        Map<String, String> fields = Map.of("a", "日\"".repeat(500_000));
        assertThat(Fields.fromJson(Fields.toJson(fields))).isEqualTo(fields);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"a\":1}", "{", "", "\"x\""})
    void refusesWhatItDidNotWrite(String json) {
        assertThatThrownBy(() -> Fields.fromJson(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1,{\"a\":[]}]", "\"x\"", "1", "-1.5e3", "null", " true "})
    void knowsJson(String text) {
        assertThat(Fields.isJson(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{a:1}",
                "{'a':1}",
                "{} {}",
                "x",
                "01",
                "1.",
                "{\"a\":1,}",
                "NaN",
                "[1,]",
                "\"a\nb\""
            })
    void knowsWhatIsNoJson(String text) {
        assertThat(Fields.isJson(text)).isFalse();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            int point = random.nextInt(4) == 0 ? random.nextInt(0x80) : 0xE000 + random.nextInt(0x1000);
            text.appendCodePoint(random.nextInt(9) == 0 ? 0x1F600 : point);
        }
        return text.toString();
    }
}
