package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class DoNotCallTest {

    private final JournalFixture f;

    DoNotCallTest(TestDatabase database) {
        f = new JournalFixture(database);
    }

    @AfterEach
    void close() {
        f.close();
    }

    private DoNotCall list() {
        return f.journal.clearances().doNotCall();
    }

    @Test
    void keepsWhatWasAddedOverARestart() {
        assertThat(list().add(JournalFixture.CALL, "+81903904560", "the provider says 404"))
                .isTrue();
        assertThat(list().add(JournalFixture.CALL, "81903904560", "again")).isFalse();
        list().add("acme.sms", "447400123456", "the provider says 403");
        f.restart();
        assertThat(list().entries(JournalFixture.CALL, 0, 10))
                .extracting(DoNotCall.Entry::number, DoNotCall.Entry::why)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("+81903904560", "the provider says 404"));
        assertThat(list().entries("", 0, 10))
                .extracting(DoNotCall.Entry::operation)
                .containsExactly(JournalFixture.CALL, "acme.sms");
        assertThat(list().entries("", 81_903_904_560L, 10)).hasSize(1);
    }

    @Test
    void forgetsWhatIsRemoved() {
        list().add(JournalFixture.CALL, "81903904560", "a person");
        assertThat(list().remove(JournalFixture.CALL, "+81903904560")).isTrue();
        assertThat(list().remove(JournalFixture.CALL, "+81903904560")).isFalse();
        assertThat(list().entries("", 0, 10)).isEqualTo(List.of());
    }

    @Test
    void takesNothingButANumber() {
        assertThatThrownBy(() -> list().add(JournalFixture.CALL, "anonymous", ""))
                .hasMessageContaining("E.164");
    }
}
