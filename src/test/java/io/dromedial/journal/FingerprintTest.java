package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is recognised again: the same, and nothing but the same. */
class FingerprintTest {

    @Test
    void theSameIsRecognised() {
        assertThat(Fingerprint.of("k", "a", "b")).isEqualTo(Fingerprint.of("k", "a", "b"));
    }

    /** What is stored must be found by every later version. */
    @Test
    void staysWhatItWas() {
        assertThat(Fingerprint.ofReference("acme.call", "june-1"))
                .isEqualTo(new Fingerprint(-4335882047184293709L, 6710034755108195072L));
        assertThat(Fingerprint.ofProviderRef("acme.call", "ref-1"))
                .isEqualTo(new Fingerprint(-5952320495396981011L, 5349500043614249408L));
        assertThat(Fingerprint.ofFed("feed", "7"))
                .isEqualTo(new Fingerprint(-8677204509084851183L, -3499487297155181411L));
        assertThat(Fingerprint.ofRepeat("acme.call", "819012345678", "815012345678", "hello"))
                .isEqualTo(new Fingerprint(5603075525534785581L, 2941604428528175204L));
        assertThat(Fingerprint.of("k", "x".repeat(70_000), "é"))
                .as("lengths take three bytes")
                .isEqualTo(new Fingerprint(-647603870546613505L, -2481798263896566285L));
    }

    @Test
    void nothingElseIs() {
        Set<Fingerprint> all = new HashSet<>();
        List<String[]> parts = List.of(
                new String[] {},
                new String[] {""},
                new String[] {"", ""},
                new String[] {"a"},
                new String[] {"a", ""},
                new String[] {"", "a"},
                new String[] {"a", "bc"},
                new String[] {"ab", "c"},
                new String[] {"abc"},
                new String[] {"a\u0000bc"},
                new String[] {"x".repeat(256)},
                new String[] {"x".repeat(257)},
                new String[] {"x".repeat(65_536)},
                new String[] {"é"},
                new String[] {"e\u0301"});
        for (String kind : List.of("k", "l", "")) {
            for (String[] each : parts) {
                assertThat(all.add(Fingerprint.of(kind, each))).isTrue();
            }
        }
        assertThat(all.add(Fingerprint.ofReference("acme.call", "1"))).isTrue();
        assertThat(all.add(Fingerprint.ofReference("acme.cal", "l1"))).isTrue();
        assertThat(all.add(Fingerprint.ofProviderRef("acme.call", "1"))).isTrue();
        assertThat(all.add(Fingerprint.ofFed("acme.call", "1"))).isTrue();
        assertThat(all.add(Fingerprint.ofRepeat("acme.call", "1", "2", "3"))).isTrue();
        assertThat(all.add(Fingerprint.ofRepeat("acme.call", "1", "23", ""))).isTrue();
        assertThat(all.add(Fingerprint.ofRepeat("acme.call", "12", "", "3"))).isTrue();
    }
}
