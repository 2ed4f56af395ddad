package io.dromedial.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.journal.Turn;
import io.dromedial.record.Operation;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With room for one request at a time, so that each turn asks for one operation. */
class RotationTest {

    private static final long NOW = 1_000;
    private static final long LATER = 5_000;
    private static final Turn.Granted NOTHING = new Turn.Granted(List.of(), LATER);

    private final Rotation rotation = new Rotation();

    @BeforeEach
    void serveTwo() {
        rotation.serve(Operation.undeclared("acme.call"), 1);
        rotation.serve(Operation.undeclared("acme.text"), 1);
    }

    private String asked() {
        return rotation.wishes(1).get(0).operation();
    }

    private long answered() {
        return rotation.next(1, NOTHING, NOW);
    }

    @Test
    void sleepsWhenAllWereAskedInVain() {
        String first = asked();
        assertThat(answered()).as("the other was not asked yet").isEqualTo(NOW);
        assertThat(rotation.unasked()).isTrue();
        assertThat(asked()).isNotEqualTo(first);
        assertThat(answered()).isEqualTo(LATER);
        assertThat(rotation.unasked()).isFalse();
    }

    /** A record that becomes due behind the question is not in its answer. */
    @Test
    void asksAgainForWhatWasAskedBeforeSomethingBecameDue() {
        String first = asked();
        rotation.wake();
        assertThat(answered()).isEqualTo(NOW);
        String second = asked();
        assertThat(second).isNotEqualTo(first);
        assertThat(answered()).as("the first was not asked since").isEqualTo(NOW);
        assertThat(asked()).isEqualTo(first);
        assertThat(answered()).isEqualTo(LATER);
    }
}
