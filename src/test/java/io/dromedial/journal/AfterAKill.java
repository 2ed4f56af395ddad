package io.dromedial.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedial.record.State;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Opens the journal of killed processes and compares it with what those were told. */
final class AfterAKill {

    private static final Policy POLICY =
            new Policy(3, Duration.ZERO, Duration.ZERO, false, Duration.ofDays(1), () -> 0);

    private AfterAKill() {}

    /** What the {@link JournalChild}ren said is durable, and nothing that was being sent is due again. */
    static void check(Path home, String url, List<String> lines) {
        JournalDatabase database = JournalDatabase.open(home, url, "", "");
        try (Journal journal = Journal.open(database, Clock.systemUTC(), JournalFixture.LEASE, o -> POLICY, "after")) {
            Map<String, State> states = states(journal);
            lines.forEach(line -> check(line, states));
            assertThat(states).doesNotContainValue(State.SENDING);
            Set<String> again = journal.turn(JournalFixture.turn(List.of(), 100_000, 1)).join().groups().stream()
                    .flatMap(List::stream)
                    .map(s -> "sending " + s.reference())
                    .collect(Collectors.toSet());
            assertThat(lines).as("records that would be sent a second time").doesNotContainAnyElementsOf(again);
        }
    }

    private static void check(String line, Map<String, State> states) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "submitted" -> assertThat(states).as(line).containsKey(words[1]);
            case "sending" -> assertThat(states.get(words[1])).as(line).isIn(State.IN_DOUBT, State.COMPLETED);
            case "completed", "answered" -> assertThat(states).as(line).containsEntry(words[1], State.COMPLETED);
            default -> assertThat(words[0]).isIn("lost", "nothing");
        }
    }

    private static Map<String, State> states(Journal journal) {
        Reading.Filter all =
                new Reading.Filter(Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty());
        Map<String, State> states = new HashMap<>();
        journal.reading()
                .requests(all, 0, 1_000_000)
                .forEach(v -> states.put(v.reference(), v.standing().state()));
        return states;
    }
}
