package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.State;
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

    @Test
    void theJournalLosesNothingInAKill() {
        for (int i = 0; i < 3; i++) {
            Path own = home.resolve("own" + i);
            try (ChildJvm child = ChildJvm.start(JournalChild.class, own.toString(), JOURNAL)) {
                List<String> lines = child.killAfter(300 + 211 * i);
                new AfterAKill(own, JOURNAL).check(lines);
            }
        }
    }

    // ---- a full disk

    @Test
    void hsqldbAcknowledgesCommitsOnAFullDisk() throws Exception {
        String url = bare("full", ";hsqldb.lock_file=false;hsqldb.write_delay=false");
        try (ChildJvm child = ChildJvm.startWithFileLimit(512, BareHsqldb.class, url, "5000")) {
            List<String> lines = child.rest();
            assertThat(last(lines)).as("no error is told").isEqualTo(5000);
        }
        assertThat(BareHsqldb.count(url)).as("what is kept of 5000").isLessThan(4000);
    }

    @Test
    void theJournalStopsOnAFullDisk() {
        try (ChildJvm child = ChildJvm.startWithFileLimit(
                2048, JournalChild.class, home.resolve("own").toString(), JOURNAL)) {
            List<String> lines = child.rest();
            assertThat(said(lines, "lost")).singleElement().asString().contains("disk does not keep what is written");
            assertThat(lines.get(lines.size() - 1)).isEqualTo("nothing more is started");
            assertThat(said(lines, "submitted")).hasSizeGreaterThan(200);
            new AfterAKill(home.resolve("own"), JOURNAL).check(lines);
        }
    }

    // ---- the lock

    @Test
    void hsqldbCannotBeOpenedRightAfterAKill() {
        String url = bare("lock", ";hsqldb.write_delay=false");
        try (ChildJvm child = ChildJvm.start(BareHsqldb.class, url, "1000000")) {
            child.killAfter(10);
        }
        List<String> impatient = List.of("-Dhsqldb.lockfile_poll_retries=1", "-Dhsqldb.lockfile_poll_interval=100");
        try (ChildJvm next = ChildJvm.startWith(impatient, BareHsqldb.class, url, "1")) {
            assertThat(next.line().orElseThrow()).startsWith("refused").contains("lock");
        }
    }

    @Test
    void theJournalOpensRightAfterAKillAndForOneProcessOnly() {
        Path own = home.resolve("own");
        try (ChildJvm child = ChildJvm.start(JournalChild.class, own.toString(), JOURNAL)) {
            child.killAfter(10);
        }
        try (ChildJvm child = ChildJvm.start(JournalChild.class, own.toString(), JOURNAL)) {
            assertThat(child.line().orElseThrow()).startsWith("submitted");
            try (ChildJvm second = ChildJvm.start(JournalChild.class, own.toString(), JOURNAL)) {
                assertThat(second.rest())
                        .singleElement()
                        .asString()
                        .startsWith("refused dromedial.datasource.url: the journal " + own.resolve("journal/journal")
                                + " is in use by another dromedial");
            }
        }
    }

    /** Opens the journal of a killed process and compares it with what that process was told. */
    private record AfterAKill(Path home, String url) {

        void check(List<String> lines) {
            SettableClock clock = new SettableClock();
            Policy policy = new Policy(
                    3, java.time.Duration.ZERO, java.time.Duration.ZERO, false, java.time.Duration.ofDays(1), () -> 0);
            try (Journal journal = Journal.open(
                    JournalDatabase.open(home, url, "", ""), clock, JournalFixture.LEASE, o -> policy, "after")) {
                java.util.Map<String, State> states = states(journal);
                for (String line : lines) {
                    String[] words = line.split(" ");
                    switch (words[0]) {
                        case "submitted" -> assertThat(states).as(line).containsKey(words[1]);
                        case "sending" ->
                            assertThat(states.get(words[1])).as(line).isIn(State.IN_DOUBT, State.COMPLETED);
                        case "completed" -> assertThat(states).as(line).containsEntry(words[1], State.COMPLETED);
                        default -> assertThat(words[0]).isIn("lost", "nothing");
                    }
                }
                assertThat(states).doesNotContainValue(State.SENDING);
            }
        }

        private static java.util.Map<String, State> states(Journal journal) {
            Reading.Filter all = new Reading.Filter(
                    java.util.Optional.empty(),
                    java.util.Optional.empty(),
                    java.util.Optional.empty(),
                    java.util.OptionalLong.empty());
            java.util.Map<String, State> states = new java.util.HashMap<>();
            journal.reading()
                    .requests(all, 0, 1_000_000)
                    .forEach(v -> states.put(v.reference(), v.standing().state()));
            return states;
        }
    }
}
