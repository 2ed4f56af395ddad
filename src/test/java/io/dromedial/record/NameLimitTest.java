package io.dromedial.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NameLimitTest {

    private static final String THREE_BYTES = "\u3042";

    @Test
    void countsBytesAndNotCharacters() {
        assertThat(NameLimit.fitsBatch("L".repeat(242))).isTrue();
        assertThat(NameLimit.fitsBatch("L".repeat(243))).isFalse();
        assertThat(NameLimit.fitsBatch(THREE_BYTES.repeat(80) + "ab")).isTrue();
        assertThat(NameLimit.fitsBatch(THREE_BYTES.repeat(81))).isFalse();
    }

    @Test
    void cutsNoCharacterInTwo() {
        assertThat(NameLimit.cut(THREE_BYTES.repeat(3), 8)).isEqualTo(THREE_BYTES.repeat(2));
        assertThat(NameLimit.cut("a\ud83d\ude00b", 4)).isEqualTo("a");
        assertThat(NameLimit.cut("short", 8)).isEqualTo("short");
    }

    @Test
    void whatIsBeingWrittenHasANameNoLongerThanTheLimit() {
        assertThat(NameLimit.part(Path.of("results/june.results.csv")))
                .isEqualTo(Path.of("results/.june.results.csv.part"));
        Path results = Path.of("results", "L".repeat(242) + ".results.csv");
        Path part = NameLimit.part(results);
        assertThat(part.getParent()).isEqualTo(results.getParent());
        assertThat(part.getFileName().toString().length()).isLessThanOrEqualTo(255);
        assertThat(part.getFileName().toString()).startsWith(".").endsWith(".part");
        assertThat(NameLimit.part(results)).isEqualTo(part);
        assertThat(NameLimit.part(Path.of("results", "L".repeat(242) + ".rejected.csv")))
                .isNotEqualTo(part);
    }
}
