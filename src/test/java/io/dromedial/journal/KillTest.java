package io.dromedial.journal;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that are killed in the middle of their work, one after the other on the same journal. */
class KillTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepsWhatWasAcknowledgedAndSendsNothingTwice(TestDatabase database) {
        try (JournalFixture f = new JournalFixture(database)) {
            f.journal.close();
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                String home = f.home.toString();
                try (ChildJvm child = ChildJvm.start(JournalChild.class, home, f.url, "run" + i + "-")) {
                    lines.addAll(child.killAfter(300 + 411 * i));
                }
                f.silence();
                AfterAKill.check(f.home, f.url, lines);
                lines.removeIf(l -> !l.startsWith("submitted") && !l.startsWith("completed"));
            }
            f.journal = f.open("last");
        }
    }
}
