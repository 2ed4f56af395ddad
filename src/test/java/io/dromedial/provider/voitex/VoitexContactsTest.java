package io.dromedial.provider.voitex;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.Operation;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VoitexContactsTest {

    private static Operation operation(String name) {
        return VoitexContacts.operations().stream()
                .filter(o -> o.name().equals("voitex.contact-" + name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onlyAnUpdateThatTakesAwayItsOwnNumberIsNotRepeated() {
        Map<String, String> another = Map.of("phone", "7325550184", "remove_phone", "6465557729");
        Map<String, String> own = Map.of("phone", "7325550184", "remove_phone", "7325550184");
        assertThat(operation("update").repeatable().test(another)).isTrue();
        assertThat(operation("update").repeatable().test(Map.of("phone", "7325550184")))
                .isTrue();
        assertThat(operation("update").repeatable().test(own)).isFalse();
        assertThat(operation("delete").repeatable().test(Map.of("phone", "7325550184")))
                .isTrue();
    }
}
