package io.dromedial.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonAnswerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"CallId\":\"x\"}",
                "{CallId:\"x\"}",
                "\uFEFF{ CallId : \" x \" }",
                "{\"CallId\":\"x\",}",
            })
    void readsWhatDocumentsPrint(String body) {
        assertThat(JsonAnswer.read(body).orElseThrow().text("CallId")).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "\"x\"", "<html>", "{\"a\":1", "{\"a\":1}{\"b\":2}", "{\"a\":<<<"})
    void isNothingWhereThereIsNoObject(String body) {
        assertThat(JsonAnswer.read(body)).isEmpty();
    }

    @Test
    void tellsOnlyWhatIsASingleValue() {
        JsonAnswer answer = JsonAnswer.read("{\"a\":1,\"b\":null,\"c\":{\"d\":2},\"e\":[3]}")
                .orElseThrow();
        assertThat(answer.text("a")).isEqualTo("1");
        assertThat(answer.text("b") + answer.text("c") + answer.text("e") + answer.text("f"))
                .isEmpty();
        assertThat(answer.object("c").orElseThrow().text("d")).isEqualTo("2");
        assertThat(answer.object("e")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"message\":\"no\"}|no",
                "{\"Message\":\"no\"}|no",
                "{\"data\":{\"message\":\"no\"}}|no",
                "{\"error\":{\"code\":7,\"message\":\"no\"}}|no",
                "{\"errors\":{\"duration\":[\"is required\"]}}|is required",
                "{\"errors\":[],\"data\":{\"reason\":\"no\"}}|no",
                "{\"message\":\"call 819012345678 failed\"}|call … failed",
                "{\"other\":\"x\"}|''"
            })
    void findsTheProvidersWords(String body, String words) {
        assertThat(JsonAnswer.read(body).orElseThrow().said()).isEqualTo(words);
    }

    @Test
    void keepsPlainFieldsForDetailCutToAFitLength() {
        String body = "{\"a\":\"" + "x".repeat(5000) + "\",\"b\":2,\"c\":true,\"d\":null,\"e\":{},\"id\":1,\"f\":0.25}";
        Map<String, Object> detail = JsonAnswer.read(body).orElseThrow().detail(Set.of("id"));
        assertThat(detail)
                .contains(entry("b", 2), entry("c", true), entry("f", 0.25))
                .containsOnlyKeys("a", "b", "c", "f");
        assertThat(detail.get("a").toString()).hasSize(1000);
    }

    @Test
    void keepsAtMostTwentyFields() {
        StringBuilder body = new StringBuilder("{\"a\":1");
        for (int i = 0; i < 100; i++) {
            body.append(",\"b").append(i).append("\":1");
        }
        assertThat(JsonAnswer.read(body + "}").orElseThrow().detail(Set.of())).hasSize(20);
    }
}
