package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What HSQLDB does to its users when it is left as it comes, and that the journal's way of opening it does not. */
class HsqldbTrapsTest {

    private static final String JOURNAL = "jdbc:hsqldb:file:journal/journal";

    @TempDir
    Path home;

    private String bare(String name, String options) {
        return "jdbc:hsqldb:file:" + home.resolve(name) + "/bare" + options;
    }

    private static int last(List<String> lines) {
        return Integer.parseInt(lines.get(lines.size() - 1));
    }

    private List<String> said(List<String> lines, String word) {
        return lines.stream()
                .filter(l -> l.startsWith(word + " "))
                .map(l -> l.substring(word.length() + 1))
                .toList();
    }

    // ---- a kill

    @Test
    void hsqldbLosesAcknowledgedCommitsInAKill() throws Exception {
        OptionalInt lost = OptionalInt.empty();
        for (int i = 0; i < 10 && lost.isEmpty(); i++) {
            String url = bare("kill" + i, ";hsqldb.lock_file=false");
            try (ChildJvm child = ChildJvm.start(BareHsqldb.class, url, "1000000")) {
                int acknowledged = last(child.killAfter(200 + 50 * i));
                int found = BareHsqldb.count(url);
                lost = found < acknowledged ? OptionalInt.of(acknowledged - found) : lost;
            }
        }
        assertThat(lost).as("the trap that write_delay=false is for").isPresent();
    }

    // ---- a full disk

    @Test
    void hsqldbAcknowledgesCommitsOnAFullDisk() throws Exception {
        String url = bare("full", ";hsqldb.lock_file=false;hsqldb.write_delay=false");
        try (ChildJvm child = ChildJvm.startWithFileLimit(256, BareHsqldb.class, url, "2500")) {
            List<String> lines = child.rest();
            assertThat(last(lines)).as("no error is told").isEqualTo(2500);
        }
        assertThat(BareHsqldb.count(url)).as("what is kept of 2500").isLessThan(2000);
    }

    @Test
    void theJournalStopsOnAFullDisk() {
        try (ChildJvm child = ChildJvm.startWithFileLimit(
                20_480, JournalChild.class, home.resolve("own").toString(), JOURNAL, "r", "20000")) {
            List<String> lines = child.rest();
            assertThat(said(lines, "lost")).singleElement().asString().contains("disk does not keep what is written");
            assertThat(lines.get(lines.size() - 1)).isEqualTo("nothing more is started");
            assertThat(said(lines, "submitted")).hasSizeGreaterThan(200);
            // there is no room for a flight recorder either, so answers that were not written are not known
            AfterAKill.check(
                    home.resolve("own"),
                    JOURNAL,
                    lines.stream().filter(l -> !l.startsWith("answered ")).toList());
        }
    }

    // ---- the lock

    @Test
    void hsqldbCannotBeOpenedRightAfterAKill() {
        String url = bare("lock", ";hsqldb.write_delay=false");
        try (ChildJvm child = ChildJvm.start(BareHsqldb.class, url, "1000000")) {
            child.killAfter(10);
        }
        List<String> impatient = List.of("-Dhsqldb.lockfile.poll.retries=1", "-Dhsqldb.lockfile.poll.interval=100");
        try (ChildJvm next = ChildJvm.startWith(impatient, BareHsqldb.class, url, "1")) {
            assertThat(next.line().orElseThrow()).startsWith("refused").contains("lock");
        }
    }

    @Test
    void theJournalOpensRightAfterAKillAndForOneProcessOnly() {
        Path own = home.resolve("own");
        try (ChildJvm child = ChildJvm.start(JournalChild.class, own.toString(), JOURNAL, "r")) {
            child.killAfter(10);
        }
        try (ChildJvm child = ChildJvm.start(JournalChild.class, own.toString(), JOURNAL, "r")) {
            assertThat(child.line().orElseThrow()).startsWith("submitted");
            try (ChildJvm second = ChildJvm.start(JournalChild.class, own.toString(), JOURNAL, "r")) {
                assertThat(second.rest())
                        .singleElement()
                        .asString()
                        .startsWith("refused dromedial.datasource.url: the journal " + own.resolve("journal/journal")
                                + " is in use by another dromedial");
            }
        }
    }
}
